import type { Outfall, SettingApplication } from '../../../entities';
import type { PlanLimits } from '../../core/policy';
import type { ZoneFact } from '../../zones';
import type { LedgerBook } from '../ledgerBook';

/** What the rules look at in an outfall, and by what it is named: 39 of its 65 columns, on SQLite 0.8 of the time. */
export const JUDGED = [
  'id',
  'internalCode',
  'nationalCode',
  'name',
  'townId',
  'village',
  'river',
  'townBackstop',
  'reachId',
  'lonE6',
  'latE6',
  'class1',
  'class2',
  'flowTrait',
  'dailyVolumeL',
  'inZone',
  'owner',
  'ownerType',
  'creditCode',
  'permitNo',
  'sharedWith',
  'leadDepartment',
  'approval',
  'isKey',
  'monitorFrequency',
  'video',
  'gate',
  'gateFiled',
  'isPlantOverflow',
  'sewerCovered',
  'samplingPoint',
  'archive',
  'retained',
  'sign',
  'tracing',
  'remedyType',
  'remedyMeasure',
  'remedyDueDay',
  'remedyStage',
] as const satisfies readonly (keyof Outfall)[];
export type Judged = Pick<Outfall, (typeof JUDGED)[number]>;

/** A column of the ledger. */
export type Column = keyof LedgerBook['outfalls']['columns'] & keyof Judged;

/** 设置申请, as far as the rules look at it. */
export type Application = Pick<SettingApplication, 'mode' | 'state' | 'dailyVolumeM3' | 'endedAt'>;

/** What the rules look at: every outfall that has not been closed for good, and whom the plan charges. */
export interface Ledger {
  outfalls: readonly Judged[];
  limits: PlanLimits;
  /** Judged as of this day. */
  today: string;
  /** 龙兴镇 of an outfall there. */
  townOf(outfall: Judged): string;
  /** 开发区管委会 as the roster names it. */
  zone: string;
  /** The zones that it lies in (clause （七）). */
  zonesOf(outfall: Judged): readonly ZoneFact[];
  /** What was applied for of it, in the order in which it came (clause （八）). */
  applicationsOf(outfall: Judged): readonly Application[];
}

/** Something that the plan asks for and the ledger shows is not so. */
export interface Found {
  /** The rows it rests on. */
  outfalls: readonly Judged[];
  /** What is not as it should be. */
  says: string;
  /** What puts it right. */
  remedy: string;
  /** The unit that has to. */
  owner: string;
}

/** 待补: a cell without which a rule cannot judge. Counted, never held against anybody. */
export interface Missing {
  outfall: Judged;
  missing: Column;
}

export type Verdict = Found | Missing;

/** A requirement of the plan (新政办发〔2023〕30号). Pure: the same ledger gives the same verdicts. */
export interface Rule {
  /** Stands in stored waivers, so it is never changed. */
  id: string;
  /** 条款. */
  clause: string;
  /** A few characters, without spaces: as 分局 types it in the chat. */
  name: string;
  judge(ledger: Ledger): Verdict[];
}

/** A rule that looks at one outfall after another. */
export const eachOutfall =
  (judge: (outfall: Judged, ledger: Ledger) => Verdict | null): Rule['judge'] =>
  (ledger) => {
    const verdicts: Verdict[] = [];
    for (const outfall of ledger.outfalls) {
      const verdict = judge(outfall, ledger);
      if (verdict) verdicts.push(verdict);
    }
    return verdicts;
  };

export const found = (
  outfalls: Judged | readonly Judged[],
  says: string,
  remedy: string,
  owner: string,
): Found => ({ outfalls: 'id' in outfalls ? [outfalls] : outfalls, says, remedy, owner });

export const missing = (outfall: Judged, column: Column): Missing => ({ outfall, missing: column });
