import type { Outfall, OutfallTaskKind, Sight } from '../../entities';
import type { Calendar } from '../core/calendar';
import { addDays } from '../core/days';
import { enforcementOf, findingsOf, outfallTasksOf, type Policy } from '../core/policy';
import { periodsBetween } from '../patrol';

/** A round that there should be. */
export interface PlannedRound {
  kind: OutfallTaskKind;
  periodKey: string;
  startDay: string;
  dueDay: string;
  lateDay: string;
}

interface Grounds {
  policy: Policy;
  calendar: Calendar;
}

/** The gate is opened on the first day of the flood season and closed on the day after its last. */
function gateRounds({ policy, calendar }: Grounds, years: readonly string[]): PlannedRound[] {
  const { floodSeason } = policy;
  const { workdays, lateDays } = outfallTasksOf(policy).gate;
  return years.flatMap((year) => {
    const edges = [
      { kind: 'gateOpen' as const, startDay: `${year}-${floodSeason.from}` },
      { kind: 'gateClose' as const, startDay: addDays(`${year}-${floodSeason.to}`, 1) },
    ];
    return edges.map(({ kind, startDay }) => {
      const dueDay = calendar.addWorkdays(startDay, workdays);
      return { kind, startDay, dueDay, periodKey: year, lateDay: addDays(dueDay, lateDays) };
    });
  });
}

/** What is asked for once a period, at 重点 outfalls more often. */
type Periodic = Extract<OutfallTaskKind, 'monitor' | 'pipeCheck'>;

/** Due on the last day of its period. Two frequencies that are the same make one round. */
function periodicRounds(kind: Periodic, { policy }: Grounds, from: string, to: string): PlannedRound[] {
  const { key, other, lateDays } = outfallTasksOf(policy)[kind];
  return [...new Set([key, other])].flatMap((every) =>
    periodsBetween({ every }, from, to).map(({ key: periodKey, startDay, dueDay }) => ({
      kind,
      periodKey,
      startDay,
      dueDay,
      lateDay: addDays(dueDay, lateDays),
    })),
  );
}

/** Which rounds begin within `from`–`to`, both included, and can still be entered on `to`. Pure. */
export function roundsBeginning(grounds: Grounds, from: string, to: string): PlannedRound[] {
  // The edge after a season's end may fall into the next year (a season that ends on 31 December).
  const years = [...new Set([addDays(from, -1).slice(0, 4), from.slice(0, 4), to.slice(0, 4)])];
  return [
    ...gateRounds(grounds, years),
    ...periodicRounds('monitor', grounds, from, to),
    ...periodicRounds('pipeCheck', grounds, from, to),
  ].filter(({ startDay, lateDay }) => startDay >= from && startDay <= to && lateDay >= to);
}

type Ledger = Pick<
  Outfall,
  'class2' | 'ownerType' | 'isPlantOverflow' | 'gate' | 'isKey' | 'remedyType' | 'remedyStage' | 'flowTrait'
>;

/** 依法取缔 or 清理合并, and finished: there is no outfall any more. */
const isGone = ({ remedyType, remedyStage }: Ledger): boolean =>
  (remedyType === '依法取缔' || remedyType === '清理合并') && remedyStage === '完成整治';

/** Clause （五） names these two and no other; one without a gate is the ledger's finding, not a task. */
const isGated = ({ class2, isPlantOverflow, gate }: Ledger): boolean =>
  (class2 === '工矿企业雨洪排口' || isPlantOverflow === true) && gate === '有';

/** Rain water runs by the weather, and nobody samples what has no owner's process behind it (domain.md §4.6). */
const isMonitored = ({ class2, isPlantOverflow }: Ledger): boolean =>
  !class2.includes('雨洪') && isPlantOverflow !== true;

/** Nobody's pipe leads to these: what runs off fields and streets, and what is spilled from door to door. */
const WITHOUT_PIPE: readonly string[] = [
  '城镇雨洪排口',
  '大中型灌区排口',
  '农村生活污水散排口',
  '城镇生活污水散排口',
];

/** Clause （十）: the responsible party's own pipe; where nobody knows whose it is, there is nobody to walk it. */
const isPiped = ({ class2, ownerType }: Ledger): boolean =>
  !WITHOUT_PIPE.includes(class2) && ownerType !== '不明';

/** Whether a round asks for something at this outfall. */
export function concerns(
  { kind, periodKey, startDay }: Pick<PlannedRound, 'kind' | 'periodKey' | 'startDay'>,
  outfall: Ledger,
  policy: Policy,
): boolean {
  if (isGone(outfall)) return false;
  if (kind === 'dryCheck') return outfall.class2 === '城镇雨洪排口';
  if (kind === 'gateOpen' || kind === 'gateClose') return isGated(outfall);
  const { key, other } = outfallTasksOf(policy)[kind];
  const every = outfall.isKey ? key : other;
  const asked = kind === 'monitor' ? isMonitored(outfall) : isPiped(outfall);
  return asked && periodsBetween({ every }, startDay, startDay).some((one) => one.key === periodKey);
}

/** 开闸 and 关闸 are shown by a photo; nobody has to prove what a laboratory found, or that there is no water. */
export const needsPhoto = (kind: OutfallTaskKind): boolean => kind === 'gateOpen' || kind === 'gateClose';

/** What may be said to have been seen, by the kinds that ask for it. */
const SIGHTS: Partial<Record<OutfallTaskKind, readonly Sight[]>> = {
  dryCheck: ['dry', 'flowing'],
  pipeCheck: ['sound', 'found'],
};

/** Whether that ends a task of this kind. */
export const answers = (kind: OutfallTaskKind, seen: Sight | null): boolean =>
  seen === null ? SIGHTS[kind] === undefined : (SIGHTS[kind]?.includes(seen) ?? false);

/** Whether it is asked for once a period, as its key says. */
export const isPeriodic = (kind: OutfallTaskKind): kind is Periodic =>
  kind === 'monitor' || kind === 'pipeCheck';

/** The group of problems that outfalls have. */
const GROUP = '排污口';

/** What may be found along a pipe: what evades supervision (clause （十）), then what else the county's forms know. */
export function pipeFinds(policy: Policy): string[] {
  const kinds = findingsOf(policy).groups.find(({ name }) => name === GROUP)?.kinds ?? [];
  const first = enforcementOf(policy).kinds.filter((kind) => kinds.includes(kind));
  const others = ['设施破损、排水不畅', '颜色气味异常', '没有标识牌或破损'];
  return [...first, ...others.filter((kind) => kinds.includes(kind) && !first.includes(kind))];
}
