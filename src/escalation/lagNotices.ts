import { LagNotice, type MatterRef, Person, PersonRole } from '../../entities';
import { instantOf, JOB_PATIENCE, type Reader, type Tx } from '../core/database';
import { addDays, dayOf } from '../core/days';
import { groupBy } from '../core/groupBy';
import { historyMany } from '../core/history';
import { enqueueMany, refreshCards } from '../core/outbox';
import type { Policy } from '../core/policy';
import { recall } from '../core/state';
import { takeTurn } from '../core/turn';
import { mayActOn } from './access';
import type { Deps } from './deps';
import { noticeRecipients, readHands, tellableRoles } from './hands';
import { type Matter, openMatters } from './matters';
import { isRemindingTime, keyOf, lags } from './rules';
import { tellOfUnheard } from './unheardLag';

/*
 * 滞后提醒, the first rung (提醒) and the only one the machine climbs by itself. A town's head and liaison each
 * have at most one open notice:
 *
 *   opened   its first matter lags: a message
 *   renewed  something new lags: the same notice as a new message, at most one a day, unread again
 *   shrunk   some of it was done: drawn anew in place, without a sound
 *   cleared  nothing of it lags any more: drawn green in place
 *   left     its recipient no longer acts for the town: drawn grey in place, and theirs no more
 *
 * It is sent as a task, in waking hours of a working day: it is not a notice (通报), and the digest of a head
 * counts what lags on the later steps (days 3, 5, then weekly) without a second message.
 *
 * Of a town where nobody can be told, 县河长办 is.
 */

const JOB = 'job:lag';
const asRef = ({ type, id }: Matter): MatterRef => ({ type, id });

/** @returns how many messages were asked for (opened and renewed) */
export async function lagNotices(deps: Deps, at: Date): Promise<number> {
  const today = dayOf(at);
  const { calendar, policies } = deps;
  const policy = policies.current;
  return deps.db.transaction(async (tx) => {
    const lastRun = await recall(tx, 'turn.lagNotices');
    await takeTurn(tx, 'lagNotices', at);
    const lagging = groupBy(
      (await openMatters(tx, deps, { today })).filter((matter) =>
        lags(matter, today, calendar, policy.reminder),
      ),
      ({ unitId }) => unitId,
    );
    await settle(tx, lagging, policy, at);
    if (!isRemindingTime(at, calendar, policy.messages)) return 0;

    const hands = await readHands(tx, policy);
    const told = await toldOfLag(tx);
    const open = await tx.find(LagNotice, { state: 'open' });
    const requests: Pick<LagNotice, 'id' | 'recipientId'>[] = [];
    const unheard: number[] = [];
    for (const [unitId, matters] of lagging) {
      if (unitId === null) continue;
      if (hands.silence(unitId, tellableRoles(policy))) unheard.push(unitId);
      for (const recipientId of noticeRecipients(hands, unitId, policy)) {
        const notice = open.find((one) => one.unitId === unitId && one.recipientId === recipientId);
        // What an open notice names lags still (settled above), so as many means the same.
        if (notice?.matters.length === matters.length || told.get(recipientId) === today) continue;
        const id = notice
          ? await renew(tx, notice, matters, at)
          : await openNotice(tx, { unitId, recipientId }, matters, at);
        if (id !== null) requests.push({ id, recipientId });
      }
    }
    await enqueueMany(
      tx,
      requests.map(({ id, recipientId }) => ({
        kind: 'lagNotice',
        subject: { type: 'lagNotice', id },
        recipientId,
        messageClass: 'task',
        at,
      })),
    );
    // How long things have been overdue changes overnight: cards that stay are drawn anew once a day.
    const sent = new Set(requests.map(({ id }) => id));
    if (!lastRun || dayOf(new Date(lastRun)) < today) {
      for (const { id } of open)
        if (!sent.has(id)) await refreshCards(tx, { subject: { type: 'lagNotice', id }, at });
    }
    return requests.length + (await tellOfUnheard(tx, deps, unheard, at));
  }, JOB_PATIENCE);
}

/** The day after the oldest of them was due. */
const sinceOf = (matters: readonly Matter[]): string =>
  addDays(matters.map(({ dueDay }) => dueDay).sort()[0] as string, 1);

async function openNotice(
  tx: Tx,
  to: { unitId: number; recipientId: number },
  matters: Matter[],
  at: Date,
): Promise<number> {
  const { firstId } = await tx.insert(LagNotice, {
    ...to,
    state: 'open',
    matters: matters.map(asRef),
    sinceDay: sinceOf(matters),
    readAt: null,
    createdAt: at,
    clearedAt: null,
    version: 1,
  });
  await record(tx, { id: firstId, version: 1 }, 'opened', 'open', at, matters.map(asRef));
  return firstId;
}

/** @returns null when somebody pressed on it meanwhile: the next run sees to it */
async function renew(tx: Tx, notice: LagNotice, matters: Matter[], at: Date): Promise<number | null> {
  const named = matters.map(asRef);
  const version = notice.version + 1;
  const set = { matters: named, sinceDay: sinceOf(matters), readAt: null, version };
  const won = await tx.update(LagNotice, { id: notice.id, version: notice.version }, set);
  if (won === 0) return null;
  await record(tx, { id: notice.id, version }, 'renewed', 'open', at, named);
  return notice.id;
}

/** Which of these notices' recipients act for the town still, by the notice's id. */
async function actingOn(tx: Tx, notices: readonly LagNotice[], policy: Policy): Promise<Set<number>> {
  const ids = [...new Set(notices.map(({ recipientId }) => recipientId))];
  const people = new Map((await tx.find(Person, { id: ids })).map((person) => [person.id, person]));
  const roles = groupBy(await tx.find(PersonRole, { personId: ids }), ({ personId }) => personId);
  const acting = notices.filter((notice) => {
    const person = people.get(notice.recipientId);
    const held = (roles.get(notice.recipientId) ?? []).map(({ role }) => role);
    return person !== undefined && mayActOn(notice, { person, roles: held }, policy);
  });
  return new Set(acting.map(({ id }) => id));
}

/**
 * Takes what no longer lags out of the open notices, and ends those of people who act for the town no more; done
 * at any hour, since it makes no sound.
 */
async function settle(
  tx: Tx,
  lagging: Map<number | null, Matter[]>,
  policy: Policy,
  at: Date,
): Promise<void> {
  const open = await tx.find(LagNotice, { state: 'open' });
  const acting = await actingOn(tx, open, policy);
  for (const notice of open) {
    const now = lagging.get(notice.unitId) ?? [];
    const keys = new Set(now.map(keyOf));
    const stays = acting.has(notice.id);
    const left = stays ? notice.matters.filter((ref) => keys.has(keyOf(ref))) : [];
    if (left.length === notice.matters.length) continue;
    const version = notice.version + 1;
    const [action, state] =
      left.length === 0 ? ([stays ? 'cleared' : 'left', 'cleared'] as const) : (['shrunk', 'open'] as const);
    const won = await tx.update(
      LagNotice,
      { id: notice.id, version: notice.version },
      state === 'cleared' ? { state, clearedAt: at, version } : { matters: left, version },
    );
    if (won === 0) continue;
    await record(tx, { id: notice.id, version }, action, state, at, left);
    await refreshCards(tx, { subject: { type: 'lagNotice', id: notice.id }, at });
  }
}

const record = (
  tx: Tx,
  { id, version }: { id: number; version: number },
  action: string,
  state: LagNotice['state'],
  at: Date,
  matters: MatterRef[],
): Promise<void> =>
  historyMany(tx, [
    { subjectType: 'lagNotice', subjectId: id, version, at, actor: JOB, action, state, data: { matters } },
  ]);

/** The day on which each recipient last got a 滞后提醒 as a message. */
export async function toldOfLag(reader: Reader): Promise<Map<number, string>> {
  const rows = await reader.query<{ recipientId: number; at: unknown }>(
    `SELECT n.recipientId, MAX(h.at) AS at FROM lag_notice n
       JOIN history_entry h ON h.subjectType = 'lagNotice' AND h.subjectId = n.id
      WHERE h.action IN ('opened', 'renewed') GROUP BY n.recipientId`,
  );
  return new Map(rows.map(({ recipientId, at }) => [recipientId, dayOf(instantOf(at))]));
}
