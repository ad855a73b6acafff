import type { Outfall, SettingApplication } from '../../../entities';
import type { PlanLimits } from '../../core/policy';
import type { ZoneFact } from '../../zones';
import type { LedgerBook } from '../ledgerBook';

/** A column of the ledger. */
export type Column = keyof LedgerBook['outfalls']['columns'] & keyof Outfall;

/** 设置申请, as far as the rules look at it. */
export type Application = Pick<SettingApplication, 'mode' | 'state' | 'dailyVolumeM3' | 'endedAt'>;

/** What the rules look at: every outfall that has not been closed for good, and whom the plan charges. */
export interface Ledger {
  outfalls: readonly Outfall[];
  limits: PlanLimits;
  /** Judged as of this day. */
  today: string;
  /** 龙兴镇 of an outfall there. */
  townOf(outfall: Outfall): string;
  /** 开发区管委会 as the roster names it. */
  zone: string;
  /** The zones that it lies in (clause （七）). */
  zonesOf(outfall: Outfall): readonly ZoneFact[];
  /** What was applied for of it, in the order in which it came (clause （八）). */
  applicationsOf(outfall: Outfall): readonly Application[];
}

/** Something that the plan asks for and the ledger shows is not so. */
export interface Found {
  /** The rows it rests on. */
  outfalls: readonly Outfall[];
  /** What is not as it should be. */
  says: string;
  /** What puts it right. */
  remedy: string;
  /** The unit that has to. */
  owner: string;
}

/** 待补: a cell without which a rule cannot judge. Counted, never held against anybody. */
export interface Missing {
  outfall: Outfall;
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
  (judge: (outfall: Outfall, ledger: Ledger) => Verdict | null): Rule['judge'] =>
  (ledger) => {
    const verdicts: Verdict[] = [];
    for (const outfall of ledger.outfalls) {
      const verdict = judge(outfall, ledger);
      if (verdict) verdicts.push(verdict);
    }
    return verdicts;
  };

export const found = (
  outfalls: Outfall | readonly Outfall[],
  says: string,
  remedy: string,
  owner: string,
): Found => ({ outfalls: 'id' in outfalls ? [outfalls] : outfalls, says, remedy, owner });

export const missing = (outfall: Outfall, column: Column): Missing => ({ outfall, missing: column });
