import type { Problem } from '../../entities';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { enqueue } from '../core/outbox';
import { advance, mustBeAt, problemOf } from './advance';
import type { ProblemDeps, ProblemPress } from './deps';
import { touch } from './focus';
import { verifierFor } from './hands';
import { type Actor, mayHandle } from './mayAct';
import { photosOfRound } from './round';

export interface HandlerReport extends Omit<ProblemPress, 'personId'> {
  person: Actor;
  /** What was done; may be empty. */
  words: string;
}

/**
 * 反馈: needs a photo of this round, which the handler sends in the chat. Without one nothing is reported, but
 * the matter is remembered as the one that the next photo is for.
 *
 * @returns the answered problem, or null when the photo is still missing
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function reportProblem(
  tx: Tx,
  { policies }: ProblemDeps,
  report: HandlerReport,
): Promise<Problem | null> {
  const { person, at, words } = report;
  const problem = await problemOf(tx, report);
  if (!mayHandle(problem, person, policies.current)) throw new Fault('press.notYours');
  mustBeAt(problem, 'report', report);
  await touch(tx, person.id, { type: 'problem', id: problem.id }, at);
  if ((await photosOfRound(tx, problem.id)) === 0) return null;
  // Each round is verified by the finder again, whoever sent the last one back.
  const verifierId = await verifierFor(tx, { ...problem, verifierId: null }, { at, reporterId: person.id });
  const answered = await advance(tx, problem, {
    ...report,
    personId: person.id,
    step: 'report',
    // What was asked for and not decided is taken back: it is done.
    set: { handlerId: person.id, verifierId, answer: words, answeredAt: at, ask: null, deskAt: null },
  });
  if (verifierId !== null) {
    const subject = { type: 'problem', id: problem.id };
    await enqueue(tx, { kind: 'problemVerify', subject, recipientId: verifierId, messageClass: 'task', at });
  }
  return answered;
}
