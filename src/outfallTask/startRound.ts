import { Outfall, OutfallRound, OutfallTask } from '../../entities';
import { audit, auditMany } from '../core/audit';
import { JOB_PATIENCE, type Tx } from '../core/database';
import { addDays, dayOf } from '../core/days';
import { groupBy } from '../core/groupBy';
import { enqueueMany, type MessageRequest } from '../core/outbox';
import { acting, peopleWith } from '../roster';
import type { OutfallTaskDeps } from './deps';
import { readOutfallHands, WATCHERS } from './hands';
import { concerns, type PlannedRound, roundsBeginning } from './rules';

const ACTOR = 'job:outfallTasks';

/**
 * The job: begins the rounds whose first day has come since `from`; on the first run (`from` null) today's only. A
 * second or a concurrent run begins nothing.
 *
 * @returns how many tasks were created
 */
export async function startRounds(
  deps: OutfallTaskDeps,
  { from, at }: { from: Date | null; at: Date },
): Promise<number> {
  const today = dayOf(at);
  const first = from ? addDays(dayOf(from), 1) : today;
  const planned = roundsBeginning(
    { policy: deps.policies.current, calendar: deps.calendar },
    [first, today].sort()[0] ?? today,
    today,
  );
  let created = 0;
  for (const round of planned) {
    created += await deps.db.transaction(
      (tx) => startRound(tx, deps, round, { at, by: ACTOR }),
      JOB_PATIENCE,
    );
  }
  return created;
}

/**
 * Begins one round: a task at every outfall that it concerns, one message a person, and the round's own card to 分局.
 *
 * @param only which outfalls, of those that the kind concerns; all when left out
 * @returns how many tasks were created; none when the round was begun before
 */
export async function startRound(
  tx: Tx,
  { policies }: OutfallTaskDeps,
  planned: PlannedRound,
  { at, by, only = () => true }: { at: Date; by: string; only?: (outfall: Outfall) => boolean },
): Promise<number> {
  const policy = policies.current;
  const outfalls = (await tx.find(Outfall, {}, { order: { id: 'ASC' } })).filter(
    (outfall) => only(outfall) && concerns(planned, outfall, policy),
  );
  if (outfalls.length === 0) return 0;
  const { affected, firstId: roundId } = await tx.insert(
    OutfallRound,
    { ...planned, startedAt: at },
    { ignore: true },
  );
  if (affected === 0) return 0;
  const { kind, periodKey, startDay, dueDay, lateDay } = planned;
  const { firstId } = await tx.insert(
    OutfallTask,
    outfalls.map(({ id, townId }) => ({
      roundId,
      kind,
      periodKey,
      outfallId: id,
      townId,
      startDay,
      dueDay,
      lateDay,
      state: 'open' as const,
      policyVersion: policy.version,
      createdAt: at,
      version: 1,
    })),
  );
  await auditMany(
    tx,
    outfalls.map((_, n) => ({
      at,
      actor: by,
      action: 'outfallTask.create',
      subjectType: 'outfallTask',
      subjectId: firstId + n,
    })),
  );
  const detail = { ...planned, tasks: outfalls.length };
  audit(tx, {
    at,
    actor: by,
    action: 'outfallRound.start',
    subjectType: 'outfallRound',
    subjectId: roundId,
    detail,
  });
  const hands = await readOutfallHands(tx, policy);
  const told = outfalls.flatMap((outfall, n) =>
    hands.of(outfall).people.map((personId) => ({ personId, taskId: firstId + n })),
  );
  await enqueueMany(tx, [...messages(told, roundId, at), ...(await toWatchers(tx, roundId, at))]);
  return outfalls.length;
}

/** One message a person: of one task its card, of several the round's. */
function messages(
  told: readonly { personId: number; taskId: number }[],
  roundId: number,
  at: Date,
): MessageRequest[] {
  return [...groupBy(told, ({ personId }) => personId)].map(([personId, own]): MessageRequest => {
    const common = { recipientId: personId, messageClass: 'task' as const, at };
    const [only, ...others] = own;
    return only && others.length === 0
      ? { ...common, kind: 'outfallTask', subject: { type: 'outfallTask', id: only.taskId } }
      : { ...common, kind: 'outfallRound', subject: { type: 'outfallRound', id: roundId } };
  });
}

/** The round's card to those who watch over it. */
export async function toWatchers(tx: Tx, roundId: number, at: Date): Promise<MessageRequest[]> {
  const byRole = await Promise.all(WATCHERS.map((role) => peopleWith(tx, { roles: [role] })));
  return acting(byRole).map(({ id }) => ({
    kind: 'outfallRound',
    subject: { type: 'outfallRound', id: roundId },
    recipientId: id,
    messageClass: 'task',
    at,
  }));
}
