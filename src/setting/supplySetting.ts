import type { SettingApplication } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { enqueueMany } from '../core/outbox';
import { settingOf } from '../core/policy';
import { readOutfallHands } from '../outfallTask';
import { advance, applicationToPress } from './advance';
import type { SettingDeps, SettingPress } from './deps';
import { isApplicant, reviewersOf } from './hands';
import { mayReview } from './rules';

/** 分局 enters for whom nobody can. @throws Fault `press.notYours` */
async function guard(
  tx: Tx,
  { policies }: SettingDeps,
  application: SettingApplication,
  { person, roles }: SettingPress,
): Promise<void> {
  if (mayReview(roles)) return;
  const hands = await readOutfallHands(tx, policies.current);
  if (!isApplicant(application, hands, person)) throw new Fault('press.notYours');
}

/**
 * 补正: what was missing is there. It is 分局's turn again, with its full time and no second asking.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function supplySetting(
  tx: Tx,
  deps: SettingDeps,
  press: SettingPress & { words: string },
): Promise<void> {
  const application = await applicationToPress(tx, press, 'supply');
  await guard(tx, deps, application, press);
  const { at, person, words } = press;
  const today = dayOf(at);
  const { acceptWorkdays } = settingOf(await deps.policies.at(application.policyVersion));
  const { id } = await advance(tx, application, 'supply', {
    set: {
      supplied: words,
      suppliedDay: today,
      dueDay: deps.calendar.addWorkdays(today, acceptWorkdays),
    },
    reason: words,
    press,
  });
  await enqueueMany(
    tx,
    (await reviewersOf(tx))
      .filter((one) => one.id !== person.id)
      .map((one) => ({
        kind: 'setting',
        subject: { type: 'setting', id },
        recipientId: one.id,
        messageClass: 'task',
        at,
      })),
  );
}

/** 撤回, as long as it has not been handed on. @throws Fault `matter.gone`, `press.notYours`, `press.stale` */
export async function withdrawSetting(
  tx: Tx,
  deps: SettingDeps,
  press: SettingPress & { words: string },
): Promise<void> {
  const application = await applicationToPress(tx, press, 'withdraw');
  await guard(tx, deps, application, press);
  const { words } = press;
  await advance(tx, application, 'withdraw', {
    set: { endWords: words || null },
    reason: words || null,
    press,
  });
}
