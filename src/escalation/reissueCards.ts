import { LagNotice, type SentKind } from '../../entities';
import { instantOf, JOB_PATIENCE, type Reader, sqlInstant } from '../core/database';
import { addDays, dayOf, instantAt } from '../core/days';
import { groupBy } from '../core/groupBy';
import { enqueueMany, type Subject, slotOf } from '../core/outbox';
import { takeTurn } from '../core/turn';
import { officeHands } from '../roster';
import { CARD_OF } from './cardOf';
import type { Deps } from './deps';
import { LADDER } from './ladder/cases';
import { casesToJudge } from './ladder/markOutstanding';
import { openMatters } from './matters';
import { isAgeing, isRemindingTime } from './rules';

/** Feishu lets no card be pressed or changed after this many days. */
const DEAD_AFTER_DAYS = 14;

interface Card {
  /** The card that lists it with others of the same recipient's. */
  list?: Card;
  kind: SentKind;
  subject: Subject;
  recipientId: number;
}

const slot = ({ kind, subject, recipientId }: Card): string => slotOf(kind, subject, recipientId);
const listOf = (personId: number): Card => ({
  kind: 'newTasks',
  subject: { type: 'person', id: personId },
  recipientId: personId,
});

/**
 * Every open matter keeps a card that can be pressed: one that would be too old by the next working day's digest
 * is asked for anew, and so is one that is not there at all (somebody who was found in Feishu only now, a new
 * holder of a post). Delivery greys the old copy. Several tasks of one person come as their list.
 *
 * @returns how many cards were asked for
 */
export async function reissueCards(deps: Deps, at: Date): Promise<number> {
  const { calendar, policies } = deps;
  const { messages } = policies.current;
  if (!isRemindingTime(at, calendar, messages)) return 0;
  const today = dayOf(at);
  return deps.db.transaction(async (tx) => {
    await takeTurn(tx, 'reissue', at);
    const live = await liveCards(tx, today, messages.reissueAfterDays);
    const fresh = (card: Card): boolean => {
      const sentDay = live.get(slot(card));
      return sentDay !== undefined && !isAgeing(sentDay, today, calendar, messages.reissueAfterDays);
    };
    const wanted: Card[] = [];
    for (const { type, id, duty, since, responsible, baseline, list: ofMatter } of await openMatters(
      tx,
      deps,
      {
        today,
      },
    )) {
      // 基线 was summed up once and is left alone until it has a new date.
      if (baseline) continue;
      const kind = CARD_OF[duty];
      for (const recipientId of responsible) {
        const own = ofMatter && { ...ofMatter, recipientId };
        const list = duty === 'patrol' ? listOf(recipientId) : own;
        const card: Card = { kind, subject: { type, id }, recipientId, ...(list && { list }) };
        // A list that was sent when the task was there already has a row that opens it.
        const listed = list && fresh(list) && (live.get(slot(list)) ?? '') >= (since ?? '');
        if (!fresh(card) && !listed) wanted.push(card);
      }
    }
    for (const { id, recipientId } of await tx.find(LagNotice, { state: 'open' })) {
      const card: Card = { kind: 'lagNotice', subject: { type: 'lagNotice', id }, recipientId };
      if (!fresh(card)) wanted.push(card);
    }
    for (const { id } of await casesToJudge(tx)) {
      for (const { id: recipientId } of await officeHands(tx)) {
        const card: Card = { kind: 'ladderJudge', subject: { type: LADDER, id }, recipientId };
        if (!fresh(card)) wanted.push(card);
      }
    }
    const reachable = await inFeishu(tx);
    const cards = gathered(wanted.filter(({ recipientId }) => reachable.has(recipientId)));
    await enqueueMany(
      tx,
      cards.map(({ kind, subject, recipientId }) => ({
        kind,
        subject,
        recipientId,
        messageClass: 'task',
        at,
      })),
    );
    return cards.length;
  }, JOB_PATIENCE);
}

/** Two or more tasks of one person become one list. */
function gathered(cards: readonly Card[]): Card[] {
  const byList = groupBy(cards, ({ list }) => (list ? slot(list) : null));
  return [...byList].flatMap(([, own]) => {
    const list = own[0]?.list;
    return list && own.length > 1 ? [list] : own;
  });
}

interface Row {
  kind: SentKind;
  subjectType: string;
  subjectId: number;
  recipientId: number;
  at: unknown;
}

/** The day on which each card last went out; one on its way counts as today's, a refused one is not tried for days. */
async function liveCards(
  reader: Reader,
  today: string,
  reissueAfterDays: number,
): Promise<Map<string, string>> {
  const since = (days: number) => sqlInstant(instantAt(addDays(today, -days), '00:00'));
  const sent = await reader.query<Row>(
    `SELECT kind, subjectType, subjectId, recipientId, MAX(sentAt) AS at FROM card_message
      WHERE retiredAt IS NULL AND sentAt >= ? GROUP BY kind, subjectType, subjectId, recipientId`,
    [since(DEAD_AFTER_DAYS)],
  );
  const refused = await reader.query<Row>(
    `SELECT kind, subjectType, subjectId, recipientId, MAX(createdAt) AS at FROM delivery
      WHERE state = 'refused' AND mode = 'send' AND createdAt >= ?
      GROUP BY kind, subjectType, subjectId, recipientId`,
    [since(reissueAfterDays)],
  );
  const waiting = await reader.query<Row>(
    `SELECT kind, subjectType, subjectId, recipientId, createdAt AS at FROM outbox_message
      WHERE mode = 'send' AND state IN ('pending', 'sending')`,
  );
  const live = new Map<string, string>();
  const keep = (row: Row, day: string) => {
    const key = slot({ ...row, subject: { type: row.subjectType, id: row.subjectId } });
    if (day > (live.get(key) ?? '')) live.set(key, day);
  };
  for (const row of [...sent, ...refused]) keep(row, dayOf(instantOf(row.at)));
  for (const row of waiting) keep(row, today);
  return live;
}

async function inFeishu(reader: Reader): Promise<Set<number>> {
  const rows = await reader.query<{ id: number }>('SELECT id FROM person WHERE openId IS NOT NULL');
  return new Set(rows.map(({ id }) => id));
}
