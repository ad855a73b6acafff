import { Problem, type ProblemState, RUNNING, type SentKind } from '../../entities';
import type { Database, Tx } from '../core/database';
import { enqueueMany } from '../core/outbox';
import type { Policy } from '../core/policy';
import { takeTurn } from '../core/turn';
import { officeHands } from '../roster';
import { advance } from './advance';
import type { ProblemDeps } from './deps';
import { handsOf, verifierFor } from './hands';
import { type Hands, handlerOf, unitOf } from './rules';

/** It may wait this long for another process's turn to write. */
const PATIENCE = { patienceMs: 30_000 };

/**
 * Hands on what lies with somebody who is no longer the one to do it: a handler who is no longer a hand of the
 * unit, a verifier who left office. State and due day stay; history says who had it; the next hand gets the card,
 * and the card of who had it turns grey.
 *
 * A job and not a part of the roster's import, because people also cease to act without one: a post ends on its
 * last day, an account is closed, the policy names other roles. It runs after every import all the same.
 *
 * @returns how many problems changed hands
 */
export function handOver({ db, policies }: ProblemDeps & { db: Database }, at: Date): Promise<number> {
  return db.transaction(async (tx) => {
    await takeTurn(tx, 'handOver', at);
    const running = await tx.find(Problem, { state: RUNNING }, { order: { id: 'ASC' } });
    const known = new Map<number, Hands>();
    let moved = 0;
    for (const problem of running) {
      const handed =
        problem.state === 'answered'
          ? await handOverVerifying(tx, problem, at)
          : await handOverHandling(tx, problem, { at, policy: policies.current, known });
      if (handed) moved += 1;
    }
    return moved + (await handOverForms(tx, at));
  }, PATIENCE);
}

async function handOverHandling(
  tx: Tx,
  problem: Problem,
  { at, policy, known }: { at: Date; policy: Policy; known: Map<number, Hands> },
): Promise<boolean> {
  const unit = unitOf(problem);
  const hands = known.get(unit) ?? (await handsOf(tx, unit, policy));
  known.set(unit, hands);
  const handlerId = handlerOf(problem, hands);
  if (handlerId === problem.handlerId) return false;
  return give(tx, problem, { set: { handlerId }, was: problem.handlerId, to: handlerId, at });
}

/** The form of a complaint that lies with somebody who left 县河长办: whoever is there now takes it in. */
async function handOverForms(tx: Tx, at: Date): Promise<number> {
  const drafts = await tx.find(Problem, { source: 'complaint', state: 'draft' }, { order: { id: 'ASC' } });
  if (drafts.length === 0) return 0;
  const office = (await officeHands(tx)).map(({ id }) => id);
  const [next] = office;
  const left = drafts.filter(({ finderId }) => !office.includes(finderId));
  if (next === undefined) return 0;
  for (const draft of left)
    await give(tx, draft, { set: { finderId: next }, was: draft.finderId, to: next, at });
  return left.length;
}

async function handOverVerifying(tx: Tx, problem: Problem, at: Date): Promise<boolean> {
  const verifierId = await verifierFor(tx, problem, { at });
  if (verifierId === problem.verifierId) return false;
  return give(tx, problem, { set: { verifierId }, was: problem.verifierId, to: verifierId, at });
}

/** The card of whoever it lies with, where that is not its handler. */
const CARD_OF: Partial<Record<ProblemState, SentKind>> = { answered: 'problemVerify', draft: 'problemForm' };

async function give(
  tx: Tx,
  problem: Problem,
  { set, was, to, at }: { set: Partial<Problem>; was: number | null; to: number | null; at: Date },
): Promise<boolean> {
  await advance(tx, problem, { at, job: 'handOver', step: 'reassign', set, data: { was, now: to } });
  const kind = CARD_OF[problem.state] ?? 'problemWork';
  const subject = { type: 'problem', id: problem.id };
  const people = to === null ? [] : [to];
  await enqueueMany(
    tx,
    people.map((recipientId) => ({ kind, subject, recipientId, messageClass: 'task', at })),
  );
  return true;
}
