import { Outfall, type SettingApplication, type SettingAuthority } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { settingOf } from '../core/policy';
import { changeOutfall, enterOutfall, outfallNamed, unapproved } from '../ledger';
import { advance, applicationToPress } from './advance';
import type { SettingDeps, SettingPress } from './deps';
import { tellApplicant } from './reviewSetting';
import { mayReview } from './rules';

/** What was decided: 同意 of a 审批, 登记 of a 登记, 不予同意 of either. */
export const SETTING_OUTCOMES = ['同意', '登记', '不予同意'] as const;
export type SettingOutcome = (typeof SETTING_OUTCOMES)[number];

export const outcomesOf = ({ mode }: Pick<SettingApplication, 'mode'>): readonly SettingOutcome[] =>
  mode === '审批' ? ['同意', '不予同意'] : ['登记', '不予同意'];

const guard = ({ roles }: SettingPress): void => {
  if (!mayReview(roles)) throw new Fault('press.notYours');
};

/** A day that has been, not before what it follows. @throws Fault `press.form` */
function guardDay(what: string, day: string, { from, today }: { from: string | null; today: string }): void {
  if (day > today) throw new Fault('press.form', { what: `“${what}”在今天以后，请核对` });
  if (from !== null && day < from) throw new Fault('press.form', { what: `“${what}”早于受理的日子，请核对` });
}

/**
 * 转报 to the city or the province.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form`
 */
export async function forwardSetting(
  tx: Tx,
  { policies, calendar }: SettingDeps,
  press: SettingPress & {
    authority: Exclude<SettingAuthority, '分局'>;
    day: string | null;
    no: string | null;
  },
): Promise<SettingApplication> {
  guard(press);
  const application = await applicationToPress(tx, press, 'forward');
  const today = dayOf(press.at);
  const forwardedDay = press.day ?? today;
  guardDay('转报日期', forwardedDay, { from: application.acceptedDay, today });
  const { resultWorkdays } = settingOf(await policies.at(application.policyVersion));
  const { authority, no: forwardNo } = press;
  return advance(tx, application, 'forward', {
    set: {
      authority,
      forwardedDay,
      forwardNo,
      dueDay: calendar.addWorkdays(forwardedDay, resultWorkdays),
    },
    press,
  });
}

const STEP_OF = { 同意: 'grant', 登记: 'register', 不予同意: 'deny' } as const;

/**
 * 结果: what was decided, recorded into the 审批登记 of the outfall; a 新设 that has none yet is entered into the ledger
 * when it was agreed to.
 *
 * @returns the application and its outfall; null when it has none
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form`
 */
export async function settleSetting(
  tx: Tx,
  deps: SettingDeps,
  press: SettingPress & { outcome: SettingOutcome; day: string | null; no: string | null; words: string },
): Promise<{ application: SettingApplication; outfall: Outfall | null }> {
  guard(press);
  const { outcome, no: resultNo, words, at } = press;
  const step = STEP_OF[outcome];
  const application = await applicationToPress(tx, press, step);
  if (application.state === 'accepted' && application.authority !== '分局') throw new Fault('press.stale');
  if (!outcomesOf(application).includes(outcome)) {
    throw new Fault('press.form', {
      what: `这件是${application.mode}，结果只能是${outcomesOf(application).join('、')}`,
    });
  }
  if (outcome === '不予同意' && words === '') throw new Fault('press.form', { what: '不予同意请写理由' });
  const today = dayOf(at);
  const resultDay = press.day ?? today;
  guardDay('结果日期', resultDay, { from: application.forwardedDay ?? application.acceptedDay, today });
  const outfall = await record(tx, application, press);
  const ended = await advance(tx, application, step, {
    set: { resultDay, resultNo, endWords: words || null, outfallId: outfall?.id ?? null },
    reason: words || null,
    press,
  });
  await tellApplicant(tx, deps, ended, press);
  return { application: ended, outfall };
}

/** Into the ledger; null when there is nothing to record it at. */
async function record(
  tx: Tx,
  application: SettingApplication,
  { outcome, no, person, at }: SettingPress & { outcome: SettingOutcome; no: string | null },
): Promise<Outfall | null> {
  const { outfallId, class2, mode, kind, id: settingId } = application;
  const by = { actor: `person:${person.id}`, at };
  const more = { settingId, outcome, no };
  const agreed = outcome !== '不予同意';
  const approval = agreed ? (mode === '审批' ? '已审批' : '已登记') : unapproved(class2);
  if (outfallId !== null) {
    const outfall = await tx.findOne(Outfall, { id: outfallId });
    if (!outfall) return null;
    // A 改设 or 扩大 that is refused leaves what was agreed to before.
    const set = agreed || kind === '新设' ? { approval } : {};
    return changeOutfall(tx, outfall, { action: 'decided', set, more }, { ...by, reason: null });
  }
  const known = await outfallNamed(tx, application.name);
  // It was built and entered meanwhile: a name is one outfall.
  if (known)
    return changeOutfall(tx, known, { action: 'decided', set: { approval }, more }, { ...by, reason: null });
  if (!agreed) return null;
  const { name, townId, reachId, lonE6, latE6, owner, ownerType } = application;
  return enterOutfall(
    tx,
    {
      name,
      class2,
      townId,
      reachId,
      lonE6,
      latE6,
      owner,
      ownerType,
      approval,
      tracing: '已溯源',
      note: `设置申请第${settingId}号${outcome}，建成后请补全`,
    },
    { action: 'agreed', data: more, ...by },
  );
}
