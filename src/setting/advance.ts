import { SettingApplication } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { refreshCards } from '../core/outbox';
import type { SettingPress } from './deps';
import { isOpen, nextState, STEPS, type Step } from './lifecycle';

/**
 * What a press speaks of, where its step can be taken.
 *
 * @throws Fault `matter.gone`; `press.stale` when it was drawn from another state
 */
export async function applicationToPress(
  tx: Tx,
  { settingId, version }: SettingPress,
  step: Step,
): Promise<SettingApplication> {
  const application = await tx.findOne(SettingApplication, { id: settingId });
  if (!application) throw new Fault('matter.gone');
  if (application.version !== version || nextState(application.state, step) === null) {
    throw new Fault('press.stale');
  }
  return application;
}

/**
 * One step: the row by compare-and-set, its history and audit, and every card that shows it.
 *
 * @throws Fault `press.stale` when it cannot be taken from here, or somebody else was first
 */
export async function advance(
  tx: Tx,
  application: SettingApplication,
  step: Step,
  {
    set = {},
    reason = null,
    press,
  }: { set?: Partial<SettingApplication>; reason?: string | null; press: SettingPress },
): Promise<SettingApplication> {
  const { id, version, state: was } = application;
  const { at, person, messageId } = press;
  const state = nextState(was, step);
  if (state === null) throw new Fault('press.stale');
  const next = { ...set, state, version: version + 1, ...(!isOpen(state) && { endedAt: at }) };
  const won = await tx.update(SettingApplication, { id, version, state: was }, next);
  if (won === 0) throw new Fault('press.stale');
  const row = { at, actor: `person:${person.id}`, subjectType: 'setting', subjectId: id };
  const { action } = STEPS[step];
  history(tx, { ...row, version: next.version, action, state, reason, data: set });
  audit(tx, { ...row, action: `setting.${action}`, detail: { ...set, reason } });
  await refreshCards(tx, { subject: { type: 'setting', id }, at, exceptMessageId: messageId });
  return { ...application, ...next };
}
