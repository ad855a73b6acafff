import { AuditEntry, HistoryEntry, Outfall, ReachSurvey, Rectification } from '../../entities';
import type { ImportReport } from '../../src/core/workbook';
import { readBook } from '../../src/core/workbook/readBook';
import { writeBook } from '../../src/core/workbook/writeBook';
import { changeOutfall } from '../../src/ledger/changeOutfall';
import {
  exportProgress,
  exportRetained,
  importPlan,
  medianOf,
  PLAN_BOOK,
  readGroups,
  readReachProgress,
  sumOf,
  tracedSince,
  writePlanTemplate,
} from '../../src/rectification';
import { BACKENDS, buildOutfall, buildReach, buildUnit, testPolicy } from '../factories';
import { at, buildCard, eachRiver, waiting } from '../river';
import { about, applies, buildWorks, card, closes, inLedger, record, type Works } from './world';

const NOW = at('2026-11-25', '09:10');

type Row = Record<string, string | number>;
const headings = (key: 'plan' | 'survey') =>
  Object.values(PLAN_BOOK[key].columns).map(({ heading }) => ({ heading }));

/** A plan workbook with these rows. */
function book(plan: Row[], survey: Row[] = []): Promise<Buffer> {
  const sheet = (key: 'plan' | 'survey', rows: Row[]) => ({
    name: PLAN_BOOK[key].name,
    columns: headings(key),
    rows: rows.map((row) => headings(key).map(({ heading }) => row[heading] ?? null)),
  });
  return writeBook([sheet('plan', plan), sheet('survey', survey)]);
}

describe.each(BACKENDS)('年度方案和整治进度 over %s', (backend) => {
  let works: Works;
  eachRiver(backend, async (river) => {
    works = await buildWorks(river, { remedyType: null, remedyDueDay: null, remedyMeasure: null });
  });
  const bring = async (plan: Row[], survey: Row[] = [], dryRun = false): Promise<ImportReport> =>
    importPlan(works.river, await book(plan, survey), { dryRun, actor: 'person:1', at: NOW });
  const groups = (today = '2026-11-25') => readGroups(works.river.db.read, testPolicy(), { today });

  const row: Row = {
    年度: '2026年',
    名称: '永丰焦化厂雨洪排口',
    整治类型: '规范整治',
    整治措施: '立标识牌',
    牵头部门: '县住建局',
    整治期限: '2026-12-31',
  };

  test('clause （四）: the annual plan is imported into the ledger’s own columns, with their history', async () => {
    expect(await bring([row], [], true)).toMatchObject({ dryRun: true, created: 1, errors: [] });
    expect(await works.river.db.read.find(Rectification)).toEqual([]);
    expect(await bring([row])).toMatchObject({ created: 1, updated: 0, errors: [] });
    expect(await inLedger(works)).toMatchObject({
      remedyType: '规范整治',
      remedyMeasure: '立标识牌',
      leadDepartment: '县住建局',
      remedyDueDay: '2026-12-31',
    });
    expect(await record(works)).toMatchObject({ planYear: 2026, plannedDay: '2026-12-31', state: 'working' });
    const history = await works.river.db.read.find(HistoryEntry, {}, { order: { id: 'ASC' } });
    expect(history.map(({ subjectType, action }) => `${subjectType} ${action}`)).toEqual([
      'outfall changed',
      'rectification planned',
    ]);
    expect(await works.river.db.read.find(AuditEntry, { action: 'plan.imported' })).toHaveLength(1);
    expect(await bring([row])).toMatchObject({ created: 0, updated: 0, unchanged: 1 });
    expect(await bring([{ ...row, 整治期限: '2026-12-01' }])).toMatchObject({ updated: 1 });
    expect((await card(works.liaison, works)).words).toContain('下周二前');
  });

  test('faults are told by cell, and then nothing is written', async () => {
    const { 整治期限: _, ...undated } = row;
    const report = await bring(
      [
        undated,
        { ...row, 名称: '没有的口' },
        { ...row, 内部编号: works.outfall.internalCode },
        { 年度: 2026, 整治类型: '规范整治' },
      ],
      [{ 河段编号: 'XX', 排查完成日期: '2023-12-01' }],
    );
    expect(report.errors.map(({ code }) => code).sort()).toEqual([
      'plan.double',
      'plan.dueDay',
      'plan.outfall',
      'plan.reach',
      'plan.unknown',
    ]);
    expect(await inLedger(works)).toMatchObject({ remedyType: null });
  });

  test('clause （四）: an outfall is found by its internal code, else its national code, else its name, however typed', async () => {
    works = await about(works, {
      name: '双庙排口',
      internalCode: 'XJ-100-0077',
      nationalCode: 'FA-140825-0077-GY-00',
      remedyType: null,
    });
    const { 名称: _, ...unnamed } = row;
    const measured = async (by: Row) => {
      const { errors } = await bring([{ ...unnamed, ...by }]);
      expect(errors).toEqual([]);
      return (await inLedger(works)).remedyMeasure;
    };
    expect(await measured({ 内部编号: ' xj-100-0077', 整治措施: '按内部编号' })).toBe('按内部编号');
    expect(await measured({ 国家编码: 'fa-140825-0077-gy-00', 整治措施: '按国家编码' })).toBe('按国家编码');
    expect(await measured({ 名称: '双庙排囗 ', 整治措施: '按名称' })).toBe('按名称');
    // The first that is filled in decides: a wrong code is a fault and not a guess by the name.
    const report = await bring([{ ...row, 名称: '双庙排口', 内部编号: 'XJ-100-9999', 整治措施: '猜的' }]);
    expect(report.errors).toMatchObject([
      { row: 2, column: '内部编号', code: 'plan.unknown', value: 'XJ-100-9999' },
    ]);
    expect((await inLedger(works)).remedyMeasure).toBe('按名称');
  });

  test('clause （四）: a lead department that the roster has not is said beside the row, and stops nothing', async () => {
    const warned = async (lead: string) => {
      const { warnings } = await bring([{ ...row, 牵头部门: lead }], [], true);
      return warnings.filter(({ code }) => code === 'plan.lead');
    };
    expect(await warned('县住建局')).toEqual([]);
    expect(await warned('住建局')).toEqual([]);
    expect(await warned('县林业局')).toMatchObject([
      {
        row: 2,
        column: '牵头部门',
        value: '县林业局',
        message: '花名册里没有“县林业局”，销号时这一步没有人能签',
      },
    ]);
    expect(await bring([{ ...row, 牵头部门: '县林业局' }])).toMatchObject({ created: 1, errors: [] });
    expect(await inLedger(works)).toMatchObject({ leadDepartment: '县林业局' });
  });

  test('what is being signed or is closed out stays as it is, which is told', async () => {
    works = await about(works, { name: '签着的口' });
    await applies(works);
    const report = await bring([{ ...row, 名称: '签着的口', 整治类型: '依法取缔' }]);
    expect(report.warnings.map(({ code }) => code)).toContain('plan.over');
    expect(await inLedger(works)).toMatchObject({ remedyType: '规范整治' });
  });

  test('the template can be filled in and read back', async () => {
    const { tables, findings } = await readBook(await writePlanTemplate(), PLAN_BOOK);
    expect(tables?.plan.rows).toEqual([]);
    expect(
      findings.report(true, { created: 0, updated: 0, unchanged: 0 }).errors.map(({ code }) => code),
    ).toEqual(['workbook.nothing']);
  });

  test('clause （一）: coverage of the survey and the rate of tracing by reach', async () => {
    const { db, reach, townReach, town } = works.river;
    await buildReach(db, { townId: town.id, code: 'FH-02', parentId: townReach.id, name: '第二村段' });
    await buildOutfall(db, { townId: town.id, reachId: reach.id, tracing: '溯源中', name: '没查清的口' });
    await bring([row], [{ 河段编号: 'FH-01', 排查完成日期: '2023-11-30' }]);
    expect(await readReachProgress(db.read)).toMatchObject([
      { code: 'FH-01', surveyedDay: '2023-11-30', outfalls: 3, traced: 2 },
      { code: 'FH-02', surveyedDay: null, outfalls: 0, traced: 0 },
    ]);
    await bring([row], [{ 河段编号: 'FH-01', 排查完成日期: '2023-12-05' }]);
    expect(await db.read.find(ReachSurvey)).toMatchObject([{ surveyedDay: '2023-12-05' }]);
  });

  test('clause （四）: progress counts what the plan had for the day, whatever was extended, by town, river, department and type', async () => {
    const { db } = works.river;
    // Apart from those of the world, which have no type yet.
    await about(works, { name: '过期的口', remedyDueDay: '2026-06-30', remedyType: '清理合并' });
    await about(works, { name: '早就完成的口', remedyDueDay: '2024-06-30', remedyStage: '完成整治' });
    await about(works, { name: '不用整的口', remedyType: '无需整治', remedyDueDay: null });
    const sum = sumOf(await groups(), 2);
    expect(sum).toMatchObject({
      total: 4,
      done: 1,
      due: 2,
      dueDone: 1,
      late: 1,
      notNeeded: 1,
      untyped: 2,
      all: 5,
      traced: 5,
      year: 1,
      yearDone: 0,
      by: [1, 1],
    });
    const other = await buildUnit(db, { name: '三泉镇', code: '140825101' });
    await buildOutfall(db, {
      townId: other.id,
      reachId: works.river.reach.id,
      remedyType: '规范整治',
      remedyStage: '完成整治',
      river: '浍河',
      name: '三泉的口',
    });
    const all = await groups();
    expect(medianOf(all)).toBe(25);
    expect(
      sumOf(
        all.filter(({ river }) => river === '浍河'),
        2,
      ),
    ).toMatchObject({ total: 1, done: 1 });
    expect(
      sumOf(
        all.filter(({ type }) => type === '清理合并'),
        2,
      ),
    ).toMatchObject({ total: 1, late: 1 });
    expect(
      sumOf(
        all.filter(({ lead }) => lead === '住建局'),
        2,
      ).total,
    ).toBe(3);
  });

  test('一、工作目标: by a dated target only what was closed until then counts', async () => {
    works = await about(works, { name: '刚销号的口' });
    await closes(works);
    const sum = sumOf(
      (await groups('2027-01-01')).filter(({ type }) => type === '规范整治'),
      2,
    );
    expect(sum).toMatchObject({ total: 1, done: 1, by: [0, 0] });
  });

  test('clause （一）: by a dated target only what was walked until then counts as 排查', async () => {
    const { db, reach } = works.river;
    const told = async () => (await works.office.sees('rectifications', 0)).words;
    expect(await told()).toMatch(/2023年12月31日前应全部排查：.*完成0%，没有达到/);
    const survey = (surveyedDay: string) =>
      db.transaction((tx) => tx.insert(ReachSurvey, { reachId: reach.id, surveyedDay, recordedAt: NOW }));
    await survey('2024-03-01');
    expect(await told()).toMatch(/2023年12月31日前应全部排查：.*完成0%，没有达到/);
    await db.transaction((tx) =>
      tx.update(ReachSurvey, { reachId: reach.id }, { surveyedDay: '2023-12-31' }),
    );
    expect(await told()).toMatch(/2023年12月31日前应全部排查：.*完成100%/);
  });

  test('clause （一）: by a dated target only what was traced until then counts as 溯源', async () => {
    await about(works, { name: '后来溯源的口', tracing: '未溯源' });
    const { db } = works.river;
    const told = async () => (await works.office.sees('rectifications', 0)).words;
    expect(await told()).toMatch(/2023年12月31日前应全部溯源：.*完成66%，没有达到/);
    await db.transaction(async (tx) => {
      const [outfall] = await tx.find(Outfall, { tracing: '未溯源' });
      if (!outfall) throw new Error('no outfall');
      const by = { actor: 'cli', at: NOW, reason: null };
      await changeOutfall(tx, outfall, { action: 'changed', set: { tracing: '已溯源' } }, by);
    });
    expect(await told()).toContain('溯源完成3个，共3个（100%）');
    expect(await told()).toMatch(/2023年12月31日前应全部溯源：.*完成66%，没有达到/);
    expect(await tracedSince(db.read, '2026-11-25')).toBe(0);
    expect(await tracedSince(db.read, '2023-12-31', works.river.town.id)).toBe(1);
  });

  test('an import draws the open cards of what it changes anew', async () => {
    const { river, outfall } = works;
    const subject = { subjectType: 'outfall', recipientId: river.office.id };
    await buildCard(river.db, { ...subject, kind: 'outfall', subjectId: outfall.id });
    await buildCard(river.db, { ...subject, kind: 'outfall', subjectId: river.outfall.id });
    await bring([row]);
    expect(await waiting(river.db)).toEqual([`outfall↻${river.office.id}`]);
  });

  test('整治 shows the county to the office with both files, and a town its own beside the county’s middle one', async () => {
    works = await about(works, { name: '过期的口', remedyDueDay: '2026-06-30' });
    const county = await works.office.sees('rectifications', 0);
    expect(county.words).toContain('全县');
    expect(county.words).toContain('龙兴镇');
    expect(county.words).toContain('2023年12月31日前应完成35%');
    expect(county.buttons).toEqual(expect.arrayContaining(['整治进度表', '保留清单']));
    await works.office.presses('保留清单', county);
    const town = await works.mayor.sees('rectifications', 0);
    expect(town.words).toContain('逾期1个');
    expect(town.words).toContain('中位数');
    expect(town.buttons).not.toContain('保留清单');
    expect(await works.mayor.refused('保留清单', county)).toBe('press.notYours');
  });

  test('clause （四）: a lead department sees its own, however it is written in the ledger, and no town’s', async () => {
    works = await about(works, {
      name: '过期的口',
      remedyDueDay: '2026-06-30',
      leadDepartment: '新绛县住建局',
    });
    await about(works, { name: '别家的口', leadDepartment: '县水利局' });
    const lead = await works.lead.sees('rectifications', 0);
    expect(lead.words).toMatch(/县住建局[\s\S]*逾期1个/);
    expect(lead.words).not.toContain('龙兴镇** ');
    expect(lead.buttons).not.toContain('整治进度表');
    const written = { policy: testPolicy(), at: NOW, writtenFor: '主任' };
    const { default: excel } = await import('exceljs');
    const book = new excel.Workbook();
    await book.xlsx.load((await exportProgress(works.river.db.read, written)) as never);
    const leads = book.getWorksheet('按牵头部门')?.getColumn(1).values.slice(2);
    expect(leads).toEqual(expect.arrayContaining(['县住建局', '县水利局']));
    expect(leads).not.toContain('新绛县住建局');
  });

  test('the files: 整治进度 says for whom and by which rules, 保留清单 holds what stays', async () => {
    await about(works, { name: '要留的口', retained: true });
    await about(works, { name: '规范的口', retained: null });
    await about(works, { name: '取缔的口', remedyType: '依法取缔', retained: null });
    await about(works, { name: '不留的口', retained: false });
    const written = { policy: testPolicy(), at: NOW, writtenFor: '主任' };
    const read = async (bytes: Buffer) => {
      const { default: excel } = await import('exceljs');
      const opened = new excel.Workbook();
      await opened.xlsx.load(bytes as never);
      return opened;
    };
    const kept = await read(await exportRetained(works.river.db.read, written));
    const names = kept.getWorksheet('保留清单')?.getColumn(4).values.slice(2);
    expect(names).toEqual(['要留的口', '规范的口']);
    const progress = await read(await exportProgress(works.river.db.read, written));
    expect(progress.worksheets.map(({ name }) => name)).toEqual([
      '汇总',
      '按镇',
      '按河流',
      '按牵头部门',
      '按整治类型',
      '排查溯源',
      '排污口',
    ]);
    expect(JSON.stringify(progress.getWorksheet('汇总')?.getColumn(3).values)).toContain('主任');
  });
});
