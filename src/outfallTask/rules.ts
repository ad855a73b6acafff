import type { Outfall, OutfallTaskKind } from '../../entities';
import type { Calendar } from '../core/calendar';
import { addDays } from '../core/days';
import { outfallTasksOf, type Policy } from '../core/policy';
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

/** 自行监测: due on the last day of its period. Two frequencies that are the same make one round. */
function monitorRounds({ policy }: Grounds, from: string, to: string): PlannedRound[] {
  const { key, other, lateDays } = outfallTasksOf(policy).monitor;
  return [...new Set([key, other])].flatMap((every) =>
    periodsBetween({ every }, from, to).map(({ key: periodKey, startDay, dueDay }) => ({
      kind: 'monitor' as const,
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
  return [...gateRounds(grounds, years), ...monitorRounds(grounds, from, to)].filter(
    ({ startDay, lateDay }) => startDay >= from && startDay <= to && lateDay >= to,
  );
}

type Ledger = Pick<
  Outfall,
  'class2' | 'isPlantOverflow' | 'gate' | 'isKey' | 'remedyType' | 'remedyStage' | 'flowTrait'
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

/** Whether a round asks for something at this outfall. */
export function concerns(
  { kind, periodKey, startDay }: Pick<PlannedRound, 'kind' | 'periodKey' | 'startDay'>,
  outfall: Ledger,
  policy: Policy,
): boolean {
  if (isGone(outfall)) return false;
  if (kind === 'dryCheck') return outfall.class2 === '城镇雨洪排口';
  if (kind !== 'monitor') return isGated(outfall);
  const { key, other } = outfallTasksOf(policy).monitor;
  const every = outfall.isKey ? key : other;
  return (
    isMonitored(outfall) && periodsBetween({ every }, startDay, startDay).some((one) => one.key === periodKey)
  );
}

/** 开闸 and 关闸 are shown by a photo; nobody has to prove what a laboratory found, or that there is no water. */
export const needsPhoto = (kind: OutfallTaskKind): boolean => kind === 'gateOpen' || kind === 'gateClose';
