import type { SettingApplication } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { enqueueMany } from '../core/outbox';
import { settingOf } from '../core/policy';
import { readZones, strictest, zoneWords } from '../zones';
import { advance, applicationToPress } from './advance';
import type { SettingDeps, SettingPress } from './deps';
import { sendToApplicant } from './hands';
import { acceptedOn, mayAsk, mayDecline, mayReview } from './rules';

/** What the zones say of the place that is applied for, today. */
export async function zonesOfSetting(
  reader: Parameters<typeof readZones>[0],
  application: Pick<SettingApplication, 'reachId' | 'lonE6' | 'latE6'>,
  today: string,
): Promise<{ control: '禁止' | '限制' | null; says: string[] }> {
  const { control, zones } = strictest((await readZones(reader, today)).at(application));
  return { control, says: zones.map(zoneWords) };
}

const guard = ({ roles }: SettingPress): void => {
  if (!mayReview(roles)) throw new Fault('press.notYours');
};

/** It is the applicant's turn, or it has ended for them: their card comes anew. */
export async function tellApplicant(
  tx: Tx,
  { policies }: SettingDeps,
  application: SettingApplication,
  { person, at }: Pick<SettingPress, 'person' | 'at'>,
): Promise<void> {
  const to = await sendToApplicant(tx, policies.current, application);
  await enqueueMany(
    tx,
    to
      .filter((id) => id !== person.id)
      .map((recipientId) => ({
        kind: 'setting',
        subject: { type: 'setting', id: application.id },
        recipientId,
        messageClass: 'task',
        at,
      })),
  );
}

/**
 * 受理. Where a zone limits outfalls, why; where one refuses them, never (clause （七）).
 *
 * @param words why, in a zone that limits outfalls
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`; `press.form` with the clause
 */
export async function acceptSetting(
  tx: Tx,
  { policies, calendar }: SettingDeps,
  press: SettingPress & { words: string },
): Promise<SettingApplication> {
  guard(press);
  const application = await applicationToPress(tx, press, 'accept');
  const today = dayOf(press.at);
  const { control, says } = await zonesOfSetting(tx, application, today);
  if (control === '禁止') throw new Fault('press.form', { what: `不能受理：${says.join('；')}` });
  if (control === '限制' && press.words === '') {
    throw new Fault('press.form', { what: '在限制设置的区域里，请写为什么可以受理' });
  }
  const { acceptedDay, deemed } = acceptedOn(application, today);
  const { forwardWorkdays, resultWorkdays } = settingOf(await policies.at(application.policyVersion));
  const days = application.authority === '分局' ? resultWorkdays : forwardWorkdays;
  return advance(tx, application, 'accept', {
    set: {
      acceptedDay,
      deemed,
      zones: says,
      acceptWords: press.words || null,
      dueDay: calendar.addWorkdays(acceptedDay, days),
    },
    reason: press.words || null,
    press,
  });
}

/**
 * 一次性告知补正: what is missing, all of it, once.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`; `press.form` when it was said before or is too late
 */
export async function askMissing(
  tx: Tx,
  deps: SettingDeps,
  press: SettingPress & { missing: string },
): Promise<SettingApplication> {
  guard(press);
  const application = await applicationToPress(tx, press, 'ask');
  const today = dayOf(press.at);
  if (!mayAsk(application, today)) {
    const what =
      application.askedDay === null
        ? '过了告知的期限，按《行政许可法》第三十二条算已经受理，不能再要补正'
        : '补正只告知一次，已经告知过了';
    throw new Fault('press.form', { what });
  }
  const { supplyWorkdays } = settingOf(await deps.policies.at(application.policyVersion));
  const asked = await advance(tx, application, 'ask', {
    set: {
      missing: press.missing,
      askedDay: today,
      dueDay: deps.calendar.addWorkdays(today, supplyWorkdays),
    },
    reason: press.missing,
    press,
  });
  await tellApplicant(tx, deps, asked, press);
  return asked;
}

/**
 * 不予受理, and why: what is not to be accepted, and what was not completed in time.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function declineSetting(
  tx: Tx,
  deps: SettingDeps,
  press: SettingPress & { words: string },
): Promise<void> {
  guard(press);
  const application = await applicationToPress(tx, press, 'decline');
  const today = dayOf(press.at);
  const { control } = await zonesOfSetting(tx, application, today);
  if (!mayDecline(application, { today, forbidden: control === '禁止' })) throw new Fault('press.stale');
  const declined = await advance(tx, application, 'decline', {
    set: { endWords: press.words },
    reason: press.words,
    press,
  });
  await tellApplicant(tx, deps, declined, press);
}
