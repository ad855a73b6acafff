import type { Problem, Seriousness } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { enqueue, refreshCards } from '../core/outbox';
import { findingsOf } from '../core/policy';
import { noteFound } from '../ledger';
import {
  chiefActedFor,
  type HeldTask,
  heldTask,
  recordFreeWalk,
  recordPatrol,
  type Seen,
  walksFor,
} from '../patrol';
import { advance, mustBeAt, problemOf } from './advance';
import type { Pressing, ProblemDeps, ProblemPress } from './deps';
import { sendDesk } from './desk';
import { touch } from './focus';
import { handOn, routedUnit, sendWork } from './handOn';
import { verifierFor } from './hands';
import { isHandled } from './lifecycle';
import { answersOf } from './openDraft';
import { photosOf } from './photosOf';
import { placeOf } from './places';
import { reopenFor } from './reboundProblem';
import { mergeInto } from './reporters';
import { findingOf } from './route';
import { sameAs } from './sameAs';

export interface ProblemReport extends ProblemPress {
  /** The code of a place that the form offered, or `other`. */
  place: string;
  spot: string;
  category: string;
  /** One of the policy's kinds, which says the group by itself; or ''. */
  kind: string;
  seriousness: Seriousness;
  words: string;
}

/** What became of a form: 交办, 登记 until 县河长办 confirms, 合并 into an open one, or an ended one opened again. */
export type Submitted = 'assigned' | 'registered' | 'merged' | 'rebounded';

/** What became of 现场已处理: its own 反馈, that of an open problem or of one that had come back, or a report of an open one. */
export type Settled = 'settled' | 'joined' | 'rebounded' | 'merged';

type Filled = Pick<Problem, 'reachId' | 'outfallId' | 'place' | 'townId' | 'category' | 'kind' | 'words'> & {
  seriousness: Seriousness;
  finderId?: number;
};

const heldTaskOf = async (tx: Tx, { taskId }: Problem, { at }: ProblemPress): Promise<HeldTask | null> =>
  taskId === null ? null : heldTask(tx, taskId, dayOf(at));

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
  if (!held) return endFreeWalk(tx, problem, { personId, at });
  // Walked already: its card counts what is found afterwards.
  if (task?.state === 'done') await refreshCards(tx, { subject: { type: 'task', id: task.id }, at });
  if (task?.state !== 'open' || task.lateDay < dayOf(at)) return;
  const { finderId } = problem;
  const standInFor = walksFor(held, finderId);
  if (standInFor === undefined) return;
  const { seen, looks, walk } = await answersOf(tx, problem.id);
  const { outfallId } = problem;
  const here: Seen[] =
    outfallId !== null && problem.category === '排污口'
      ? [{ outfallId, flow: 'abnormal', unchanged: false }]
      : [];
  recordPatrol(tx, {
    held,
    personId: finderId,
    enteredById: finderId === personId ? null : personId,
    standInFor,
    result: 'problem',
    occurredAt: problem.occurredAt,
    ...(walk && { kind: walk.kind, words: walk.words, startedAt: walk.startedAt }),
    at,
    seen: [...seen.filter((one) => !here.some((own) => own.outfallId === one.outfallId)), ...here],
    looks,
  });
}

/** A walk that no task asked for, and on which it was found. */
async function endFreeWalk(tx: Tx, { id }: Problem, by: { personId: number; at: Date }): Promise<void> {
  const { walk } = await answersOf(tx, id);
  if (walk) await recordFreeWalk(tx, walk, { ...by, result: 'problem' });
}

async function filledIn(tx: Tx, draft: Problem, report: ProblemReport, deps: ProblemDeps): Promise<Filled> {
  const { seriousness, words } = report;
  const finding = findingOf(findingsOf(deps.policies.current), report);
  if (!finding) throw new Fault('press.form', { what: '“哪类问题”已经改过了，请重新选择' });
  const found = await placeOf(tx, draft.reachId, { code: report.place, spot: report.spot });
  return { ...found, ...finding, seriousness, words };
}

async function draftOf(tx: Tx, report: ProblemReport): Promise<Problem> {
  const draft = await problemOf(tx, report);
  if (draft.finderId !== report.personId) throw new Fault('press.notYours');
  mustBeAt(draft, 'submit', report);
  return draft;
}

/**
 * 提交: registers the problem, hands it to the unit that has to handle it, and records the patrol on which it was
 * found. A missing photo holds nothing up. 重大 waits for 县河长办; what is open there already gets one more reporter.
 *
 * @returns the problem, what became of it, and whether it still lacks a photo
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form`, `problem.place`
 */
export async function submitProblem(
  tx: Tx,
  deps: ProblemDeps,
  report: ProblemReport,
): Promise<{ problem: Problem; outcome: Submitted; lacksPhoto: boolean }> {
  const { personId } = report;
  const draft = await draftOf(tx, report);
  const held = await heldTaskOf(tx, draft, report);
  const filled = { ...(await filledIn(tx, draft, report, deps)), finderId: await finderOf(tx, held, report) };
  const { problem, outcome } = await register(tx, deps, { ...draft, ...filled }, { filled, by: report });
  await endPatrol(tx, problem, held, report);
  await touch(tx, personId, { type: 'problem', id: problem.id }, report.at);
  const photos = await photosOf(tx, problem.id);
  return { problem, outcome, lacksPhoto: photos.every(({ side }) => side !== 'before') };
}

/** What is the same as one that is open joins it; 重大 goes to 县河长办 alone; all else is handed on at once. */
export async function register(
  tx: Tx,
  deps: ProblemDeps,
  draft: Problem,
  { filled, by }: { filled: Filled; by: Omit<ProblemPress, 'problemId' | 'version'> },
): Promise<{ problem: Problem; outcome: Submitted }> {
  const { at, personId, messageId, actor } = by;
  const press = { personId, at, messageId, actor };
  const joined = await joinSame(tx, deps, draft, { filled, press });
  if (joined) {
    const { problem, main, outcome } = joined;
    if (outcome === 'rebounded') await sendWork(tx, deps, main, { at });
    return { problem, outcome };
  }
  if (filled.seriousness === '重大') {
    const problem = await advance(tx, draft, { ...press, step: 'register', set: { ...filled, deskAt: at } });
    await sendDesk(tx, problem, at);
    await noteFound(tx, deps, problem, { at, actor: actor ?? `person:${personId}` });
    return { problem, outcome: 'registered' };
  }
  const unitId = await routedUnit(tx, deps.policies.current, draft);
  const handed = await handOn(tx, deps, draft, { unitId, seriousness: filled.seriousness, at });
  const problem = await advance(tx, draft, { ...press, step: 'submit', set: { ...filled, ...handed } });
  await sendWork(tx, deps, problem, { at });
  await noteFound(tx, deps, problem, { at, actor: actor ?? `person:${personId}` });
  return { problem, outcome: 'assigned' };
}

/** A draft joins the problem that it is once more (`sameAs`); null when it is a new one. `main` is what it joined. */
async function joinSame(
  tx: Tx,
  deps: ProblemDeps,
  draft: Problem,
  { filled, press }: { filled: Filled; press: Pressing },
): Promise<{ problem: Problem; main: Problem; outcome: 'merged' | 'rebounded' } | null> {
  // Takes the outfall's row lock: of two who report the same at once the second finds the first one's.
  const { outfallId } = draft;
  if (outfallId !== null) await tx.run('UPDATE outfall SET isKey = isKey WHERE id = ?', [outfallId]);
  const same = await sameAs(tx, deps, draft, dayOf(press.at));
  if (!same) return null;
  const ended = same.state === 'closed';
  const open = ended ? await reopenFor(tx, deps, same, { ...press, reason: filled.words ?? '' }) : same;
  const problem = await mergeInto(tx, draft, open, { ...press, set: filled });
  return {
    problem,
    main: await problemOf(tx, { problemId: open.id }),
    outcome: ended ? 'rebounded' : 'merged',
  };
}

/**
 * 现场已处理: found and put right at once, in one step. What was sent with the form proves it: the only photo, or all
 * but the first, are of what was done. Verified all the same, and not by who did it. What somebody else has reported
 * already is put right with it, unless it waits for 县河长办.
 *
 * @returns what the form became, and whether what it is of waits for its verification now; null when there is no photo yet
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form`, `problem.place`
 */
export async function settleProblem(
  tx: Tx,
  deps: ProblemDeps,
  report: ProblemReport,
): Promise<{ problem: Problem; outcome: Settled } | null> {
  const { personId, at, messageId } = report;
  const draft = await draftOf(tx, report);
  const held = await heldTaskOf(tx, draft, report);
  const finderId = await finderOf(tx, held, report);
  const filled = { ...(await filledIn(tx, draft, report, deps)), finderId };
  await touch(tx, personId, { type: 'problem', id: draft.id }, at);
  const photos = await photosOf(tx, draft.id);
  if (photos.length === 0) return null;
  const [first] = photos.length > 1 ? photos : [];
  await tx.run(
    `UPDATE photo SET side = 'after' WHERE subjectType = 'problem' AND subjectId = ? AND id <> ?`,
    [draft.id, first?.id ?? 0],
  );
  const whole = { ...draft, ...filled };
  // Its handling needs no plan and no alert: what was 重大 could not be put right on the spot.
  if (filled.seriousness === '重大')
    throw new Fault('press.form', { what: '重大问题请点“提交”，由县河长办确认' });
  const press = { personId, at, messageId };
  const joined = await joinSame(tx, deps, whole, { filled, press });
  if (joined) {
    const { problem, main, outcome } = joined;
    await endPatrol(tx, problem, held, report);
    if (!isHandled(main.state)) return { problem, outcome: 'merged' };
    // They prove the handling of what is verified.
    await tx.run(
      `UPDATE photo SET subjectId = ? WHERE subjectType = 'problem' AND subjectId = ? AND side = 'after'`,
      [main.id, problem.id],
    );
    await settle(tx, main, { by: { personId, at }, set: { ask: null, deskAt: null } });
    return { problem, outcome: outcome === 'merged' ? 'joined' : 'rebounded' };
  }
  const unitId = await routedUnit(tx, deps.policies.current, whole);
  const handed = await handOn(tx, deps, whole, { unitId, seriousness: filled.seriousness, at });
  const settled = await settle(tx, whole, { by: press, set: { ...filled, ...handed } });
  await endPatrol(tx, settled, held, report);
  await noteFound(tx, deps, settled, { at, actor: `person:${personId}` });
  return { problem: settled, outcome: 'settled' };
}

/** Answered by who put it right on the spot, and before its verifier. */
async function settle(
  tx: Tx,
  problem: Problem,
  { by, set }: { by: Pressing; set: Partial<Problem> },
): Promise<Problem> {
  const { personId, at } = by;
  const verifierId = await verifierFor(tx, { ...problem, verifierId: null }, { at, reporterId: personId });
  const answered = { handlerId: personId, verifierId, answer: '现场已处理', answeredAt: at };
  const settled = await advance(tx, problem, { ...by, step: 'settle', set: { ...set, ...answered } });
  if (verifierId !== null) {
    const subject = { type: 'problem', id: settled.id };
    await enqueue(tx, { kind: 'problemVerify', subject, recipientId: verifierId, messageClass: 'task', at });
  }
  return settled;
}
