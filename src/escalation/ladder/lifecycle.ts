import type { DocumentRung, HistoryEntry, LadderCase, Rung } from '../../../entities';
import { addDays } from '../../core/days';

/*
 * The life of a case on the ladder 提示 → 提醒 → 通报 → 约谈 → 督查: one matter of one unit that lags, from its first
 * day of lag until its cause is gone (plan, clauses （九） and （十二）; domain.md §3). Pure.
 *
 * | rung   | reached when                                   | goes on                                           |
 * | ------ | ---------------------------------------------- | ------------------------------------------------- |
 * | 0 提示 | it lags: the case begins                       | 1 once a 滞后提醒 that names it was sent            |
 * | 1 提醒 | that notice was sent                           | 2 after the days to answer in, see below          |
 * | 2 通报 | its issuer has signed it                       | 3 after the days to report in                     |
 * | 3 约谈 | a named signer has signed it                   | 4 when the year's target is missed and a person ticks 突出问题 |
 * | 4 督查 | a named signer has signed it                   | its own close-out                                 |
 *
 * The machine climbs to 1 by itself. From 2 on it drafts, the case waits for a person, and the rung is reached when
 * that person signs. A draft that was refused is remembered: the same rung is drafted again only after the days to
 * answer in have passed anew.
 *
 * Days to answer in are working days on which the clock ran. They begin the day after the step, and what comes next
 * comes on the working day after the last of them. An answer that waits for a decision holds the case; approved, it
 * stops the clock until its day; refused, the clock goes on as if nothing had been said. A report on a 通报 gives the
 * days to report in once more, for it to show: the first one only, or reports would hold the case for ever.
 *
 * Two kinds of matter are seen over several periods and climb by their number besides, never before the days to
 * answer in have passed: `missedPatrols` (first period 1, `missedInARow` of them 2), `behindPlan` (first month 1, second
 * 2, `behindMonths` 3). A level is skipped only for what the policy names (`straight`): a lie that was proven, a 重大
 * problem that lags.
 *
 * The clock stops for as long as one of these holds: a new due day or an approved 延期 (`extension`), an approved
 * explanation (`explained`), somebody else's turn, be it a department, a verifier or whoever decides (`department`),
 * 停巡 (`suspension`), a new holder of the post (`grace`).
 *
 * Cleared is final. The same matter of the same unit that lags again is a new case, one `round` up, from the bottom.
 *
 * Every step is a row of the history (`history_entry`, subject `ladder`) and nothing else is remembered: `lifeOf` tells
 * from the rows where the case stands, the columns of `LadderCase` are what it said last.
 */

export type StopReason = NonNullable<LadderCase['stoppedFor']>;
export type DocumentEvent = 'drafted' | 'issued' | 'refused' | 'withdrawn' | 'replied' | 'closed';

/** What happened to a case on a Shanghai day. */
export type LadderEvent = { day: string } & (
  | { what: 'began' }
  /** A 滞后提醒 that names it was sent. */
  | { what: 'reminded' }
  /** The clock stands from `day` on, until the end of `until`; null: until `resumed`. */
  | { what: 'stopped'; why: StopReason; until: string | null }
  | { what: 'resumed'; why: StopReason }
  /** 说明情况 or 申请延期 waits for its decision. */
  | { what: 'asked'; replyId: number }
  /** Refused, or no longer wanted; an approved one is `stopped` besides. */
  | { what: 'decided'; replyId: number; approved: boolean }
  /** A draft of this rung is asked for. */
  | { what: 'due'; rung: DocumentRung }
  | { what: DocumentEvent; rung: DocumentRung; documentId: number }
  /** The year's target was missed after a 约谈: 县河长办 is asked whether it is 突出问题. */
  | { what: 'judge' }
  /** 突出问题, ticked by a person. */
  | { what: 'outstanding' }
  | { what: 'cleared' }
);

/** What the history calls a step of the ladder. */
type Row = Pick<HistoryEntry, 'action' | 'data'>;

/** The event in a row of the history. */
export const eventOf = ({ action, data }: Row): LadderEvent =>
  ({ what: action, ...(data as object) }) as LadderEvent;

/** The row of an event, without who, when and why. */
export function rowOf({ what, ...data }: LadderEvent): { action: string; data: object } {
  return { action: what, data };
}

/** A stretch of days on which the clock stands, both included; `to` null: no end is known. */
export interface Stop {
  why: StopReason;
  from: string;
  to: string | null;
}

/** Where a case stands, told from what happened. */
export interface Life {
  rung: Rung;
  /** The day on which `rung` was reached; null while it is 0. */
  rungDay: string | null;
  stops: Stop[];
  /** Answers that wait for their decision. */
  asked: number[];
  /** The draft under way; its document is null until it was made. */
  draft: { rung: DocumentRung; documentId: number | null } | null;
  /** The first report on the 通报, 约谈 or 督查 of `rung`. */
  repliedDay: string | null;
  /** The last draft that came to nothing, and whether a person refused it. */
  undone: { rung: DocumentRung; day: string; refused: boolean } | null;
  /** The document of `rung` was closed. */
  closed: boolean;
  judgeAsked: boolean;
  outstanding: boolean;
  cleared: boolean;
}

const NOTHING: Life = {
  rung: 0,
  rungDay: null,
  stops: [],
  asked: [],
  draft: null,
  repliedDay: null,
  undone: null,
  closed: false,
  judgeAsked: false,
  outstanding: false,
  cleared: false,
};

/** One step further. A second telling of the same changes nothing. */
function after(life: Life, event: LadderEvent): Life {
  switch (event.what) {
    case 'began':
      return life;
    case 'reminded':
      return life.rung === 0 ? { ...life, rung: 1, rungDay: event.day } : life;
    case 'stopped':
      return {
        ...life,
        stops: [
          ...ended(life.stops, event.why, event.day),
          { why: event.why, from: event.day, to: event.until },
        ],
      };
    case 'resumed':
      return { ...life, stops: ended(life.stops, event.why, event.day) };
    case 'asked':
      return { ...life, asked: [...life.asked, event.replyId] };
    case 'decided':
      return { ...life, asked: life.asked.filter((id) => id !== event.replyId) };
    case 'due':
      return { ...life, draft: { rung: event.rung, documentId: null } };
    case 'drafted':
      return { ...life, draft: { rung: event.rung, documentId: event.documentId } };
    case 'issued':
      return {
        ...life,
        rung: event.rung,
        rungDay: event.day,
        draft: null,
        repliedDay: null,
        undone: null,
        closed: false,
      };
    case 'refused':
    case 'withdrawn':
      return {
        ...life,
        draft: null,
        undone: { rung: event.rung, day: event.day, refused: event.what === 'refused' },
      };
    case 'replied':
      return event.rung === life.rung ? { ...life, repliedDay: life.repliedDay ?? event.day } : life;
    case 'closed':
      return event.rung === life.rung ? { ...life, closed: true } : life;
    case 'judge':
      return { ...life, judgeAsked: true };
    case 'outstanding':
      return { ...life, outstanding: true };
    case 'cleared':
      return { ...life, cleared: true };
  }
}

/** A stop that ends before `day`; one that would begin only then falls away. */
const ended = (stops: readonly Stop[], why: StopReason, day: string): Stop[] =>
  stops.flatMap((stop): Stop[] => {
    if (stop.why !== why || (stop.to !== null && stop.to < day)) return [stop];
    return stop.from < day ? [{ ...stop, to: dayBefore(day) }] : [];
  });

const dayBefore = (day: string): string => addDays(day, -1);

/** Where the case stands after these events, in their order. */
export const lifeOf = (events: readonly LadderEvent[]): Life => events.reduce(after, NOTHING);

/** The stops that hold on a day. */
export const stopsOn = ({ stops }: Pick<Life, 'stops'>, day: string): Stop[] =>
  stops.filter(({ from, to }) => from <= day && (to === null || to >= day));
