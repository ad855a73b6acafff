import { renderSetting, type SettingView } from '../../../cards/setting';
import { HistoryEntry, Outfall, SettingApplication } from '../../../entities';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { planOf, settingOf } from '../../core/policy';
import { readOutfallHands, WATCHERS } from '../../outfallTask';
import { postNames, rolesHeld } from '../../roster';
import {
  authorityName,
  isApplicant,
  isOpen,
  mayAsk,
  mayDecline,
  mayReview,
  outcomesOf,
  papersOf,
  zonesOfSetting,
} from '../../setting';
import type { Presenter } from '../frame';
import { deadlineOf } from '../words';
import { placeOfReach } from './problemParts';

const degrees = (e6: number): string => (e6 / 1e6).toFixed(6);

type Steps = Extract<SettingView, { steps: unknown }>['steps'];

/** What was done, in the words of the card; handing it in is said above. */
async function stepsOf(reader: Reader, application: SettingApplication, authority: string): Promise<Steps> {
  const entries = await reader.find(
    HistoryEntry,
    { subjectType: 'setting', subjectId: application.id },
    { order: { version: 'ASC' } },
  );
  const { forwardNo, resultNo, forwardedDay, resultDay, acceptedDay, deemed } = application;
  const numbered = (what: string, no: string | null) => (no === null ? what : `${what}，${no}`);
  const said: Record<string, { what: string; on?: string | null }> = {
    asked: { what: '一次性告知补正' },
    supplied: { what: '已补正' },
    accepted: { what: deemed ? '受理（逾期没有告知，视为受理）' : '受理', on: acceptedDay },
    declined: { what: '不予受理' },
    forwarded: { what: numbered(`转报${authority}`, forwardNo), on: forwardedDay },
    granted: { what: numbered('同意', resultNo), on: resultDay },
    registered: { what: numbered('登记', resultNo), on: resultDay },
    denied: { what: numbered('不予同意', resultNo), on: resultDay },
    withdrawn: { what: '申请人撤回' },
  };
  return entries.flatMap(({ action, at, reason }) => {
    const step = said[action];
    return step ? [{ what: step.what, on: step.on ?? dayOf(at), words: reason }] : [];
  });
}

/** 设置申请, to 分局, to whoever applied, and to look at to 县河长办. */
export const setting: Presenter = async ({ policies, calendar }, reader, { subject, recipient, at }) => {
  const application = await reader.findOne(SettingApplication, { id: subject.id });
  if (!application) return null;
  const policy = policies.current;
  const today = dayOf(at);
  const { river, reach } = await placeOfReach(reader, application.reachId);
  const { id, version, state, mode } = application;
  const common = {
    id,
    version,
    ...deadlineOf(calendar, today, application.dueDay),
    place: `${river} · ${reach}`,
  };
  const roles = await rolesHeld(reader, recipient.id);
  const watches = roles.some((role) => WATCHERS.includes(role));
  const applied = isApplicant(application, await readOutfallHands(reader, policy), recipient);
  if (!watches && !applied) {
    return { card: renderSetting({ ...common, state: 'notYours' }), pictures: [] };
  }
  const rules = settingOf(policy);
  const { branch } = planOf(policy);
  const outfall =
    application.outfallId === null ? null : await reader.findOne(Outfall, { id: application.outfallId });
  const names = await postNames(reader, [application.applicantId]);
  const authority = authorityName(application.authority, rules, branch);
  // What was said of it when it was accepted stays; before, what the zones say today.
  const now =
    isOpen(state) && state !== 'forwarded' ? await zonesOfSetting(reader, application, today) : null;
  const zone = now ?? { control: null, says: application.zones ?? [] };
  const card = renderSetting({
    ...common,
    state,
    role: mayReview(roles) ? 'reviewer' : applied ? 'applicant' : 'watcher',
    facts: {
      kind: application.kind,
      mode,
      name: application.name,
      code: outfall?.internalCode ?? null,
      class2: application.class2,
      reach: common.place,
      position: `${degrees(application.lonE6)}，${degrees(application.latE6)}`,
      dailyVolumeM3: application.dailyVolumeM3,
      owner: application.owner,
      by: names.get(application.applicantId) ?? '',
      actedFor: application.actedFor,
      words: application.words,
      receivedOn: application.receivedDay,
    },
    zone,
    papers: papersOf(mode, rules),
    askable: state === 'submitted' && mayAsk(application, today),
    declinable: mayDecline(application, { today, forbidden: zone.control === '禁止' }),
    lapsed: state === 'submitted' && today > application.dueDay && zone.control !== '禁止',
    authority: { code: application.authority, name: authority, direct: application.authority === '分局' },
    routes: [
      { code: '市', name: rules.city },
      { code: '省', name: rules.provincial },
    ],
    outcomes: outcomesOf(application),
    steps: await stepsOf(reader, application, authority),
  });
  return { card, pictures: [] };
};
