import { Problem, type ProblemAsk } from '../../entities';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { enqueue } from '../core/outbox';
import { advance, problemOf } from './advance';
import { mustTell } from './complaints';
import type { ProblemDeps, ProblemPress } from './deps';
import { mayDecide } from './desk';
import { handOn, sendWork } from './handOn';
import type { Actor } from './mayAct';
import { mergeInto, tellReporters } from './reporters';

export interface Decision extends Omit<ProblemPress, 'personId'> {
  person: Actor;
  granted: boolean;
  /** Decisions have reasons. */
  reason: string;
}

/**
 * 同意 or 不同意 to what the handler asked for; who asked is told by their card, and by a new one when it ends for them.
 *
 * @throws Fault `matter.gone`, `press.notYours` (to who asked too), `press.stale`, `press.form`
 */
export async function decideAsk(tx: Tx, deps: ProblemDeps, decision: Decision): Promise<Problem> {
  const { person, granted, reason, at, messageId } = decision;
  const problem = await problemOf(tx, decision);
  const { ask } = problem;
  if (!mayDecide(problem, person)) {
    throw new Fault(problem.deskAt === null ? 'press.stale' : 'press.notYours');
  }
  if (!ask || ask.refused || problem.version !== decision.version) throw new Fault('press.stale');
  const by = { personId: person.id, at, messageId, reason };
  if (granted) return grant(tx, deps, problem, { ask, by });
  const refused = { byId: person.id, at: at.toISOString(), reason };
  const next = await advance(tx, problem, {
    ...by,
    step: 'refuse',
    set: { ask: { ...ask, refused }, deskAt: null },
  });
  await tellAsker(tx, next, ask, at);
  return next;
}

interface Granting {
  ask: ProblemAsk;
  by: { personId: number; at: Date; messageId?: string | null; reason: string };
}

async function grant(tx: Tx, deps: ProblemDeps, problem: Problem, { ask, by }: Granting): Promise<Problem> {
  const { at } = by;
  const settled = { ask: null, deskAt: null };
  switch (ask.kind) {
    case 'extend': {
      const { dueDay } = problem;
      // Only ever later, whatever happened meanwhile.
      const later = [dueDay ?? '', ask.day ?? ''].sort().at(-1) ?? dueDay;
      const data = { was: dueDay, now: later };
      const next = await advance(tx, problem, {
        ...by,
        step: 'extend',
        set: { ...settled, dueDay: later },
        data,
      });
      await tellAsker(tx, next, ask, at);
      await mustTell(tx, deps, next, at);
      return next;
    }
    case 'transfer': {
      const unitId = ask.unitId === problem.townId ? null : (ask.unitId ?? null);
      const seriousness = problem.seriousness ?? '一般';
      const handed = await handOn(tx, deps, problem, { unitId, seriousness, at });
      const data = { was: problem.unitId ?? problem.townId, now: ask.unitId };
      const next = await advance(tx, problem, { ...by, step: 'transfer', set: handed, data });
      await sendWork(tx, deps, next, { at });
      return next;
    }
    case 'dismiss': {
      const next = await advance(tx, problem, {
        ...by,
        step: 'dismiss',
        set: { ...settled, closedAt: at, progressDueDay: null },
      });
      await tellReporters(tx, next, { exceptId: by.personId, at });
      await mustTell(tx, deps, next, at);
      return next;
    }
    case 'merge': {
      const main = await tx.findOne(Problem, { id: ask.problemId ?? 0 });
      if (!main) throw new Fault('matter.gone');
      return mergeInto(tx, problem, main, by);
    }
  }
}

const tellAsker = (tx: Tx, { id }: Problem, { byId }: ProblemAsk, at: Date): Promise<void> =>
  enqueue(tx, {
    kind: 'problemWork',
    subject: { type: 'problem', id },
    recipientId: byId,
    messageClass: 'task',
    at,
  });
