import type { Outfall } from '../../entities';
import { Policies } from '../../src/core/policy';
import { importLedger } from '../../src/ledger';
import { readCheck } from '../../src/ledger/compliance';
import { RULES } from '../../src/ledger/compliance/rules';
import { importRoster } from '../../src/roster';
import { playSampleSettings } from '../../src/trialSettings';
import { importZones } from '../../src/zones';
import { openTestDatabase, type TestDatabase, testCalendar, testPolicy, testSecrets } from '../factories';
import { sampleLedger, sampleRoster, sampleZones } from '../fixtures/workbooks';

const options = { dryRun: false, actor: 'cli', at: new Date('2026-11-25T01:00:00Z') };

/** Of which outfalls each rule speaks at all. */
const CONCERNS: Record<string, (outfall: Outfall) => boolean> = {
  traced: () => true,
  owned: ({ tracing }) => tracing === '已溯源' || tracing === '无法溯源',
  classed: () => true,
  measured: ({ remedyType }) => remedyType !== '无需整治',
  inTime: ({ remedyDueDay }) => remedyDueDay !== null,
  keptList: ({ remedyType }) => remedyType === '依法取缔' || remedyType === '清理合并',
  townSewage: ({ class2, sewerCovered }) => class2 === '城镇生活污水散排口' && sewerCovered === true,
  dryFlow: ({ class2 }) => class2 === '城镇雨洪排口',
  video: (one) => one.class2 === '工矿企业雨洪排口' || one.isPlantOverflow === true,
  gate: (one) => one.class2 === '工矿企业雨洪排口' || one.isPlantOverflow === true,
  gateFiled: ({ gate }) => gate === '有',
  zoneIndustry: ({ class2 }) => class2 === '工矿企业排污口',
  enterpriseOutfalls: ({ class2, inZone }) => class2 === '工矿企业排污口' && inZone === false,
  villageSewage: ({ class2 }) => class2 === '农村污水处理设施排污口',
  aquaculture: ({ class2 }) => class2 === '规模以下水产养殖排污口',
  sharing: ({ sharedWith }) => sharedWith !== null,
  sign: ({ retained }) => retained === true,
  archive: ({ retained }) => retained === true,
  samplingPoint: ({ retained }) => retained === true,
  forbiddenZone: () => true,
  restrictedZone: ({ name, approval }) => name.includes('横桥镇第一村') && approval === '已审批',
  approval: () => true,
  enlarged: ({ owner }) => owner === '样例造纸公司',
  keyMonitoring: ({ isKey }) => isKey === true,
};

describe('the sample county shows of every rule of the plan', () => {
  let db: TestDatabase;
  let ledger: Awaited<ReturnType<typeof readCheck>>['ledger'];
  beforeAll(async () => {
    db = await openTestDatabase('sqlite');
    await importRoster({ db, secrets: testSecrets }, sampleRoster(), options);
    await importLedger({ db }, sampleLedger(), options);
    const deps = { db, policies: new Policies(db, testPolicy()), calendar: testCalendar };
    await importZones(deps, sampleZones(), options);
    await db.transaction((tx) => playSampleSettings(tx, deps, options.at));
    ({ ledger } = await readCheck(db.read, { policy: testPolicy(), at: options.at }));
  });
  afterAll(() => db.drop());

  const spokenOf = (rule: (typeof RULES)[number]): Set<number> =>
    new Set(
      rule
        .judge(ledger)
        .flatMap((verdict) =>
          'missing' in verdict ? [verdict.outfall.id] : verdict.outfalls.map(({ id }) => id),
        ),
    );

  it.each(RULES.map((rule) => [rule.name, rule] as const))('%s: an outfall that keeps it', (_, rule) => {
    const spoken = spokenOf(rule);
    const concerned = ledger.outfalls.filter((outfall) => CONCERNS[rule.id]?.(outfall));
    expect(concerned.filter(({ id }) => !spoken.has(id))).not.toEqual([]);
  });

  // What is in no class of HJ 1312 is refused by the import, so that no county can have it from a workbook.
  const broken = RULES.filter(({ id }) => id !== 'classed');
  it.each(broken.map((rule) => [rule.name, rule] as const))('%s: an outfall that does not', (_, rule) => {
    expect(spokenOf(rule).size).toBeGreaterThan(0);
  });
});
