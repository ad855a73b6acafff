import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { rectificationOf } from '../core/policy';
import { tell } from './applyCloseOut';
import type { RectificationDeps, RectificationPress } from './deps';
import { readRectificationHands } from './hands';
import { advance, FRESH_ROUND, mustBeAt, type Standing, standingToPress } from './record';

/** 回头看，没有复排. @throws Fault `matter.gone`, `press.notYours`, `press.stale` */
export async function settleLookBack(
  tx: Tx,
  { policies }: RectificationDeps,
  press: RectificationPress,
): Promise<Standing> {
  const standing = await standingToPress(tx, press);
  const hands = await readRectificationHands(tx, policies.current);
  if (!hands.lookers.includes(press.person.id)) throw new Fault('press.notYours');
  mustBeAt(standing, 'settle', press);
  const { at, person, messageId } = press;
  return advance(tx, standing, {
    step: 'settle',
    actor: `person:${person.id}`,
    at,
    messageId,
    set: { lookBackDay: null },
    seenBy: hands.lookers,
  });
}

/**
 * 复排: the same record is open again, with a deadline by the rule; what was signed before stays in the history.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function recur(
  tx: Tx,
  { policies, calendar }: RectificationDeps,
  press: RectificationPress & { words: string },
): Promise<Standing> {
  const standing = await standingToPress(tx, press);
  const { outfall, record } = standing;
  const hands = await readRectificationHands(tx, policies.current);
  if (!hands.lookers.includes(press.person.id)) throw new Fault('press.notYours');
  mustBeAt(standing, 'recur', press);
  const { at, person, words, messageId } = press;
  const { recurrenceWorkdays } = rectificationOf(policies.current);
  const remedyDueDay = calendar.addWorkdays(dayOf(at), recurrenceWorkdays);
  const { people } = hands.responsible(outfall);
  const next = await advance(tx, standing, {
    step: 'recur',
    actor: `person:${person.id}`,
    at,
    messageId,
    reason: words,
    data: { closedAt: record.closedAt, signs: record.signs },
    set: {
      roundAt: at,
      startedDay: dayOf(at),
      recurrences: record.recurrences + 1,
      ...FRESH_ROUND,
      returnReason: words,
      returnedById: person.id,
    },
    ledger: { remedyStage: '整治中', remedyDueDay, baselineDay: null },
    seenBy: [...hands.lookers, ...people],
  });
  await tell(tx, outfall.id, people, at);
  return next;
}
