import type { ProblemState } from '../../../entities';
import type { Calendar } from '../../core/calendar';
import { addDays } from '../../core/days';
import { isHandled } from '../../problem';
import type { LadderEvent } from './lifecycle';

/*
 * When a problem would have lagged if its days for handling had been others (what-if). Its handling is as it was: who had
 * it when, and what they did. Only the due day is reckoned anew, from the day on which the unit was given it; what a 延期
 * was approved to stays approved to that day, and what a person dated otherwise than by the rule stays as dated. Pure.
 */

/** One step of a problem's history, as it was after it. */
export interface ProblemStep {
  day: string;
  action: string;
  state: ProblemState;
  /** Whose lag it is: a town, 开发区, department; null: nobody's. */
  unitId: number | null;
  /** Since when the unit has it. */
  assignedDay: string | null;
  dueDay: string | null;
}

/** Days through which a unit has it in hand by one due day; changes come on `from` and `to`, null: still so. */
export interface Turn {
  from: string;
  to: string | null;
  /** By the rules of then. */
  due: string;
  /** By the others. */
  would: string;
}

/** What can be one case of the ladder: a unit and a problem, from 交办 to its end. */
export interface Stay {
  unitId: number;
  turns: Turn[];
  endDay: string | null;
}

/** The days that two sets of rules give, counted from one on which a unit is given the problem. */
export interface DueDays {
  was(day: string): string;
  would(day: string): string;
}

const ENDS: readonly ProblemState[] = ['closed', 'merged', 'unfounded', 'withdrawn'];
/** What leaves a request, if there is one, where it is: on the desk of whoever decides it. */
const BESIDE = ['accepted', 'progressed', 'reassigned', 'added', 'told'];

/** The due day that counts after a step. */
interface Due {
  assignedDay: string;
  due: string;
  would: string;
}

function dueAfter(before: Due, { assignedDay, dueDay }: ProblemStep, rule: DueDays): Due {
  if (assignedDay === null || dueDay === null) return before;
  if (before.assignedDay === assignedDay) {
    // Moved within one turn: by an approved 延期, and only ever later.
    return before.due === dueDay ? before : { assignedDay, due: dueDay, would: later(before.would, dueDay) };
  }
  const byRule = rule.was(assignedDay) === dueDay;
  return { assignedDay, due: dueDay, would: byRule ? rule.would(assignedDay) : dueDay };
}

/** @param steps in their order */
export function staysOf(steps: readonly ProblemStep[], rule: DueDays): Stay[] {
  const stays: Stay[] = [];
  let open: Stay[] = [];
  let holding: Stay | undefined;
  let asked = false;
  let due: Due = { assignedDay: '', due: '', would: '' };
  for (const step of steps) {
    const { day, action, state, unitId } = step;
    asked = action === 'asked' || (asked && BESIDE.includes(action));
    due = dueAfter(due, step, rule);
    const holder = isHandled(state) && !asked && due.due !== '' ? unitId : null;
    const turn: Turn | undefined = holding?.turns.at(-1);
    const goesOn = turn && holding?.unitId === holder && turn.due === due.due && turn.would === due.would;
    if (turn && !goesOn) {
      turn.to = day;
      holding = undefined;
    }
    if (holder !== null && !goesOn) {
      holding = open.find((stay) => stay.unitId === holder);
      if (!holding) {
        holding = { unitId: holder, turns: [], endDay: null };
        open.push(holding);
        stays.push(holding);
      }
      holding.turns.push({ from: day, to: null, due: due.due, would: due.would });
    }
    if (ENDS.includes(state)) {
      for (const stay of open) stay.endDay = day;
      open = [];
    }
  }
  return stays;
}

const later = (a: string, b: string): string => (a > b ? a : b);

/** Whether it was handling that lagged when a case of it began, and not, say, a verification. */
export const lagging = ({ turns }: Stay, began: string): boolean =>
  turns.some(({ from, to, due }) => from < began && (to === null || began <= to) && due < began);

/** The first day on which it lags, looked at each morning; null: it never does. */
export function lagDay(
  { turns }: Stay,
  by: 'due' | 'would',
  lagAfterWorkdays: number,
  calendar: Calendar,
): string | null {
  for (const turn of turns) {
    const overdue = calendar.addWorkdays(turn[by], lagAfterWorkdays);
    const day = calendar.nextWorkday(later(overdue, addDays(turn.from, 1)));
    if (turn.to === null || day <= turn.to) return day;
  }
  return null;
}

/**
 * What a case that begins on `began` tells by the other rules: the clock stands while somebody else has it or looks at what
 * was done, and until a new due day.
 *
 * @param remindedAfter working days from its beginning to its 滞后提醒; null: there is nobody to tell
 */
export function caseFrom(
  began: string,
  { turns, endDay }: Stay,
  remindedAfter: number | null,
  calendar: Calendar,
) {
  const events: LadderEvent[] = [{ what: 'began', day: began }];
  if (remindedAfter !== null) {
    events.push({ what: 'reminded', day: calendar.addWorkdays(began, remindedAfter) });
  }
  turns.forEach((turn, n) => {
    const next = turns[n + 1];
    const gone = turn.to === null ? null : addDays(turn.to, 1);
    if (gone === null || gone <= began || turn.to === endDay) return;
    if (next?.from !== turn.to) events.push({ what: 'stopped', why: 'department', day: gone, until: null });
    if (!next) return;
    const back = addDays(next.from, 1);
    if (next.from !== turn.to) events.push({ what: 'resumed', why: 'department', day: back });
    if (next.would >= back) events.push({ what: 'stopped', why: 'extension', day: back, until: next.would });
  });
  if (endDay !== null) events.push({ what: 'cleared', day: addDays(endDay, 1) });
  return events;
}

/**
 * The events of a case that begins otherwise than it did. From the day on which it really began everything stays as it is
 * told; what the clock did before that comes from the stay.
 */
export function rebegun(
  events: readonly LadderEvent[],
  began: string,
  stay: Stay,
  calendar: Calendar,
): LadderEvent[] {
  const [first, ...rest] = events;
  if (!first) return [];
  const reminded = rest.find(({ what }) => what === 'reminded')?.day ?? null;
  const after = reminded === null ? null : calendar.workdaysBetween(first.day, reminded);
  const begins = ({ what, day }: LadderEvent) =>
    what === 'began' || what === 'reminded' || (what !== 'cleared' && day <= first.day);
  return [
    ...caseFrom(began, stay, after, calendar).filter(begins),
    ...rest.filter(({ what }) => what !== 'reminded'),
  ];
}
