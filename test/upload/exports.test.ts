import { Outfall, Person, Reach, Unit } from '../../entities';
import { instantAt } from '../../src/core/days';
import { readSheets } from '../../src/core/workbook';
import { readBook } from '../../src/core/workbook/readBook';
import { exportLedger, importLedger, LEDGER_BOOK } from '../../src/ledger';
import { exportRoster, importRoster, ROSTER_BOOK } from '../../src/roster';
import { BACKENDS, openTestDatabase, type TestDatabase, testPolicy, testSecrets } from '../factories';
import {
  ledgerBook,
  rosterBook,
  sampleLedger,
  sampleRoster,
  soundOutfall,
  soundRoster,
} from '../fixtures/workbooks';

const at = instantAt('2026-11-25', '09:10');
const options = { dryRun: false, actor: 'test', at };
const written = { policy: testPolicy(), at, writtenFor: '主任' };

describe.each(BACKENDS)('what is exported (%s)', (backend) => {
  let db: TestDatabase;
  beforeEach(async () => {
    db = await openTestDatabase(backend);
  });
  afterEach(() => db.drop());
  const deps = () => ({ db, secrets: testSecrets });

  it('changes nothing when the sample county is imported again from it', async () => {
    await importRoster(deps(), sampleRoster(), options);
    await importLedger(deps(), sampleLedger(), options);
    const roster = await importRoster(deps(), await exportRoster(db.read, testSecrets), options);
    const ledger = await importLedger(deps(), await exportLedger(db.read, written), options);
    expect(roster).toMatchObject({ created: 0, updated: 0, errors: [] });
    expect(roster.warnings.filter(({ code }) => code.startsWith('repair.'))).toEqual([]);
    expect(roster.unchanged).toBeGreaterThan(150);
    expect(ledger).toMatchObject({ created: 0, updated: 0, errors: [] });
    expect(ledger.unchanged).toBeGreaterThan(50);
  });

  it('makes the same county out of an empty one', async () => {
    await importRoster(deps(), sampleRoster(), options);
    await importLedger(deps(), sampleLedger(), options);
    const [roster, ledger] = [await exportRoster(db.read, testSecrets), await exportLedger(db.read, written)];
    const copy = await openTestDatabase('sqlite');
    await importRoster({ db: copy, secrets: testSecrets }, roster, options);
    await importLedger({ db: copy }, ledger, options);
    for (const entity of [Unit, Reach, Outfall]) {
      const plain = (rows: object[]) => rows.map((row) => ({ ...row, sourceCrs: null, version: 1 }));
      expect(plain(await copy.read.find<object>(entity))).toEqual(plain(await db.read.find<object>(entity)));
    }
    expect(await copy.read.find(Person)).toHaveLength((await db.read.find(Person)).length);
    await copy.drop();
  });

  it('says when, for whom and by which rules the 台账 was written', async () => {
    await importRoster(deps(), sampleRoster(), options);
    await importLedger(deps(), sampleLedger(), options);
    const [, notes] = await readSheets(await exportLedger(db.read, written));
    expect(notes?.name).toBe('说明');
    expect(notes?.rows.flat().join()).toMatch(
      /排污口台账，共\d+个，截至2026-11-25,给：主任；规则第\d+版,坐标为WGS84/,
    );
  });

  it('names a unit by its code where two bear the same name', async () => {
    const rows = soundRoster();
    rows.units.push({ 单位编码: 'V-1', 单位名称: '第一村', 类型: '村' });
    rows.units.push({ 单位编码: 'V-2', 单位名称: '第一村', 类型: '村' });
    rows.people.push({ 姓名: '村委会主任', 手机号: '19900000003', 单位: 'V-2', 角色: '村级河长' });
    await importRoster(deps(), await rosterBook(rows), options);
    const again = await importRoster(deps(), await exportRoster(db.read, testSecrets), options);
    expect(again).toMatchObject({ created: 0, updated: 0, errors: [] });
  });

  it('is one town’s rows where it is asked for a town', async () => {
    const rows = soundRoster();
    rows.units.push({ 单位编码: '140825101', 单位名称: '三泉镇', 类型: '镇' });
    rows.reaches.push({ 河段编号: 'FH-03', 河流: '汾河', 河段名称: '三泉镇段', 所属镇: '三泉镇' });
    await importRoster(deps(), await rosterBook(rows), options);
    const there = soundOutfall({ 名称: '三泉镇排口', 所属镇: '三泉镇', 河段编号: 'FH-03' });
    await importLedger(deps(), await ledgerBook([soundOutfall(), there]), options);
    const town = await db.read.findOne(Unit, { name: '三泉镇' });
    const { tables } = await readBook(await exportLedger(db.read, written, town?.id), LEDGER_BOOK);
    expect(tables?.outfalls.rows.map(({ values }) => values.name)).toEqual(['三泉镇排口']);
  });

  it('has every heading of its template', async () => {
    const { tables, findings } = await readBook(await exportRoster(db.read, testSecrets), ROSTER_BOOK);
    expect(tables).not.toBeNull();
    const { errors } = findings.report(true, { created: 0, updated: 0, unchanged: 0 });
    expect(errors.map(({ code }) => code)).toEqual(['workbook.nothing']);
  });
});
