import fc from 'fast-check';
import type { Outfall } from '../../../entities';
import type { Ledger } from '../../../src/ledger/compliance/rule';
import { RULES } from '../../../src/ledger/compliance/rules';
import { OUTFALL_CLASSES } from '../../../src/ledger/outfallClasses';
import { check, row, TODAY, waiver } from './rows';

const CLASSES = OUTFALL_CLASSES.flatMap(({ name: class1, classes }) =>
  classes.map(({ name: class2 }) => ({ class1, class2, class3: null })),
);
const one = <T>(...values: T[]) => fc.constantFrom(...values, null);
const flag = one(true, false);
const have = one('有', '无', '不需要');

/** Any row that a ledger can hold; few towns, owners and villages, so that rows meet in groups. */
const anyRow: fc.Arbitrary<Outfall> = fc
  .record({
    kind: fc.constantFrom(...CLASSES),
    townId: fc.constantFrom(1, 2),
    reachId: fc.constantFrom(1, 2),
    latE6: fc.integer({ min: 35_610_000, max: 35_630_000 }),
    village: one('甲村', '乙村'),
    flowTrait: one('排水', '无水'),
    dailyVolumeL: one(0, 100_000, 250_000, 500_000),
    inZone: flag,
    owner: one('甲公司', '乙公司'),
    ownerType: fc.constantFrom('企业', '镇政府', '不明'),
    creditCode: one('甲码', '乙码'),
    permitNo: one('P1'),
    sharedWith: one('丙公司'),
    leadDepartment: one('县住建局', '县水利局'),
    approval: one('已审批', '已登记', '未审批', '未登记'),
    isKey: flag,
    monitorFrequency: one('每年', '每季度', '雨后'),
    video: have,
    gate: have,
    gateFiled: flag,
    isPlantOverflow: flag,
    sewerCovered: flag,
    samplingPoint: have,
    archive: have,
    retained: flag,
    sign: one('有', '无', '破损'),
    tracing: fc.constantFrom('未溯源', '溯源中', '已溯源', '无法溯源'),
    remedyType: one('依法取缔', '清理合并', '规范整治', '无需整治'),
    remedyMeasure: one('改造'),
    remedyDueDay: one('2026-11-24', '2026-12-31'),
    remedyStage: one('未整治', '整治中', '完成整治'),
  })
  .map(({ kind, ...given }) => row({ ...kind, ...given }));
const anyLedger = fc.array(anyRow, { maxLength: 12 });

const leaves = ({ remedyType }: Outfall) => remedyType === '依法取缔' || remedyType === '清理合并';
const kept = (is: (o: Outfall) => boolean) => (o: Outfall) => o.retained === true && !leaves(o) && is(o);
const watched = (is: (o: Outfall) => boolean) => (o: Outfall) =>
  (o.class2 === '工矿企业雨洪排口' || o.isPlantOverflow === true) && is(o);

/** What must be so of every row a finding rests on, said once more from the plan, and the fewest rows. */
const CAUSES: Record<string, { of: (o: Outfall) => boolean; rows?: number }> = {
  traced: { of: ({ tracing }) => tracing === '未溯源' || tracing === '溯源中' },
  owned: {
    of: ({ tracing, ownerType }) =>
      tracing === '无法溯源' ? ownerType !== '镇政府' : tracing === '已溯源' && ownerType === '不明',
  },
  classed: { of: () => false },
  measured: { of: () => false },
  inTime: {
    of: (o) => o.remedyDueDay !== null && o.remedyDueDay < TODAY && o.remedyStage !== '完成整治',
  },
  keptList: { of: (o) => o.retained === true && leaves(o) },
  townSewage: { of: (o) => o.sewerCovered === true && /生活污水散排口$/.test(o.class2) },
  dryFlow: { of: (o) => o.class2 === '城镇雨洪排口' && o.flowTrait === '排水' },
  video: { of: watched(({ video }) => video === '无' || video === '不需要') },
  gate: { of: watched(({ gate }) => gate === '无' || gate === '不需要') },
  gateFiled: { of: watched((o) => o.gate === '有' && o.gateFiled === false) },
  zoneIndustry: { of: (o) => o.class2 === '工矿企业排污口' && o.inZone === true && !leaves(o) },
  enterpriseOutfalls: {
    of: (o) => /^工矿企业(雨洪排口|排污口)$/.test(o.class2) && o.inZone === false && !leaves(o),
    rows: 2,
  },
  villageSewage: { of: (o) => /^农村/.test(o.class2) && o.sewerCovered !== true && o.village !== null },
  aquaculture: { of: (o) => o.class2 === '规模以下水产养殖排污口' && !leaves(o), rows: 2 },
  sharing: { of: () => false },
  sign: { of: kept(({ sign }) => sign === '无' || sign === '破损') },
  archive: { of: kept(({ archive }) => archive !== '有') },
  samplingPoint: { of: kept(({ samplingPoint }) => samplingPoint !== '有') },
  forbiddenZone: { of: (o) => o.reachId === 1 && !leaves(o) },
  restrictedZone: { of: (o) => o.reachId === 2 && !leaves(o) && /^未/.test(o.approval ?? '') },
  enlarged: { of: (o) => !leaves(o) && (o.dailyVolumeL ?? 0) > 200_000 },
  approval: { of: (o) => o.approval !== '已审批' && o.approval !== null && !leaves(o) },
  keyMonitoring: { of: (o) => o.isKey === true && o.monitorFrequency === '每年' },
};

/** Reach 1 refuses outfalls and reach 2 limits them; whatever there is was agreed to with 200 m³ a day. */
const WORLD: Partial<Ledger> = {
  zonesOf: ({ reachId }) => [
    {
      id: reachId,
      name: '水源地',
      kind: '禁止设置河段',
      control: reachId === 1 ? '禁止' : '限制',
      basis: '区划',
    },
  ],
  applicationsOf: () => [{ mode: '审批', state: 'granted', dailyVolumeM3: 200, endedAt: new Date(0) }],
};

const seen = (outfalls: readonly Outfall[]) =>
  check(outfalls)
    .findings.map(({ rule, outfalls: rows, says, owner }) => ({
      rule: rule.id,
      rows: rows.map(({ id }) => id).sort(),
      says,
      owner,
    }))
    .sort((a, b) => `${a.rule}${a.rows}`.localeCompare(`${b.rule}${b.rows}`));

describe('rules over any ledger', () => {
  it.each(RULES.map(({ id }) => id))('%s finds nothing without its cause', (id) => {
    const rules = RULES.filter((rule) => rule.id === id);
    const cause = CAUSES[id];
    if (!cause) throw new Error(`say what must be so for ${id}`);
    fc.assert(
      fc.property(anyLedger, (outfalls) => {
        for (const { outfalls: rows } of check(outfalls, { rules, more: WORLD }).findings) {
          expect(rows.length).toBeGreaterThanOrEqual(cause.rows ?? 1);
          expect(rows.every(cause.of)).toBe(true);
        }
      }),
    );
  });

  it('say the same of rows whatever else is in the ledger, and in whatever order', () => {
    const far = (n: number) => row({ townId: 3, reachId: 9, village: `远${n}村`, owner: `远${n}公司` });
    fc.assert(
      fc.property(anyLedger, fc.nat(5), (outfalls, more) => {
        const others = Array.from({ length: more }, (_, n) => far(n));
        expect(seen([...others, ...outfalls])).toEqual(seen(outfalls));
        expect(seen([...outfalls].reverse())).toEqual(seen(outfalls));
      }),
    );
  });

  it('take the oldest row’s word for who it is, of one credit code under two names', () => {
    const [older, newer] = [
      row({ owner: '甲公司', creditCode: '甲码' }),
      row({ owner: '乙公司', creditCode: '甲码' }),
    ];
    const owners = (rows: Outfall[]) =>
      check(rows)
        .findings.filter(({ rule }) => rule.id === 'enterpriseOutfalls')
        .map(({ owner }) => owner);
    expect(owners([newer, older])).toEqual(['甲公司']);
  });

  it('hold no empty cell against anybody, and count it once', () => {
    fc.assert(
      fc.property(anyLedger, (outfalls) => {
        const blank = outfalls.map(({ class1, class2, townId }) =>
          row({
            ...Object.fromEntries(
              ['flowTrait', 'dailyVolumeL', 'inZone', 'owner', 'permitNo', 'leadDepartment', 'approval'].map(
                (k) => [k, null],
              ),
            ),
            ...Object.fromEntries(
              [
                'isKey',
                'monitorFrequency',
                'video',
                'gate',
                'isPlantOverflow',
                'sewerCovered',
                'village',
              ].map((k) => [k, null]),
            ),
            ...Object.fromEntries(
              [
                'samplingPoint',
                'archive',
                'retained',
                'sign',
                'remedyType',
                'remedyMeasure',
                'remedyDueDay',
                'remedyStage',
              ].map((k) => [k, null]),
            ),
            class1,
            class2,
            townId,
          }),
        );
        const { findings, missing } = check(blank);
        expect(findings.filter(({ rule }) => rule.id !== 'aquaculture')).toEqual([]);
        for (const { outfalls: n } of missing) expect(n).toBeLessThanOrEqual(outfalls.length);
        if (blank.length > 0) expect(missing).toContainEqual({ heading: '整治类型', outfalls: blank.length });
      }),
    );
  });

  it('show what is waived as waived until its last day, and nothing else', () => {
    fc.assert(
      fc.property(anyLedger, fc.nat(), (outfalls, n) => {
        const open = check(outfalls).findings;
        const chosen = open[n % Math.max(1, open.length)];
        if (!chosen) return;
        const waivers = [waiver(chosen.rule.id, chosen.outfalls, TODAY)];
        const { findings } = check(outfalls, { waivers });
        expect(findings.map(({ says }) => says)).toEqual(open.map(({ says }) => says));
        const covered = findings.filter((one) => one.waiver !== null);
        expect(covered.length).toBeGreaterThanOrEqual(1);
        expect(covered.every(({ rule }) => rule === chosen.rule)).toBe(true);
        const within = new Set(chosen.outfalls);
        expect(covered.every(({ outfalls: rows }) => rows.every((o) => within.has(o)))).toBe(true);
        const later = check(outfalls, { waivers, today: '2026-11-26' }).findings;
        expect(later.every((one) => one.waiver === null)).toBe(true);
      }),
    );
  });

  it('take a finding with a further row for a new one', () => {
    const [first, second, third] = [
      row({ owner: '甲公司' }),
      row({ owner: '甲公司' }),
      row({ owner: '甲公司' }),
    ];
    const waivers = [waiver('enterpriseOutfalls', [first, second])];
    expect(check([first, second], { waivers }).findings[0]?.waiver).not.toBeNull();
    expect(check([first, second, third], { waivers }).findings[0]?.waiver).toBeNull();
  });

  it('have names and ids of their own, and the names hold no space', () => {
    for (const key of ['id', 'name'] as const) {
      const all = RULES.map((rule) => rule[key]);
      expect(new Set(all).size).toBe(all.length);
    }
    expect(RULES.every(({ name }) => !/\s/.test(name))).toBe(true);
  });
});
