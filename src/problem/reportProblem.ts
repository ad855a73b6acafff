import { Person, type Problem } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { enqueue } from '../core/outbox';
import { officePeople, serves } from '../roster';
import { advance, problemOf, stateAfter } from './advance';
import type { ProblemDeps, ProblemPress } from './deps';
import { touch } from './focus';
import { type Actor, mayHandle } from './mayAct';
import { actedInRound, photosOfRound } from './round';
import { verifierOf } from './rules';

/** Who verifies what this person reports. */
async function chooseVerifier(tx: Tx, { id, finderId }: Problem, reporterId: number, at: Date) {
  const finder = await tx.findOne(Person, { id: finderId });
  const reachable = Boolean(finder?.openId) && (await serves(tx, finderId, dayOf(at)));
  const office = (await officePeople(tx)).map(({ id }) => id);
  const acted = new Set([...(await actedInRound(tx, id)), reporterId]);
  return verifierOf({ finderId, acted, finderServes: reachable, office });
}

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
  if (!mayHandle(problem, person, await policies.at(problem.policyVersion)))
    throw new Fault('press.notYours');
  const state = stateAfter(problem, 'report', report);
  await touch(tx, person.id, { type: 'problem', id: problem.id });
  if ((await photosOfRound(tx, problem.id)) === 0) return null;
  const verifierId = await chooseVerifier(tx, problem, person.id, at);
  const answered = await advance(tx, problem, {
    ...report,
    personId: person.id,
    action: 'answered',
    set: { state, handlerId: person.id, verifierId, answer: words, answeredAt: at },
  });
  if (verifierId !== null) {
    const subject = { type: 'problem', id: problem.id };
    await enqueue(tx, { kind: 'problemVerify', subject, recipientId: verifierId, messageClass: 'task', at });
  }
  return answered;
}
