import { AuditEntry, Complaint, EnforcementCase, HistoryEntry, Problem } from '../../entities';
import { instantAt } from '../../src/core/days';
import { readSheets, writeBook } from '../../src/core/workbook';
import {
  COMPLAINT_BOOK,
  exportComplaints,
  forgetPhones,
  importComplaints,
  writeComplaintsTemplate,
} from '../../src/problem';
import { BACKENDS, buildPerson, buildUnit, testSecrets } from '../factories';
import { type Row, sheet } from '../fixtures/sheets';
import { buildProblem, eachRiver, NOW, type River, waiting } from '../river';
import { Hand } from './pressing';

const PHONE = '19900012345';
const said = (different: Row = {}): Row => ({
  工单编号: '12345-0001',
  投诉日期: '2026-11-24',
  河段编号: 'FH-01',
  排污口: '桥西雨洪排口',
  具体位置: '桥下50米',
  问题类别: '排污口',
  严重程度: '一般',
  投诉内容: '夜里排黑水，有臭味',
  投诉人电话: PHONE,
  ...different,
});

describe.each(BACKENDS)('a workbook of complaints over %s', (backend) => {
  let river: River;
  eachRiver(backend, (fresh) => {
    river = fresh;
  });

  const deps = () => ({ ...river.deps, secrets: testSecrets });
  const bookOf = (rows: readonly Row[]) => writeBook([sheet(COMPLAINT_BOOK.complaints, rows)]);
  const options = { dryRun: false, actor: 'cli', at: NOW };
  const imports = async (rows: readonly Row[], given: { dryRun?: boolean; actor?: string } = {}) =>
    importComplaints(deps(), await bookOf(rows), { ...options, ...given });
  const all = <E extends object>(entity: new () => E) =>
    river.db.read.find(entity, {}, { order: { id: 'ASC' } as never });
  const faults = async (...rows: Row[]) => {
    const { errors } = await imports(rows);
    expect(await all(Problem)).toEqual([]);
    return errors.map(({ row, column, code }) => `${row} ${column} ${code}`);
  };

  it('clause （十）: a complaint about 雨天偷排偷倒 is reported to 分局 at once', async () => {
    const unit = await buildUnit(river.db, { name: '分局', type: '县直部门', divisionCode: null });
    const bureau = await buildPerson(river.db, { unitId: unit.id, roles: ['分局'] });
    await imports([said({ 具体种类: '雨天偷排偷倒' })]);
    const [problem] = await all(Problem);
    expect(problem).toMatchObject({ source: 'complaint', kind: '雨天偷排偷倒' });
    expect(await all(EnforcementCase)).toMatchObject([{ problemId: problem?.id }]);
    expect(await waiting(river.db)).toContain(`enforcement→${bureau.id}`);
    expect(await imports([said({ 具体种类: '雨天偷排偷倒' })])).toMatchObject({ unchanged: 1 });
  });

  it('refuses a kind that its group has not', async () => {
    expect(await faults(said({ 具体种类: '死鱼' }))).toEqual(['2 具体种类 problem.kind']);
  });

  it('registers each as a complaint with its own time, handed on, the phone encrypted and in no message', async () => {
    expect(await imports([said()])).toMatchObject({ created: 1, unchanged: 0, errors: [], warnings: [] });
    const [problem] = await all(Problem);
    expect(problem).toMatchObject({
      source: 'complaint',
      state: 'assigned',
      reachId: river.reach.id,
      townId: river.town.id,
      outfallId: river.outfall.id,
      place: '桥西雨洪排口，桥下50米',
      category: '排污口',
      words: '夜里排黑水，有臭味',
      finderId: river.office.id,
      handlerId: river.liaison.id,
      dueDay: '2026-12-09',
      occurredAt: instantAt('2026-11-24', '12:00'),
      recordedAt: NOW,
    });
    const [complaint] = await all(Complaint);
    expect(complaint).toMatchObject({
      problemId: problem?.id,
      sourceNo: '12345-0001',
      contactMasked: '199****2345',
    });
    expect(complaint?.contactCipher).not.toContain(PHONE);
    expect(testSecrets.decrypt(complaint?.contactCipher ?? '')).toBe(PHONE);
    expect(await waiting(river.db)).toEqual([`problemWork→${river.liaison.id}`]);
    expect(JSON.stringify([await all(HistoryEntry), await all(AuditEntry)])).not.toContain(PHONE);
    expect((await all(HistoryEntry)).map(({ action, actor }) => `${action} ${actor}`)).toEqual([
      'found cli',
      'assigned cli',
    ]);
  });

  it('goes on to the end like every other: handled, verified by another hand, and the complainant is to be told', async () => {
    await imports([said()], { actor: `person:${river.office.id}` });
    const [{ id } = { id: 0 }] = await all(Problem);
    const liaison = new Hand(river, river.liaison);
    const office = new Hand(river, river.office);
    const work = await liaison.sees('problemWork', id);
    expect(work.words).not.toContain('2345');
    await liaison.presses('签收', work);
    await liaison.sendsPhoto();
    await liaison.presses('反馈', await liaison.sees('problemWork', id));
    await office.presses('通过', await office.sees('problemVerify', id));
    const [complaint] = await all(Complaint);
    expect(complaint?.tellDueDay).not.toBeNull();
    const card = await office.sees('complaint', complaint?.id ?? 0);
    await office.presses('已告知，投诉人满意', card, { words: '电话告知，满意' });
    expect((await all(Complaint))[0]).toMatchObject({ toldWords: '电话告知，满意', tellDueDay: null });
  });

  it('changes nothing when it is imported again, with a number or without, nor when the export is', async () => {
    const rows = [said(), said({ 工单编号: null, 投诉内容: '岸上堆垃圾', 问题类别: '河岸', 排污口: null })];
    expect(await imports(rows)).toMatchObject({ created: 2 });
    expect(await imports(rows)).toMatchObject({ created: 0, unchanged: 2, errors: [] });
    const written = { policy: river.deps.policies.current, at: options.at, writtenFor: '县河长办主任' };
    const exported = await exportComplaints(river.db.read, testSecrets, written);
    const notes = (await readSheets(exported)).find(({ name }) => name === '说明')?.rows.flat();
    expect(notes?.join()).toMatch(/投诉共2件，截至2026-.*给：县河长办主任；规则第\d+版/);
    expect(await importComplaints(deps(), exported, options)).toMatchObject({
      created: 0,
      unchanged: 2,
      errors: [],
      warnings: [{ code: 'sheet.unread' }],
    });
    expect(await all(Problem)).toHaveLength(2);
  });

  it('with a number that is known and other words says so and changes nothing', async () => {
    await imports([said()]);
    expect(await imports([said({ 投诉内容: '别的话' })])).toMatchObject({
      unchanged: 1,
      errors: [],
      warnings: [{ code: 'complaint.changed', row: 2, column: '工单编号', value: '12345-0001' }],
    });
  });

  it('only looked at writes nothing', async () => {
    expect(await imports([said()], { dryRun: true })).toMatchObject({ dryRun: true, created: 1 });
    expect(await all(Problem)).toEqual([]);
  });

  it('is refused whole, with every fault by row and column, and no phone in what is said', async () => {
    expect(
      await faults(
        said({ 工单编号: 'a' }),
        said({ 工单编号: 'b', 河段编号: 'XX-9' }),
        said({ 工单编号: 'c', 投诉日期: '2026-11-26' }),
        said({ 工单编号: 'd', 排污口: '没有的排口' }),
        said({ 工单编号: 'e', 排污口: null, 具体位置: null }),
        said({ 工单编号: 'f', 问题类别: '天上' }),
        said({ 工单编号: 'g', 投诉人电话: '1990001' }),
        said({ 工单编号: 'h', 投诉内容: null }),
        said({ 工单编号: 'i', 投诉内容: `打 ${PHONE} 找他` }),
        said({ 工单编号: 'a' }),
        said({ 工单编号: null }),
        said({ 工单编号: null, 严重程度: '立行立改' }),
      ),
    ).toEqual([
      '3 河段编号 complaint.reach',
      '4 投诉日期 complaint.future',
      '5 排污口 complaint.outfall',
      '6 具体位置 cell.required',
      '7 问题类别 cell.choice',
      '8 投诉人电话 cell.phone',
      '9 投诉内容 cell.required',
      '10 投诉内容 complaint.phone',
      '11 工单编号 row.double',
      '13 投诉内容 row.double',
    ]);
    const { errors } = await imports([
      said({ 投诉人电话: '199000123456' }),
      said({ 投诉内容: `电话${PHONE}` }),
    ]);
    expect(errors.map(({ value }) => value)).toHaveLength(2);
    expect(JSON.stringify(errors)).not.toContain('19900012');
    expect(errors.map(({ message }) => message).join()).toContain('请移到“投诉人电话”一列');
  });

  it('takes a landline, and what is open at the same outfall gets one more reporter', async () => {
    const open = await buildProblem(river, {
      outfallId: river.outfall.id,
      category: '排污口',
      place: '桥西雨洪排口',
    });
    expect(await imports([said({ 投诉人电话: '0359-1234567' })])).toMatchObject({ created: 1, errors: [] });
    const [first, second] = await all(Problem);
    expect(first).toMatchObject({ id: open.id, reports: 2 });
    expect(second).toMatchObject({ state: 'merged', mergedIntoId: open.id });
    expect((await all(Complaint))[0]?.contactMasked).toBe('035****4567');
  });

  it('lets 县河长办 confirm what is 重大, and says so where nobody could take it in', async () => {
    await imports([said({ 严重程度: '重大' })]);
    expect(await all(Problem)).toMatchObject([{ state: 'registered', handlerId: null }]);
    await river.db.transaction((tx) => tx.run("DELETE FROM person_role WHERE role = '县河长办'"));
    const { errors } = await imports([said({ 工单编号: '2' })]);
    expect(errors).toMatchObject([{ code: 'complaint.nobody' }]);
  });

  it('has a template whose example is not imported', async () => {
    expect(
      await importComplaints(deps(), await writeComplaintsTemplate(river.deps.policies.current), options),
    ).toMatchObject({
      created: 0,
      errors: [{ code: 'workbook.nothing' }],
    });
  });

  it('a phone is forgotten a year after it ended, not before and not while somebody is to be told', async () => {
    await imports([said(), said({ 工单编号: '2', 投诉日期: '2026-11-20', 问题类别: '河岸' })]);
    const [told, waits] = await all(Complaint);
    const closedAt = instantAt('2026-12-01', '10:00');
    await river.db.transaction(async (tx) => {
      await tx.update(
        Problem,
        { id: [told?.problemId ?? 0, waits?.problemId ?? 0] },
        { state: 'closed', closedAt },
      );
      await tx.update(Complaint, { id: waits?.id ?? 0 }, { tellDueDay: '2026-12-04' });
    });
    expect(await forgetPhones(river.deps, instantAt('2027-12-01', '00:05'))).toBe(0);
    expect(await forgetPhones(river.deps, instantAt('2027-12-02', '00:05'))).toBe(1);
    expect(await forgetPhones(river.deps, instantAt('2027-12-02', '00:05'))).toBe(0);
    expect(await all(Complaint)).toMatchObject([
      { contactCipher: null, contactMasked: null, sourceNo: '12345-0001' },
      { contactMasked: '199****2345' },
    ]);
    expect(await river.db.read.find(AuditEntry, { action: 'complaint.phoneForgotten' })).toHaveLength(1);
  });
});
