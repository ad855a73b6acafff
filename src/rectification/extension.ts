import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { tell } from './applyCloseOut';
import type { RectificationDeps, RectificationPress } from './deps';
import { readRectificationHands } from './hands';
import { advance, mustBeAt, type Standing, standingToPress } from './record';

/**
 * 申请延期: the lead department or 分局 decides; work goes on meanwhile.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form` (no later day)
 */
export async function askExtension(
  tx: Tx,
  { policies }: RectificationDeps,
  press: RectificationPress & { day: string | null; reason: string },
): Promise<Standing> {
  const standing = await standingToPress(tx, press);
  const { outfall, record } = standing;
  const hands = await readRectificationHands(tx, policies.current);
  if (!hands.mayWork(outfall, press.person)) throw new Fault('press.notYours');
  mustBeAt(standing, 'ask', press);
  if (record.ask && record.ask.refused === null) throw new Fault('press.stale');
  const { at, person, day, reason, messageId } = press;
  if (day === null) throw new Fault('press.form', { what: '请选“延到哪天”' });
  if (day <= dayOf(at) || day <= (outfall.remedyDueDay ?? '')) {
    throw new Fault('press.form', { what: '要延到的日子应在现在的期限和今天之后' });
  }
  const deciders = hands.deciders(outfall).filter((id) => id !== person.id);
  const next = await advance(tx, standing, {
    step: 'ask',
    actor: `person:${person.id}`,
    at,
    messageId,
    reason,
    data: { day },
    set: { ask: { day, reason, byId: person.id, at: at.toISOString(), refused: null } },
    seenBy: [person.id, ...deciders],
  });
  await tell(tx, outfall.id, deciders, at);
  return next;
}

/**
 * 同意 or 不同意 of what was asked, never by who asked. 同意 moves the outfall's deadline; the planned one stays.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function decideExtension(
  tx: Tx,
  { policies }: RectificationDeps,
  press: RectificationPress & { granted: boolean; reason: string },
): Promise<Standing> {
  const standing = await standingToPress(tx, press);
  const { outfall, record } = standing;
  const hands = await readRectificationHands(tx, policies.current);
  const { at, person, granted, reason, messageId } = press;
  const { ask } = record;
  if (!ask || ask.refused !== null) throw new Fault('press.stale');
  if (!hands.deciders(outfall).includes(person.id) || ask.byId === person.id)
    throw new Fault('press.notYours');
  const step = granted ? 'extend' : 'refuse';
  mustBeAt(standing, step, press);
  const next = await advance(tx, standing, {
    step,
    actor: `person:${person.id}`,
    at,
    messageId,
    reason,
    data: { day: ask.day, was: outfall.remedyDueDay },
    set: { ask: granted ? null : { ...ask, refused: { byId: person.id, at: at.toISOString(), reason } } },
    ledger: granted ? { remedyDueDay: ask.day, baselineDay: null } : {},
    seenBy: [ask.byId, ...hands.deciders(outfall)],
  });
  await tell(tx, outfall.id, [ask.byId], at);
  return next;
}
