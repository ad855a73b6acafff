import { type AskKind, Problem, Unit } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { advance, mustBeAt, problemOf } from './advance';
import type { ProblemDeps, ProblemPress } from './deps';
import { sendDesk } from './desk';
import { type Actor, mayHandle } from './mayAct';
import { isOpen } from './reporters';
import { HANDLING_UNITS, unitOf } from './rules';

export interface Request extends Omit<ProblemPress, 'personId'> {
  person: Actor;
  kind: AskKind;
  reason: string;
  /** 延期: until when; null when none was chosen. */
  day: string | null;
  /** 转办: to which unit. */
  unitId: number | null;
  /** 合并: into which problem. */
  intoId: number | null;
}

const refuse = (what: string): never => {
  throw new Fault('press.form', { what });
};

/** What a request asks for, checked: a decision can be carried out as it stands. */
async function wanted(
  tx: Tx,
  problem: Problem,
  { kind, day, unitId, intoId, at }: Request,
): Promise<{ day?: string; unitId?: number; problemId?: number }> {
  switch (kind) {
    case 'extend': {
      const until = day ?? refuse('请选“延到哪天”');
      const least = [dayOf(at), problem.dueDay ?? ''].sort().at(-1) ?? '';
      return until > least ? { day: until } : refuse('要延到的日子应在现在的期限和今天之后');
    }
    case 'transfer': {
      const unit = unitId === null ? refuse('请选“转给谁”') : await tx.findOne(Unit, { id: unitId });
      if (!unit || !HANDLING_UNITS.includes(unit.type)) return refuse('没有这个单位，请重新选');
      return unit.id === unitOf(problem) ? refuse('这件事本来就在这个单位') : { unitId: unit.id };
    }
    case 'merge': {
      const into =
        intoId === null ? refuse('请选“和哪件是同一件”') : await tx.findOne(Problem, { id: intoId });
      const fits = into && into.id !== problem.id && into.reachId === problem.reachId && isOpen(into);
      return fits ? { problemId: into.id } : refuse('那件事已经变了，请重新选');
    }
    case 'dismiss':
      return {};
  }
}

/**
 * 申请延期、转办、不属实、合并: the handler asks, with a reason; 县河长办 (分局 for an outfall) decides. Until then
 * everything goes on as it was.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form`
 */
export async function askDecision(tx: Tx, { policies }: ProblemDeps, request: Request): Promise<Problem> {
  const { person, kind, reason, at, messageId } = request;
  const problem = await problemOf(tx, request);
  if (!mayHandle(problem, person, policies.current)) throw new Fault('press.notYours');
  mustBeAt(problem, 'ask', request);
  if (problem.deskAt !== null) return refuse('已经有一个申请在等批复');
  const ask = {
    kind,
    reason,
    byId: person.id,
    at: at.toISOString(),
    ...(await wanted(tx, problem, request)),
    refused: null,
  };
  const asked = await advance(tx, problem, {
    personId: person.id,
    at,
    messageId,
    step: 'ask',
    reason,
    set: { ask, deskAt: at },
    data: ask,
  });
  if ((await sendDesk(tx, asked, at)) === 0) return refuse('现在没有别人能批，请先按原来的期限办');
  return asked;
}
