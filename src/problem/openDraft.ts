import { HistoryEntry, Outfall, PatrolTask, Problem, Reach } from '../../entities';
import { audit } from '../core/audit';
import { type Reader, sqlInstant, type Tx } from '../core/database';
import { dayOf, instantAt } from '../core/days';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { enqueue } from '../core/outbox';
import { takeTurnOf } from '../core/turn';
import type { Look, Seen, Walk } from '../patrol';
import { advance } from './advance';
import type { Pressing, ProblemDeps } from './deps';
import { touch } from './focus';
import { STEPS } from './lifecycle';
import { wordsFromPhotos } from './photoWords';
import { takeWaitingPlaces } from './sentPlaces';
import { spotIn } from './words';

/** The rows of a patrol card as they were answered. */
export interface Answers {
  seen: Seen[];
  looks: Look[];
  /** The walk, where it is entered afterwards or without a task. */
  walk?: Walk;
}

export interface DraftRequest extends Pressing {
  /** The task on whose patrol it was found, checked to be this person's (`taskToReport`); null: found without one. */
  task: Pick<PatrolTask, 'id' | 'state'> | null;
  /** Where the finder may walk. */
  reachId: number;
  /** How and when it was walked, as a later entry says. */
  walk?: Walk;
  /** What stood against 一切正常; kept with the draft, so that nothing is asked twice. */
  found?: Answers & {
    /** When it was walked: a late entry may say so. */
    occurredAt: Date;
    /** Outfalls that are 异常; the first becomes the place. */
    abnormal: number[];
    /** Earlier problems that are 还在; the first is what the form starts from when nothing is 异常. */
    still: number[];
  };
}

/** The form's first answers, from the rows of the patrol card. */
async function prefill(reader: Reader, found: DraftRequest['found']): Promise<Partial<Problem>> {
  const [first, ...others] = found?.abnormal ?? [];
  if (first !== undefined) {
    const names = (await reader.find(Outfall, { id: others })).map(({ name }) => name);
    return {
      outfallId: first,
      category: '排污口',
      words: names.length > 0 ? `${names.join('、')}也有异常。` : null,
    };
  }
  const [old] = await reader.find(Problem, { id: found?.still.slice(0, 1) ?? [] });
  if (!old) return {};
  const { outfallId, category, kind, seriousness, words } = old;
  const outfall = outfallId === null ? null : await reader.findOne(Outfall, { id: outfallId });
  return { outfallId, place: spotIn(old.place, outfall?.name), category, kind, seriousness, words };
}

/** What the patrol card said before the form was opened. */
export async function answersOf(reader: Reader, problemId: number): Promise<Answers> {
  const entries = await reader.find(
    HistoryEntry,
    { subjectType: 'problem', subjectId: problemId, action: ['found', STEPS.note.action] },
    { order: { version: 'DESC' } },
  );
  const kept = entries.find(({ data }) => data !== null);
  const { seen = [], looks = [], walk } = (kept?.data as Partial<Answers> | undefined) ?? {};
  return { seen, looks, ...(walk && { walk: revived(walk) }) };
}

/** The history keeps instants as text. */
const revived = (walk: Walk): Walk => ({
  ...walk,
  startedAt: walk.startedAt && new Date(walk.startedAt),
  occurredAt: new Date(walk.occurredAt),
});

/** Photos that the person sent on this patrol, or today for nothing in particular: they are of this problem. */
const takeWaitingPhotos = (tx: Tx, problemId: number, { personId, task, at }: DraftRequest) =>
  tx.run(
    `UPDATE photo SET subjectType = 'problem', subjectId = ?, side = 'before'
      WHERE personId = ? AND ((subjectType IS NULL AND recordedAt >= ?) OR (subjectType = 'task' AND subjectId = ?))`,
    [problemId, personId, sqlInstant(instantAt(dayOf(at), '00:00')), task?.id ?? null],
  );

/**
 * 发现问题: opens the form and sends it to the finder. A draft of the same person and task is taken up again
 * instead of a second one.
 *
 * @returns the draft's id
 * @throws Fault `press.stale` when the task has moved on meanwhile
 */
export async function openDraft(tx: Tx, { policies }: ProblemDeps, request: DraftRequest): Promise<number> {
  const { task, found, walk, personId, at } = request;
  // Takes the task's row lock, or the person's: two presses at once open one draft.
  const { id: taskId = null, state } = task ?? {};
  if (taskId === null) await takeTurnOf(tx, personId);
  const locked = taskId === null || (await tx.update(PatrolTask, { id: taskId, state }, { state })) > 0;
  if (!locked) throw new Fault('press.stale');
  const said = walk ?? found;
  const first = { ...(await prefill(tx, found)), ...(said && { occurredAt: said.occurredAt }) };
  const reach = taskId === null ? { reachId: request.reachId } : {};
  const own = { finderId: personId, taskId, state: 'draft', source: 'patrol' } as const;
  const draft = await tx.findOne(Problem, { ...own, ...reach });
  const answers = found ?? (draft ? await answersOf(tx, draft.id) : { seen: [], looks: [] });
  const data = said && { seen: answers.seen, looks: answers.looks, walk };
  if (draft && said) await advance(tx, draft, { ...request, step: 'note', set: first, data });
  const version = policies.current.version;
  const opened = { source: 'patrol' as const, reachId: request.reachId, taskId, personId, at };
  const { id } = draft ?? (await insertDraft(tx, version, { ...opened, first, data }));
  await takeWaitingPhotos(tx, id, request);
  await takeWaitingPlaces(tx, id, request);
  await wordsFromPhotos(tx, id);
  await touch(tx, personId, { type: 'problem', id }, at);
  await enqueue(tx, {
    kind: 'problemForm',
    subject: { type: 'problem', id },
    recipientId: personId,
    messageClass: 'answer',
    at,
  });
  return id;
}

/** A form is opened, on a patrol or for something that came another way. @throws Fault `matter.gone` */
export async function insertDraft(
  tx: Tx,
  policyVersion: number,
  draft: Pick<Problem, 'source' | 'reachId'> &
    Pick<Pressing, 'personId' | 'at' | 'actor'> & {
      taskId?: number | null;
      first: Partial<Problem>;
      data?: unknown;
    },
): Promise<Problem> {
  const { source, reachId, personId, at, taskId = null, first, data } = draft;
  const actor = draft.actor ?? `person:${personId}`;
  const reach = await tx.findOne(Reach, { id: reachId });
  if (!reach) throw new Fault('matter.gone');
  const { firstId } = await tx.insert(Problem, {
    source,
    reachId: reach.id,
    taskId,
    finderId: personId,
    townId: reach.townId,
    state: 'draft',
    returns: 0,
    rebounds: 0,
    reports: 1,
    occurredAt: at,
    recordedAt: at,
    policyVersion,
    version: 1,
    ...first,
  });
  const step = { at, actor, subjectType: 'problem', subjectId: firstId };
  history(tx, { ...step, version: 1, action: 'found', state: 'draft', data });
  audit(tx, { ...step, action: 'problem.found' });
  return (await tx.findOne(Problem, { id: firstId })) as Problem;
}
