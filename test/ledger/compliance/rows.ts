import { Outfall, type RuleWaiver } from '../../../entities';
import { planOf } from '../../../src/core/policy';
import { checkLedger } from '../../../src/ledger/compliance/check';
import type { Ledger, Rule } from '../../../src/ledger/compliance/rule';
import { RULES } from '../../../src/ledger/compliance/rules';
import { testPolicy } from '../../factories';

export const TODAY = '2026-11-25';

let serial = 0;

/** An outfall that no rule finds anything about: an enterprise's, outside the 开发区, kept and in order. */
export function row(given: Partial<Outfall> = {}): Outfall {
  serial += 1;
  return Object.assign(new Outfall(), {
    id: serial,
    internalCode: `XJ-100-${String(serial).padStart(4, '0')}`,
    name: `第${serial}号口`,
    nationalCode: null,
    localCode: null,
    townId: 1,
    village: `第${serial}村`,
    river: '汾河',
    reachId: 1,
    lonE6: 111_220_000,
    latE6: 35_610_000,
    class1: '工业排污口',
    class2: '工矿企业排污口',
    class3: '工业企业',
    flowTrait: '无水',
    dailyVolumeL: 1_000,
    inZone: false,
    owner: `第${serial}公司`,
    ownerType: '企业',
    creditCode: null,
    permitNo: 'P1',
    sharedWith: null,
    leadDepartment: '县工信科技局',
    approval: '已审批',
    isKey: false,
    monitorFrequency: '每年',
    video: '不需要',
    gate: '不需要',
    gateFiled: null,
    isPlantOverflow: false,
    sewerCovered: false,
    samplingPoint: '有',
    archive: '有',
    retained: true,
    sign: '有',
    tracing: '已溯源',
    remedyType: '规范整治',
    remedyMeasure: '立标识牌',
    remedyDueDay: '2026-12-31',
    remedyStage: '整治中',
    note: null,
    baselineDay: null,
    version: 1,
    ...given,
  });
}

export const ledgerOf = (
  outfalls: readonly Outfall[],
  today = TODAY,
  more: Partial<Ledger> = {},
): Ledger => ({
  outfalls,
  limits: planOf(testPolicy()),
  today,
  townOf: ({ townId }) => ['开发区', '龙兴镇', '三泉镇', '泽掌镇'][townId] ?? '别的镇',
  zone: '新绛经济技术开发区管委会',
  zonesOf: () => [],
  applicationsOf: () => [],
  ...more,
});

/** What all rules say of these rows. */
export const check = (
  outfalls: readonly Outfall[],
  {
    waivers = [],
    today = TODAY,
    rules = RULES,
    more = {},
  }: { waivers?: RuleWaiver[]; today?: string; rules?: readonly Rule[]; more?: Partial<Ledger> } = {},
) => checkLedger(ledgerOf(outfalls, today, more), waivers, rules);

/** `规则：谁` of each finding. */
export const told = (outfalls: readonly Outfall[], more: Partial<Ledger> = {}): string[] =>
  check(outfalls, { more }).findings.map(({ rule, owner }) => `${rule.name}：${owner}`);

/** A waiver of a finding, until a day. */
export const waiver = (rule: string, outfalls: readonly Outfall[], untilDay = '2027-06-30'): RuleWaiver => ({
  id: 1,
  rule,
  outfallIds: outfalls.map(({ id }) => id),
  reason: '常年无水',
  untilDay,
  grantedById: 1,
  grantedAt: new Date('2026-11-01T00:00:00Z'),
  withdrawnById: null,
  withdrawnAt: null,
});
