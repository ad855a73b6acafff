import type { Category, Problem, Seriousness } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { enqueue, refreshCards } from '../core/outbox';
import { chiefActedFor, type HeldTask, heldTask, recordPatrol, type Seen, walksFor } from '../patrol';
import { advance, problemOf, stateAfter } from './advance';
import type { ProblemDeps, ProblemPress } from './deps';
import { touch } from './focus';
import { handsOf } from './hands';
import { answersOf } from './openDraft';
import { photosOf } from './photosOf';
import { placeOf } from './places';
import { dueDayOf, handlerOf } from './rules';

export interface ProblemReport extends ProblemPress {
  /** The code of a place that the form offered, or `other`. */
  place: string;
  spot: string;
  category: Category;
  seriousness: Seriousness;
  words: string;
}

/** Whose finding it is: the finder's, or that of the chief for whom the town's liaison fills in the form (镇代办). */
async function finderOf(tx: Tx, held: HeldTask | null, { personId, at }: ProblemPress): Promise<number> {
  if (!held || walksFor(held, personId) !== undefined) return personId;
  return (await chiefActedFor(tx, { task: held.task, personId, day: dayOf(at) })) ?? personId;
}

/** The patrol that found it is recorded with it, unless a co-holder has recorded this period's already. */
async function endPatrol(
  tx: Tx,
  problem: Problem,
  held: HeldTask | null,
  { personId, at }: ProblemPress,
): Promise<void> {
  const task = held?.task;
  // Walked already: its card counts what is found afterwards.
  if (task?.state === 'done') await refreshCards(tx, { subject: { type: 'task', id: task.id }, at });
  if (!held || task?.state !== 'open' || task.lateDay < dayOf(at)) return;
  const { finderId } = problem;
  const standInFor = walksFor(held, finderId);
  if (standInFor === undefined) return;
  const { seen, looks } = await answersOf(tx, problem.id);
  const { outfallId } = problem;
  const here: Seen[] =
    outfallId !== null && problem.category === '排污口'
      ? [{ outfallId, flow: 'abnormal', unchanged: false }]
      : [];
  recordPatrol(tx, {
    task,
    personId: finderId,
    enteredById: finderId === personId ? null : personId,
    standInFor,
    result: 'problem',
    occurredAt: problem.occurredAt,
    at,
    seen: [...seen.filter((one) => !here.some((own) => own.outfallId === one.outfallId)), ...here],
    looks,
  });
}

/**
 * 提交: registers the problem, hands it to the town that owns the reach, and records the patrol on which it was
 * found. A missing photo holds nothing up.
 *
 * @returns the problem, and whether it still lacks a photo
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `problem.place`
 */
export async function submitProblem(
  tx: Tx,
  { policies, calendar }: ProblemDeps,
  report: ProblemReport,
): Promise<{ problem: Problem; lacksPhoto: boolean }> {
  const { personId, at, category, seriousness, words } = report;
  const draft = await problemOf(tx, report);
  if (draft.finderId !== personId) throw new Fault('press.notYours');
  const state = stateAfter(draft, 'submit', report);
  const policy = await policies.at(draft.policyVersion);
  const found = await placeOf(tx, draft.reachId, { code: report.place, spot: report.spot });
  const held = draft.taskId === null ? null : await heldTask(tx, draft.taskId, dayOf(at));
  const finderId = await finderOf(tx, held, report);
  const handlerId = handlerOf(draft, await handsOf(tx, found.townId, policies.current));
  const problem = await advance(tx, draft, {
    ...report,
    action: 'assigned',
    set: {
      ...found,
      finderId,
      category,
      seriousness,
      words,
      handlerId,
      state,
      dueDay: dueDayOf(seriousness, dayOf(at), { policy, calendar }),
      assignedAt: at,
    },
  });
  await endPatrol(tx, problem, held, report);
  await touch(tx, personId, { type: 'problem', id: problem.id });
  if (handlerId !== null) {
    const subject = { type: 'problem', id: problem.id };
    await enqueue(tx, { kind: 'problemWork', subject, recipientId: handlerId, messageClass: 'task', at });
  }
  const photos = await photosOf(tx, problem.id);
  return { problem, lacksPhoto: photos.every(({ side }) => side !== 'before') };
}
