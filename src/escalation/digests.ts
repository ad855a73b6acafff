import { Digest, LagNotice, type MatterRef, OutboxMessage, Urge } from '../../entities';
import { auditMany } from '../core/audit';
import { JOB_PATIENCE, marks, type Reader, sqlInstant, type Tx } from '../core/database';
import { addDays, dayOf, instantAt } from '../core/days';
import { groupBy } from '../core/groupBy';
import { newClaimToken } from '../core/ids';
import { enqueueMany } from '../core/outbox';
import { takeTurn } from '../core/turn';
import { leavesAbove } from '../patrol';
import type { Deps } from './deps';
import { toldOfLag } from './lagNotices';
import { type Matter, openMatters } from './matters';
import { isRemindingTime, keyOf, lastReminder } from './rules';

/** Anything overdue comes back within weeks, so an older digest than this tells nothing. */
const LOOK_BACK_DAYS = 60;

/**
 * 今日待办: one digest a person and working day, at its fixed time, with everything that came up since that
 * person's last one. A person with nothing that came up gets none. After a gap there is one digest, with what
 * is true now; a doubled run adds nothing.
 *
 * What counts is fixed by the digest's time and not by the moment of the run: a 催办 or a problem that came
 * after it is for the next one.
 *
 * @returns how many digests were asked for
 */
export async function digests(deps: Deps, at: Date): Promise<number> {
  const { calendar, policies } = deps;
  if (!isRemindingTime(at, calendar, policies.current.messages)) return 0;
  const day = dayOf(at);
  return deps.db.transaction(async (tx) => {
    await takeTurn(tx, 'digests', at);
    const plan = await planDigests(tx, deps, day);
    if (plan.size === 0) return 0;
    await forgetUnsent(tx, [...plan.keys()]);
    const rows = [...plan].map(([personId, matters]) => ({ personId, day, matters, createdAt: at }));
    await tx.insert(Digest, rows);
    const made = await tx.find(Digest, { personId: [...plan.keys()], day });
    await enqueueMany(
      tx,
      made.map(({ id, personId }) => ({
        kind: 'digest',
        subject: { type: 'digest', id },
        recipientId: personId,
        messageClass: 'digest',
        at,
      })),
    );
    await auditMany(tx, [
      {
        at,
        actor: 'job:digest',
        action: 'digest.made',
        subjectType: 'digest',
        subjectId: null,
        detail: { day, people: made.length },
      },
    ]);
    return made.length;
  }, JOB_PATIENCE);
}

/**
 * A digest that never left makes way for the next one, which says all that it said. Else they would gather, one a day, for
 * somebody whom Feishu does not find yet. Marked first, so that one that is being sent just now is left alone.
 */
async function forgetUnsent(tx: Tx, people: readonly number[]): Promise<void> {
  const claimToken = newClaimToken();
  const unsent = { kind: 'digest', mode: 'send', state: 'pending', firstTriedAt: null } as const;
  const found = await tx.update(
    OutboxMessage,
    { ...unsent, recipientId: people },
    { state: 'dropped', claimToken },
  );
  if (found === 0) return;
  const mine = { state: 'dropped', claimToken } as const;
  const rows = await tx.find(OutboxMessage, mine, { columns: ['subjectId'] });
  await tx.remove(Digest, { id: rows.map(({ subjectId }) => subjectId) });
  await tx.remove(OutboxMessage, mine);
}

/** Who gets a digest on this day and did not have one yet, and which matters it names. */
async function planDigests(reader: Reader, deps: Deps, day: string): Promise<Map<number, MatterRef[]>> {
  const { calendar, policies } = deps;
  const { reminder, messages } = policies.current;
  const matters = (await openMatters(reader, deps, { today: day })).filter((matter) => !matter.baseline);
  const notices = await reader.find(LagNotice, { state: 'open' });
  const cutOff = instantAt(day, messages.digestAt);
  const leaves = await leavesAbove(reader, { today: day, before: cutOff, roles: reminder.copyRoles });
  const people = new Set([
    ...matters.flatMap(({ responsible }) => responsible),
    ...leaves.flatMap(({ above }) => above),
    ...notices.map(({ recipientId }) => recipientId),
  ]);
  const had = await lastDigests(reader, [...people], day);
  const served = await servedOn(reader, day);
  const told = await toldOfLag(reader);

  // Many matters share a due day, so each due day is worked out once.
  const known = new Map<string, string | null>();
  const lastReminderDay = (dueDay: string): string | null => {
    const cached = known.get(dueDay);
    if (cached !== undefined) return cached;
    const reminded = lastReminder(dueDay, day, calendar, reminder)?.day ?? null;
    known.set(dueDay, reminded);
    return reminded;
  };
  const cameUp = (matter: Matter, ...after: (string | null | undefined)[]): boolean => {
    const reminded = lastReminderDay(matter.dueDay);
    return reminded !== null && after.every((day) => !day || reminded > day);
  };

  const urges = groupBy(await recentUrges(reader, day, cutOff), (urge) =>
    keyOf({ type: urge.matterType, id: urge.matterId }),
  );
  const wasUrged = (matter: MatterRef, personId: number): boolean => {
    const last = had.get(personId);
    return (urges.get(keyOf(matter)) ?? []).some(
      (urge) => last === undefined || urge.at >= instantAt(last, messages.digestAt),
    );
  };

  const plan = new Map<number, MatterRef[]>();
  const add = (personId: number, refs: MatterRef[]) => {
    if (!served.has(personId)) plan.set(personId, [...(plan.get(personId) ?? []), ...refs]);
  };
  for (const matter of matters) {
    for (const personId of matter.responsible) {
      // The day on which a matter reaches somebody brings its own card: reminders begin the day after.
      if (cameUp(matter, had.get(personId), matter.since) || wasUrged(matter, personId)) {
        add(personId, [{ type: matter.type, id: matter.id }]);
      }
    }
  }
  // 请假 nobody walks for: whoever is above is told once, in the first digest after it was taken.
  for (const { takenAt, above } of leaves) {
    for (const personId of above) {
      const last = had.get(personId);
      if (last === undefined || takenAt >= instantAt(last, messages.digestAt)) add(personId, []);
    }
  }
  // A head whose town lags is reminded of it on the same steps, counted on from the notice itself.
  const byKey = new Map(matters.map((matter) => [keyOf(matter), matter]));
  for (const { recipientId, matters: named } of notices) {
    const lagging = named.map((ref) => byKey.get(keyOf(ref))).filter((matter) => matter !== undefined);
    const known = [had.get(recipientId), told.get(recipientId)];
    if (lagging.some((matter) => cameUp(matter, ...known))) add(recipientId, []);
  }
  return plan;
}

/** The day of each person's last digest before `day`; one that never left (Feishu was away) does not count. */
async function lastDigests(reader: Reader, people: number[], day: string): Promise<Map<number, string>> {
  if (people.length === 0) return new Map();
  const rows = await reader.query<{ personId: number; day: string }>(
    `SELECT personId, MAX(day) AS day FROM digest
      WHERE personId IN (${marks(people)}) AND day >= ? AND day < ?
        AND id NOT IN (SELECT subjectId FROM outbox_message WHERE kind = 'digest' AND state = 'pending')
      GROUP BY personId`,
    [...people, addDays(day, -LOOK_BACK_DAYS), day],
  );
  return new Map(rows.map((row) => [row.personId, row.day]));
}

/** Who has had their digest of this day, be it an older one that arrived late. */
async function servedOn(reader: Reader, day: string): Promise<Set<number>> {
  const made = await reader.query<{ personId: number }>('SELECT personId FROM digest WHERE day = ?', [day]);
  const arrived = await reader.query<{ personId: number }>(
    `SELECT recipientId AS personId FROM card_message WHERE kind = 'digest' AND sentAt >= ?`,
    [sqlInstant(instantAt(day, '00:00'))],
  );
  return new Set([...made, ...arrived].map(({ personId }) => personId));
}

async function recentUrges(reader: Reader, day: string, before: Date): Promise<Urge[]> {
  const rows = await reader.query<{ id: number }>('SELECT id FROM urge WHERE day >= ? AND at < ?', [
    addDays(day, -LOOK_BACK_DAYS),
    sqlInstant(before),
  ]);
  return reader.find(Urge, { id: rows.map(({ id }) => id) });
}
