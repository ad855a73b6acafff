import { AuditEntry, HistoryEntry, Outfall, Reach, Zone } from '../../entities';
import { importLedger } from '../../src/ledger';
import { importRoster } from '../../src/roster';
import { BACKENDS, openTestDatabase, type TestDatabase, testSecrets } from '../factories';
import type { Row } from '../fixtures/sheets';
import {
  ledgerBook,
  rosterBook,
  sampleLedger,
  sampleRoster,
  soundOutfall,
  soundRoster,
} from '../fixtures/workbooks';

const options = { dryRun: false, actor: 'cli', at: new Date('2026-11-23T00:00:00Z') };

describe.each(BACKENDS)('importing a ledger into %s', (backend) => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await openTestDatabase(backend);
  });
  afterEach(() => db.drop());

  const withRoster = async (): Promise<void> => {
    await importRoster({ db, secrets: testSecrets }, await rosterBook(soundRoster()), options);
  };
  const bring = async (rows: Row[], dryRun = false) =>
    importLedger({ db }, await ledgerBook(rows), { ...options, dryRun });

  it('stores the sample county, and a second time changes nothing and writes nothing', async () => {
    await importRoster({ db, secrets: testSecrets }, sampleRoster(), options);
    const first = await importLedger({ db }, sampleLedger(), options);
    expect(first).toMatchObject({ created: 78, updated: 0, unchanged: 0, errors: [] });
    const before = await db.read.find(Outfall, {}, { order: { id: 'ASC' } });
    const history = (await db.read.find(HistoryEntry)).length;
    expect(history).toBe(78);

    const second = await importLedger({ db }, sampleLedger(), options);
    expect(second).toMatchObject({ created: 0, updated: 0, unchanged: 78, errors: [] });
    expect(await db.read.find(Outfall, {}, { order: { id: 'ASC' } })).toEqual(before);
    expect((await db.read.find(HistoryEntry)).length).toBe(history);
  });

  it('stores every column as the ledger gives it, measures as whole numbers', async () => {
    await withRoster();
    const report = await bring([
      soundOutfall({
        日排水量m3: '１２０.5',
        是否重点: '是',
        闸阀备案: '否',
        整治期限: '2027年6月30日',
        坐标系: 'GCJ-02',
        国家编码: 'DX-140825-0001-QT-00',
        整治措施: '雨污分流改造\r\n管网修复',
      }),
    ]);
    expect(report).toMatchObject({ created: 1, errors: [] });
    const [outfall] = await db.read.find(Outfall);
    expect(outfall).toMatchObject({
      internalCode: 'XJ-100-0001',
      nationalCode: 'DX-140825-0001-QT-00',
      dailyVolumeL: 120_500,
      isKey: true,
      gateFiled: false,
      isPlantOverflow: null,
      remedyDueDay: '2027-06-30',
      remedyMeasure: '雨污分流改造 管网修复',
      sourceCrs: 'GCJ-02',
      baselineDay: null,
      version: 1,
    });
  });

  it('clause （七）: says which rows enter, move or enlarge an outfall in a zone that refuses or limits it', async () => {
    await withRoster();
    const [reach] = await db.read.find(Reach, { code: String(soundOutfall().河段编号) });
    await db.transaction((tx) =>
      tx.insert(Zone, {
        code: 'QH-1',
        name: '古堆泉水源地',
        kind: '饮用水水源一级保护区',
        control: '禁止',
        basis: '水污染防治法第六十四条',
        reachIds: JSON.stringify([reach?.id]),
        version: 1,
      }),
    );
    const doubts = async (different: Row = {}) =>
      (await bring([soundOutfall({ 日排水量m3: 100, ...different })])).warnings
        .filter(({ code }) => code.startsWith('outfall.zone'))
        .map(({ row, column, code, message }) => `${row} ${column} ${code} ${message}`);
    expect(await doubts()).toEqual([
      '2 经度 outfall.zoneForbidden 台账里新增，在“古堆泉水源地”（饮用水水源一级保护区）里，禁止设置排污口：水污染防治法第六十四条',
    ]);
    expect(await doubts()).toEqual([]);
    expect((await doubts({ 日排水量m3: 101 }))[0]).toContain('排水量变大');
    expect((await doubts({ 日排水量m3: 90 })).length).toBe(0);
    expect((await doubts({ 经度: Number(soundOutfall().经度) + 0.001 }))[0]).toContain('改了位置');
    await db.transaction((tx) => tx.update(Zone, { code: 'QH-1' }, { endDay: '2026-01-01' }));
    expect(await doubts({ 经度: Number(soundOutfall().经度) - 0.001 })).toEqual([]);
  });

  it('writes what changed with its history and audit, one version on', async () => {
    await withRoster();
    await bring([soundOutfall({ 整治阶段: '整治中' }), soundOutfall({ 名称: '另一个口' })]);
    const at = new Date('2026-12-01T02:00:00Z');
    const rows = [soundOutfall({ 整治阶段: '完成整治', 标识牌: '有' }), soundOutfall({ 名称: '另一个口' })];
    const report = await importLedger({ db }, await ledgerBook(rows), {
      dryRun: false,
      actor: 'person:3',
      at,
    });
    expect(report).toMatchObject({ created: 0, updated: 1, unchanged: 1, errors: [] });
    const outfall = await db.read.findOne(Outfall, { internalCode: 'XJ-100-0001' });
    expect(outfall).toMatchObject({ remedyStage: '完成整治', sign: '有', version: 2 });
    const change = {
      was: { remedyStage: '整治中', sign: null },
      now: { remedyStage: '完成整治', sign: '有' },
    };
    const history = await db.read.findOne(HistoryEntry, {
      subjectType: 'outfall',
      subjectId: outfall?.id,
      version: 2,
    });
    expect(history).toMatchObject({
      at,
      actor: 'person:3',
      action: 'changed',
      state: '完成整治',
      data: change,
    });
    const audited = await db.read.find(AuditEntry, { action: 'outfall.changed' });
    expect(audited).toMatchObject([{ subjectId: outfall?.id, actor: 'person:3', detail: change }]);
  });

  it('writes nothing when it is a dry run or a row is wrong', async () => {
    await withRoster();
    expect(await bring([soundOutfall()], true)).toMatchObject({ dryRun: true, created: 1 });
    expect(await bring([soundOutfall(), soundOutfall({ 名称: '另一个口', 经度: 0 })])).toMatchObject({
      created: 0,
    });
    expect(await db.read.find(Outfall)).toEqual([]);
    expect(await db.read.find(HistoryEntry)).toEqual([]);
  });

  it('asks for the roster first when there is none', async () => {
    const report = await bring([soundOutfall()]);
    expect(report.errors.map(({ message }) => message)).toEqual([
      '花名册里没有“龙兴镇”，请先导入花名册或改成里面的写法',
      '花名册里没有编号为“FH-0201”的河段，请先导入花名册或改正编号',
    ]);
  });

  it('writes changes of many rows, each with its own values', async () => {
    await withRoster();
    const rows = Array.from({ length: 250 }, (_, n) => soundOutfall({ 名称: `第${n}号口`, 备注: `甲${n}` }));
    expect(await bring(rows)).toMatchObject({ created: 250 });
    const changed = rows.map((row, n) => ({ ...row, 备注: `乙${n}`, 标识牌: n % 2 === 0 ? '有' : null }));
    expect(await bring(changed)).toMatchObject({ updated: 250, errors: [] });
    const stored = await db.read.find(Outfall, {}, { order: { id: 'ASC' } });
    expect(
      stored.every(
        ({ note, sign, version }, n) =>
          note === `乙${n}` && sign === (n % 2 === 0 ? '有' : null) && version === 2,
      ),
    ).toBe(true);
  });
});
