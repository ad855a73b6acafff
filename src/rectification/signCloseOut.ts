import type { CloseOutSign, CloseOutStep } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { rectificationOf } from '../core/policy';
import { actedIn, tell, turnAfter } from './applyCloseOut';
import type { RectificationDeps, RectificationPress } from './deps';
import { type RectificationHands, readRectificationHands } from './hands';
import { advance, mustBeAt, type Standing, standingToPress } from './record';
import { learntFrom, monthsLater, signedBy } from './rules';

/**
 * The step whose turn it is, when it is this person's to sign.
 *
 * @throws Fault `press.notYours` (also to who had a hand in it); `press.stale` also to those of another step when the
 * turn has gone on since their card was drawn, so that the later of two colleagues is told what happened
 */
async function ownStep(
  tx: Tx,
  standing: Standing,
  hands: RectificationHands,
  press: RectificationPress,
): Promise<CloseOutStep> {
  const { step, signs } = standing.record;
  if (standing.record.state !== 'applied' || step === null) throw new Fault('press.stale');
  const { person } = press;
  const may =
    hands.maySign(standing.outfall, step, person) &&
    !signedBy(signs ?? []).has(person.id) &&
    !(await actedIn(tx, standing)).has(person.id);
  if (!may) {
    const moved = press.version !== standing.record.version && hands.concerns(standing.outfall, person);
    throw new Fault(moved ? 'press.stale' : 'press.notYours');
  }
  mustBeAt(standing, 'sign', press);
  return step;
}

/**
 * 通过: this step is signed and the next one's turn; after the last the outfall is 销号, the ledger says so, and learns
 * what the checklist says.
 *
 * @throws Fault `matter.gone`, `press.notYours` (also to who had a hand in it), `press.stale`
 */
export async function signCloseOut(
  tx: Tx,
  { policies }: RectificationDeps,
  press: RectificationPress & { words: string },
): Promise<Standing> {
  const standing = await standingToPress(tx, press);
  const { outfall, record } = standing;
  const hands = await readRectificationHands(tx, policies.current);
  const step = await ownStep(tx, standing, hands, press);
  const { at, person, words, messageId } = press;
  const own: CloseOutSign = {
    step,
    how: 'did',
    personId: person.id,
    unitId: person.unitId,
    at: at.toISOString(),
    words,
  };
  const chain = record.chain ?? rectificationOf(policies.current).chain;
  const turn = await turnAfter(tx, standing, { chain, signs: [...(record.signs ?? []), own], hands, at });
  const common = {
    actor: `person:${person.id}`,
    at,
    messageId,
    reason: words,
    data: { signs: turn.signs.slice((record.signs ?? []).length) },
    seenBy: [...hands.people(outfall, step), ...turn.people, ...hands.responsible(outfall).people],
  };
  if (turn.step !== null) {
    const set = { signs: turn.signs, step: turn.step, stepDay: dayOf(at) };
    const next = await advance(tx, standing, { ...common, step: 'sign', set });
    await tell(tx, outfall.id, turn.people, at);
    return next;
  }
  const { lookBackMonths } = rectificationOf(policies.current);
  return advance(tx, standing, {
    ...common,
    step: 'close',
    set: {
      signs: turn.signs,
      step: null,
      stepDay: null,
      closedAt: at,
      lookBackDay: outfall.remedyType === '无需整治' ? null : monthsLater(dayOf(at), lookBackMonths),
    },
    ledger: { ...learntFrom(outfall, record.checks ?? []), remedyStage: '完成整治' },
  });
}

/**
 * 退回: back to the responsible party with the reason; the deadline stays. All sign anew the next time.
 *
 * @throws Fault `matter.gone`, `press.notYours` (also to who had a hand in it), `press.stale`
 */
export async function returnCloseOut(
  tx: Tx,
  { policies }: RectificationDeps,
  press: RectificationPress & { reason: string },
): Promise<Standing> {
  const standing = await standingToPress(tx, press);
  const { outfall, record } = standing;
  const hands = await readRectificationHands(tx, policies.current);
  const step = await ownStep(tx, standing, hands, press);
  const { at, person, reason, messageId } = press;
  const applicant = record.signs?.[0]?.personId ?? null;
  const { people } = hands.responsible(outfall);
  const told = applicant !== null && hands.mayWork(outfall, { id: applicant }) ? [applicant] : people;
  const next = await advance(tx, standing, {
    step: 'return',
    actor: `person:${person.id}`,
    at,
    messageId,
    reason,
    data: { step },
    set: {
      step: null,
      stepDay: null,
      signs: null,
      returnReason: reason,
      returnedById: person.id,
      returns: record.returns + 1,
    },
    seenBy: [...hands.people(outfall, step), ...told],
  });
  await tell(tx, outfall.id, told, at);
  return next;
}
