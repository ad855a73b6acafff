import { unzipSync } from 'fflate';
import {
  AuditEntry,
  EnforcementCase,
  HistoryEntry,
  Observation,
  Patrol,
  PatrolTask,
  Person,
  Problem,
} from '../../entities';
import { dayOf } from '../../src/core/days';
import { findingsOf, Policies, type Policy } from '../../src/core/policy';
import { importPatrols, writePatrolsTemplate } from '../../src/paper';
import { waitingFor } from '../../src/problem';
import {
  BACKENDS,
  buildPerson,
  buildPost,
  buildReach,
  buildUnit,
  testPolicy,
  testSecrets,
} from '../factories';
import { paperBook } from '../fixtures/paperBook';
import type { Row } from '../fixtures/sheets';
import { at, buildCard, buildTask, eachRiver, NOW, type River, sendAll, waiting } from '../river';

const normal = (different: Row = {}): Row => ({
  河段编号: 'FH-01',
  级别: '村级',
  巡河人: '第一村河长',
  巡河日期: '2026-11-24',
  结果: '正常',
  ...different,
});
const problem = (different: Row = {}): Row =>
  normal({
    结果: '有问题',
    排污口: '桥西雨洪排口',
    具体位置: '桥下50米',
    问题类别: '排污口',
    严重程度: '一般',
    情况: '晴天有水流出',
    ...different,
  });

describe.each(BACKENDS)('a workbook of paper patrols over %s', (backend) => {
  let river: River;
  let task: PatrolTask;
  eachRiver(backend, async (fresh) => {
    river = fresh;
    task = await buildTask(river);
    await river.db.transaction((tx) => tx.update(Person, { id: river.chief.id }, { openId: null }));
  });

  const imports = async (rows: Row[], given: { at?: Date; dryRun?: boolean; actor?: string } = {}) =>
    importPatrols({ ...river.deps, secrets: testSecrets }, await paperBook(rows), {
      dryRun: false,
      actor: `person:${river.office.id}`,
      at: NOW,
      ...given,
    });
  const all = <E extends object>(entity: new () => E) => river.db.read.find(entity);
  const faults = async (rows: Row[], given: { at?: Date } = {}) =>
    (await imports(rows, given)).errors.map(({ row, column, code }) => `${row} ${column} ${code}`);

  it('ends the task of the period in which the chief walked, with who walked when and who entered it when', async () => {
    expect(await imports([normal()])).toMatchObject({ created: 1, updated: 0, unchanged: 0, errors: [] });
    expect(await all(PatrolTask)).toMatchObject([{ state: 'done', version: 2 }]);
    const [patrol] = await all(Patrol);
    expect(patrol).toMatchObject({
      taskId: task.id,
      personId: river.chief.id,
      result: 'normal',
      channel: 'paper',
      enteredById: river.office.id,
      recordedAt: NOW,
    });
    expect(dayOf(patrol?.occurredAt as Date)).toBe('2026-11-24');
    expect(await all(HistoryEntry)).toMatchObject([
      { subjectType: 'task', action: 'done', actor: `person:${river.office.id}`, version: 2 },
    ]);
    expect(await river.db.read.find(AuditEntry, { action: 'task.done' })).toMatchObject([
      { subjectId: task.id, detail: { channel: 'paper', walker: river.chief.id } },
    ]);
  });

  it('clause （十）: 私设暗管 on paper is reported to 分局 at once, like one from a card', async () => {
    const unit = await buildUnit(river.db, { name: '分局', type: '县直部门', divisionCode: null });
    const bureau = await buildPerson(river.db, { unitId: unit.id, roles: ['分局'] });
    expect(await imports([problem({ 具体种类: '私设暗管' })])).toMatchObject({ errors: [] });
    const [found] = await all(Problem);
    expect(found).toMatchObject({ category: '排污口', kind: '私设暗管', state: 'assigned' });
    expect(await all(EnforcementCase)).toMatchObject([{ problemId: found?.id, kind: '私设暗管' }]);
    expect(await waiting(river.db)).toContain(`enforcement→${bureau.id}`);
  });

  it('refuses a kind of another group, and one where all was normal', async () => {
    expect(await faults([problem({ 具体种类: '乱占' })])).toEqual(['2 具体种类 problem.kind']);
    expect(await faults([normal({ 具体种类: '乱占' })])).toEqual(['2 具体种类 patrol.normal']);
  });

  it('walked today is not walked later than now', async () => {
    await imports([normal({ 巡河日期: '2026-11-25' })]);
    expect((await all(Patrol))[0]?.occurredAt).toEqual(NOW);
  });

  it('hands a problem to the town at once, and 县河长办 will verify it for a finder who is not reached', async () => {
    await buildCard(river.db, {
      kind: 'patrolTask',
      subjectType: 'task',
      subjectId: task.id,
      recipientId: river.chief.id,
    });
    expect(await imports([problem()])).toMatchObject({ created: 1, errors: [] });
    const [found] = await all(Problem);
    expect(found).toMatchObject({
      state: 'assigned',
      taskId: task.id,
      reachId: river.reach.id,
      townId: river.town.id,
      outfallId: river.outfall.id,
      place: '桥西雨洪排口，桥下50米',
      category: '排污口',
      seriousness: '一般',
      words: '晴天有水流出',
      finderId: river.chief.id,
      handlerId: river.liaison.id,
      dueDay: '2026-12-09',
    });
    expect(await waiting(river.db)).toEqual([
      `patrolTask↻${river.chief.id}`,
      `problemWork→${river.liaison.id}`,
    ]);
    expect(await all(Patrol)).toMatchObject([{ result: 'problem' }]);
    expect(await all(Observation)).toMatchObject([
      { outfallId: river.outfall.id, flow: 'abnormal', unchanged: false },
    ]);
    const liaison = { id: river.liaison.id, unitId: river.town.id, roles: ['镇联络员' as const] };
    const policy = river.deps.policies.current;
    expect(await waitingFor(river.db.read, liaison, { policy, day: dayOf(NOW), most: 5 })).toMatchObject([
      { id: found?.id, part: 'handle' },
    ]);
  });

  it('may hold several problems of one patrol', async () => {
    const rows = [problem(), problem({ 排污口: null, 问题类别: '河岸', 情况: '岸边有垃圾' })];
    expect(await imports(rows)).toMatchObject({ created: 2, errors: [] });
    expect(await all(Patrol)).toHaveLength(1);
    expect((await all(Problem)).map(({ place }) => place)).toEqual(['桥西雨洪排口，桥下50米', '桥下50米']);
  });

  it('changes nothing when it is imported again', async () => {
    await imports([problem()]);
    await sendAll(river.db);
    const before = await Promise.all([all(Patrol), all(Problem), all(AuditEntry), all(HistoryEntry)]);
    const later = { at: at('2027-03-01') };
    expect(await imports([problem()], later)).toMatchObject({
      created: 0,
      unchanged: 1,
      errors: [],
      warnings: [],
    });
    expect(await Promise.all([all(Patrol), all(Problem), all(AuditEntry), all(HistoryEntry)])).toEqual(
      before,
    );
    expect(await waiting(river.db)).toEqual([]);
  });

  it('writes nothing as a dry run', async () => {
    expect(await imports([problem()], { dryRun: true })).toMatchObject({ dryRun: true, created: 1 });
    expect([await all(Patrol), await all(Problem)]).toEqual([[], []]);
  });

  it('records one patrol a period, says so of another, and still registers what that one found', async () => {
    const report = await imports([normal(), problem({ 巡河日期: '2026-11-25' })]);
    expect(report).toMatchObject({ created: 2, errors: [] });
    expect(report.warnings.map(({ row, code }) => `${row} ${code}`)).toEqual(['3 patrol.another']);
    expect((await all(Patrol)).map(({ result }) => result)).toEqual(['normal']);
    expect(await all(Problem)).toHaveLength(1);
  });

  it('is taken until the last day of late entry, and not after', async () => {
    expect(await faults([normal()], { at: at('2026-12-07') })).toEqual(['2 巡河日期 patrol.tooLate']);
    expect(await all(Patrol)).toEqual([]);
    expect(await faults([normal()], { at: at('2026-12-06') })).toEqual([]);
    expect(await all(Patrol)).toHaveLength(1);
  });

  it('is not written at all when one row has a fault, and every fault is told by row and column', async () => {
    await buildReach(river.db, { townId: river.town.id, code: 'FH-09' });
    expect(
      await faults([
        normal(),
        normal({ 河段编号: 'FH-99' }),
        normal({ 巡河人: '别人' }),
        normal({ 巡河日期: '2026-11-26' }),
        normal({ 巡河日期: '2026-11-20' }),
        normal({ 情况: '有垃圾' }),
        problem({ 问题类别: null, 情况: null }),
        problem({ 排污口: null, 具体位置: null }),
        problem({ 排污口: '桥东排口' }),
        normal({ 结果: '一般' }),
      ]),
    ).toEqual([
      '3 河段编号 patrol.reach',
      '4 巡河人 patrol.notHolder',
      '5 巡河日期 patrol.future',
      '6 巡河日期 patrol.noTask',
      '7 情况 patrol.normal',
      '8 问题类别 cell.required',
      '8 情况 cell.required',
      '9 具体位置 cell.required',
      '10 排污口 patrol.outfall',
      '11 结果 cell.choice',
    ]);
    expect([await all(Patrol), await all(Problem)]).toEqual([[], []]);
  });

  it('does not say 正常 beside a problem of the same patrol, nor one problem twice', async () => {
    expect(await faults([normal(), problem()])).toEqual(['3 结果 row.double']);
    expect(await faults([problem(), problem()])).toEqual(['3 情况 row.double']);
  });

  it('tells two chiefs of one name apart by their phones', async () => {
    const twin = await buildPerson(river.db, {
      unitId: river.village.id,
      name: '第一村河长',
      mobile: '19900012222',
      openId: null,
    });
    await buildPost(river.db, { reachId: river.reach.id, personId: twin.id, level: 'village' });
    expect(await faults([normal()])).toEqual(['2 手机号 patrol.namesake']);
    await imports([normal({ 手机号: '19900012222' })]);
    expect(await all(Patrol)).toMatchObject([{ personId: twin.id }]);
  });

  it('takes a group of problems that the county has added to its rules, and names it in the template', async () => {
    const policy = testPolicy();
    const findings = findingsOf(policy);
    const groups = [...findings.groups, { name: '湿地', kinds: ['围垦'] }];
    const own: Policy = { ...policy, findings: { ...findings, groups } };
    river.deps.policies = new Policies(river.db, own);
    const row = problem({ 问题类别: '湿地', 具体种类: '围垦', 排污口: null });
    expect(await imports([row])).toMatchObject({ errors: [] });
    expect(await all(Problem)).toMatchObject([{ category: '湿地', kind: '围垦' }]);
    expect(await faults([problem({ 问题类别: '湿土' })])).toEqual(['2 问题类别 cell.choice']);
    const parts = unzipSync(new Uint8Array(await writePatrolsTemplate(own)));
    const sheet = parts['xl/worksheets/sheet1.xml'] ?? new Uint8Array();
    expect(Buffer.from(sheet).toString()).toMatch(/涉水活动,排污口,河长牌,水工建筑物,湿地/);
  });

  it('has a template whose example is not imported', async () => {
    const report = await importPatrols(
      { ...river.deps, secrets: testSecrets },
      await writePatrolsTemplate(testPolicy()),
      {
        dryRun: false,
        actor: 'cli',
        at: NOW,
      },
    );
    expect(report.errors.map(({ code }) => code)).toEqual(['workbook.nothing']);
  });
});
