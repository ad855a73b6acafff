import {
  settingAccept,
  settingAsk,
  settingDecline,
  settingForward,
  settingResult,
  settingSupply,
  settingWithdraw,
} from '../../../cards/setting';
import { settingSubmit } from '../../../cards/settingForm';
import { settingBegin, settingsFile } from '../../../cards/settings';
import { Fault } from '../../core/errors';
import {
  acceptSetting,
  applySetting,
  askMissing,
  declineSetting,
  forwardSetting,
  type SettingPress,
  settleSetting,
  supplySetting,
  withdrawSetting,
} from '../../setting';
import { on, type PressContext, type PressOutcome } from '../frame';
import { mayHaveSettings } from '../mayHave';
import { sendFile } from '../openings';
import { beginSetting } from '../settingWords';
import { whereTyped } from '../whereTyped';

type On = { setting: number; version: number };

const pressed = ({ person, roles, at, messageId }: PressContext, { setting, version }: On): SettingPress => ({
  settingId: setting,
  version,
  person,
  roles,
  at,
  messageId,
});

const done = (content: string): PressOutcome => ({ toast: { type: 'success', content } });

/** 120 → 120. @throws Fault `press.form` */
function volumeTyped(text: string): number {
  const plain = text.trim().replace(/(?:立方米|方|m3|m³)$/i, '');
  if (!/^\d{1,7}$/.test(plain)) {
    throw new Fault('press.form', { what: '“每天排多少立方米”请写整数，如 120' });
  }
  return Number(plain);
}

export const settingActions = [
  on(settingBegin, async (ctx, { person, spot }) => {
    if (ctx.person.id !== person) throw new Fault('press.notYours');
    const instead = await beginSetting(ctx, spot);
    if (instead !== null) throw new Fault('press.form', { what: instead });
    return done('表发给你了，看下面的新消息');
  }),
  on(settingsFile, async (ctx, { person }) => {
    if (ctx.person.id !== person || !mayHaveSettings(ctx.roles)) throw new Fault('press.notYours');
    await sendFile(ctx, 'settingsFile');
    return done('申请的表马上发给你');
  }),
  on(settingSubmit, async ({ tx, deps, person, roles, at }, { outfall, reach, version: _, ...input }) => {
    const { where, volume, ...form } = input;
    const { id } = await applySetting(tx, deps, {
      place: outfall > 0 ? { outfallId: outfall } : { reachId: reach },
      form: { ...form, ...whereTyped(where), dailyVolumeM3: volumeTyped(volume) },
      person,
      roles,
      at,
    });
    return { ...done('已交给分局'), show: { kind: 'setting', subject: { type: 'setting', id } } };
  }),
  on(settingAccept, async (ctx, input) => {
    const { authority } = await acceptSetting(ctx.tx, ctx.deps, { ...pressed(ctx, input), words: input.why });
    return done(authority === '分局' ? '已受理' : '已受理，转报后来填日期');
  }),
  on(settingAsk, async (ctx, input) => {
    await askMissing(ctx.tx, ctx.deps, { ...pressed(ctx, input), missing: input.missing });
    return done('已告知申请人');
  }),
  on(settingDecline, async (ctx, input) => {
    await declineSetting(ctx.tx, ctx.deps, { ...pressed(ctx, input), words: input.grounds });
    return done('已记为不予受理，理由会告诉申请人');
  }),
  on(settingSupply, async (ctx, input) => {
    await supplySetting(ctx.tx, ctx.deps, { ...pressed(ctx, input), words: input.supplied });
    return done('记下了，等分局受理');
  }),
  on(settingWithdraw, async (ctx, input) => {
    await withdrawSetting(ctx.tx, ctx.deps, { ...pressed(ctx, input), words: '' });
    return done('已撤回');
  }),
  on(settingForward, async (ctx, input) => {
    const { authority, day, no } = input;
    await forwardSetting(ctx.tx, ctx.deps, { ...pressed(ctx, input), authority, day, no: no || null });
    return done('已记下转报，有了结果来填');
  }),
  on(settingResult, async (ctx, input) => {
    const { outcome, day, no, reason } = input;
    const { outfall, application } = await settleSetting(ctx.tx, ctx.deps, {
      ...pressed(ctx, input),
      outcome,
      day,
      no: no || null,
      words: reason,
    });
    const entered = application.kind === '新设' && outfall?.version === 1;
    const where = entered ? `，已入台账${outfall.internalCode}` : outfall ? '，已记进台账' : '';
    return done(`记下了${where}`);
  }),
];
