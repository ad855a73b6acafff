import {
  AuditEntry,
  Exceedance,
  Measurement,
  type Outfall,
  OutfallLimit,
  type Person,
  Problem,
} from '../../entities';
import { Conversation } from '../../src/bot/conversation';
import { Files } from '../../src/bot/files';
import { mayOpen } from '../../src/bot/mayOpen';
import { type SheetOut, writeBook } from '../../src/core/workbook';
import {
  exportMonitoring,
  importMonitoring,
  refreshExceedances,
  writeMonitoringTemplate,
} from '../../src/monitoring';
import { parseReading } from '../../src/monitoring/items';
import { risksSince } from '../../src/patrol/risks';
import { BACKENDS, buildOutfall, buildPerson, buildUnit, testSecrets } from '../factories';
import { Hand } from '../problem/pressing';
import { at, buildCard, buildProblem, eachRiver, NOW, type River, sendAll, waiting } from '../river';

type Row = Record<string, string | number>;

const sheet = (name: string, headings: string[], rows: Row[]): SheetOut => ({
  name,
  columns: headings.map((heading) => ({ heading, width: 12 })),
  rows: rows.map((row) => headings.map((heading) => row[heading] ?? null)),
});
const RESULTS = [
  '排污口',
  '采样日期',
  '采样时刻',
  '监测方式',
  '项目',
  '结果',
  '单位',
  '监测单位',
  '报告编号',
];
const book = (results: Row[], limits: Row[] = []) =>
  writeBook([
    sheet('监测结果', RESULTS, results),
    sheet('限值', ['排污口', '项目', '下限', '上限', '依据'], limits),
  ]);

describe.each(BACKENDS)('监测 over %s', (backend) => {
  let river: River;
  let works: Outfall;
  let bureau: Person;
  let officer: Hand;
  eachRiver(backend, async (given) => {
    river = given;
    const unit = await buildUnit(river.db, { name: '分局', type: '县直部门', divisionCode: null });
    bureau = await buildPerson(river.db, { unitId: unit.id, title: '分局科长', roles: ['分局'] });
    officer = new Hand(river, bureau);
    works = await buildOutfall(river.db, {
      townId: river.town.id,
      reachId: river.reach.id,
      internalCode: 'XJ-100-9001',
      name: '永丰焦化厂排污口',
      owner: '永丰焦化厂',
      ownerType: '企业',
      standard: 'DB14/1928-2019',
    });
  });

  const result = (different: Row = {}): Row => ({
    排污口: 'XJ-100-9001',
    采样日期: '2026-11-20',
    监测方式: '实验室',
    项目: '化学需氧量',
    结果: 35,
    监测单位: '县监测站',
    ...different,
  });
  const imports = async (results: Row[], limits: Row[] = [], given: object = {}) =>
    importMonitoring(river.deps, await book(results, limits), {
      dryRun: false,
      actor: `person:${bureau.id}`,
      at: NOW,
      ...given,
    });
  const all = <E extends object>(entity: new () => E) => river.db.read.find(entity);
  const verdicts = async () => (await all(Measurement)).map(({ item, verdict }) => `${item} ${verdict}`);

  test('clause （九）: what a laboratory finds over the limit is told to the responsible party and 分局, and becomes a problem with a due day', async () => {
    const report = await imports([result({ 结果: 65 }), result({ 项目: 'NH3-N', 结果: '<0.025' })]);
    expect(report).toMatchObject({ created: 2, errors: [] });
    expect(report.warnings.map(({ code }) => code)).toContain('monitoring.over');
    expect(await verdicts()).toEqual(['化学需氧量 over', '氨氮 pass']);
    const [problem] = await all(Problem);
    expect(problem).toMatchObject({
      source: 'exceedance',
      state: 'assigned',
      outfallId: works.id,
      kind: '超标排放',
      seriousness: '较重',
      dueDay: '2026-12-23',
      finderId: bureau.id,
    });
    expect(problem?.words).toContain('化学需氧量 65 mg/L（限值 40）');
    expect(await waiting(river.db)).toEqual([
      `problemWork→${river.liaison.id}`,
      `exceedance→${river.liaison.id}`,
      `exceedance→${bureau.id}`,
    ]);
    const [told] = await all(Exceedance);
    const shown = await new Hand(river, river.liaison).sees('exceedance', told?.id ?? 0);
    expect(shown.words).toContain('化学需氧量 65 mg&#47;L');
    expect(shown.words).toContain('限值 40');
    expect(shown.words).toContain('永丰焦化厂** 没人在飞书里');
    await new Hand(river, river.liaison).presses('打开交办单', shown);
    expect((await officer.sees('exceedance', told?.id ?? 0)).words).not.toContain('请你转告');
  });

  test('clause （九）: the responsible party reads what it has to do, and to whom it brings it', async () => {
    const unit = await buildUnit(river.db, { name: '永丰焦化厂', type: '企业', divisionCode: null });
    const contact = new Hand(
      river,
      await buildPerson(river.db, { unitId: unit.id, title: '环保科长', roles: ['责任单位联系人'] }),
    );
    await imports([result({ 结果: 65 })]);
    const [told] = await all(Exceedance);
    const words = async (hand: Hand) => (await hand.sees('exceedance', told?.id ?? 0)).words;
    expect(await words(contact)).toContain('改好了把情况和照片交给 **龙兴镇**');
    expect(await words(officer)).not.toContain('改好了把情况');
    expect(await words(new Hand(river, river.liaison))).not.toContain('改好了把情况');
  });

  test('clause （九）: the reach of an exceedance is at risk until the problem is closed', async () => {
    const risks = () => risksSince(river.db.read, river.deps.policies.current, '2026-11-01');
    expect((await risks()).get(river.reach.id)).toBeUndefined();
    await imports([result({ 结果: 65 })]);
    expect((await risks()).get(river.reach.id)).toEqual([{ from: '2026-11-25', to: null }]);
  });

  test('clause （九）: 快检 only ever raises a suspicion, which 分局 alone hears of and a laboratory settles', async () => {
    await imports([result({ 监测方式: '快检', 结果: 400, 监测单位: '' })]);
    expect(await verdicts()).toEqual(['化学需氧量 suspected']);
    expect(await all(Problem)).toEqual([]);
    expect(await waiting(river.db)).toEqual([`exceedance→${bureau.id}`]);
    const [told] = await all(Exceedance);
    const before = await officer.sees('exceedance', told?.id ?? 0);
    expect(before.words).toContain('只算疑似');
    await officer.presses('填化验结果', before);
    const form = await officer.sees('monitorForm', works.id);
    await officer.presses('提交结果', form, { method: '实验室', lab: '县监测站', item_1: '22' });
    expect((await officer.sees('exceedance', told?.id ?? 0)).words).toContain('化验达标');
  });

  test('typed on a card: what was left empty was not measured, and pressed twice it is stored once', async () => {
    const form = await officer.sees('monitorForm', works.id);
    expect(form.words).toContain('化学需氧量 mg/L，限值 40');
    const typed = { lab: '县监测站', item_0: '7.2', item_1: '41', item_2: ' < 0.025 ' };
    expect((await officer.presses('提交结果', form, typed)).toast?.content).toContain('有超标');
    expect((await officer.presses('提交结果', form, typed)).toast?.content).toContain('已经记过');
    expect(await verdicts()).toEqual(['pH pass', '化学需氧量 over', '氨氮 pass']);
    expect(await all(Problem)).toHaveLength(1);
    expect((await officer.sees('monitorForm', works.id)).words).toContain('超标');
    expect(await officer.refused('提交结果', form, { ...typed, item_1: '39' })).toBe('press.form');
    expect(await officer.refused('提交结果', form, { lab: '县监测站', item_1: '很多' })).toBe('press.form');
    expect(await officer.refused('提交结果', form, { lab: '', item_1: '1' })).toBe('press.form');
    const liaison = new Hand(river, river.liaison);
    expect(await liaison.refused('提交结果', form, typed)).toBe('press.notYours');
    expect((await liaison.sees('monitorForm', works.id)).words).toContain('由分局或县河长办填');
  });

  test('its own limits are kept with the outfall, and the stricter counts', async () => {
    const own = { 排污口: '永丰焦化厂排污口', 项目: '化学需氧量', 上限: 30, 依据: '排污许可证' };
    await imports([result({ 结果: 35 })], [own]);
    expect(await all(OutfallLimit)).toMatchObject([{ outfallId: works.id, highE4: 300_000 }]);
    expect(await all(Measurement)).toMatchObject([
      { verdict: 'over', limitSource: '排污许可证', highE4: 300_000 },
    ]);
  });

  test('without a limit it is kept and not judged, and the report says so', async () => {
    const report = await imports([result({ 排污口: river.outfall.internalCode, 结果: 900 })]);
    expect(await verdicts()).toEqual(['化学需氧量 unjudged']);
    expect(report.warnings.map(({ code }) => code)).toContain('monitoring.noLimit');
    expect(await waiting(river.db)).toEqual([]);
  });

  test('what was sampled long ago is kept and judged, and nobody is troubled', async () => {
    await imports([result({ 采样日期: '2026-03-01', 结果: 65 })]);
    expect(await verdicts()).toEqual(['化学需氧量 over']);
    expect(await all(Problem)).toEqual([]);
    expect(await waiting(river.db)).toEqual([]);
  });

  test('a second exceedance joins the problem that is open', async () => {
    await imports([result({ 结果: 65 })]);
    await imports([result({ 采样日期: '2026-11-23', 结果: 70 })]);
    const problems = await all(Problem);
    expect(problems.map(({ state }) => state)).toEqual(['assigned', 'merged']);
    expect((await all(Exceedance)).map(({ problemId }) => problemId)).toEqual([
      problems[0]?.id,
      problems[0]?.id,
    ]);
  });

  test('imported twice it changes nothing; a slip is corrected unless it was told as 超标', async () => {
    const rows = [result(), result({ 项目: '氨氮', 结果: 65 })];
    await imports(rows);
    expect(await imports(rows)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    expect(await imports([result({ 结果: 36 })])).toMatchObject({ updated: 1, errors: [] });
    const refused = await imports([result({ 项目: '氨氮', 结果: 0.6 })]);
    expect(refused.errors).toMatchObject([{ column: '结果', code: 'monitoring.told' }]);
  });

  test('a corrected result that turns out over the limit is told then', async () => {
    await imports([result()]);
    await imports([result({ 结果: 350 })]);
    expect(await all(Problem)).toHaveLength(1);
    expect((await all(Measurement))[0]).toMatchObject({ verdict: 'over', exceedanceId: expect.any(Number) });
  });

  test('the export is a workbook that can be filled on and imported', async () => {
    await imports(
      [
        result({ 结果: '<4' }),
        result({ 项目: '总磷', 结果: '未检出' }),
        result({ 采样时刻: '9:30', 结果: 12.5 }),
      ],
      [{ 排污口: 'XJ-100-9001', 项目: 'pH', 下限: 6.5, 上限: 8.5 }],
    );
    const again = await importMonitoring(river.deps, await exportMonitoring(river.db.read), {
      dryRun: false,
      actor: 'cli',
      at: NOW,
    });
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 4, errors: [] });
    const template = await importMonitoring(river.deps, await writeMonitoringTemplate(), {
      dryRun: true,
      actor: 'cli',
      at: NOW,
    });
    expect(template.errors.map(({ code }) => code)).toEqual(['workbook.nothing']);
  });

  test('each fault is said with its row and column, and then nothing is written', async () => {
    const report = await imports([
      result({ 排污口: '没有这个口' }),
      result({ 采样日期: '2026-12-01' }),
      result({ 监测单位: '' }),
      result({ 项目: 'pH', 结果: 15 }),
      result({ 项目: '总磷', 结果: '0.3左右' }),
      result({ 项目: '总氮', 结果: -3 }),
      result({ 项目: '氨氮', 单位: '℃' }),
      result(),
      result(),
    ]);
    expect(report.errors.map(({ row, column }) => `${row} ${column}`)).toEqual([
      '2 排污口',
      '3 采样日期',
      '4 监测单位',
      '5 结果',
      '6 结果',
      '7 结果',
      '8 单位',
      '10 项目',
    ]);
    expect(await all(Measurement)).toEqual([]);
  });

  test('from the command line 分局 counts as the finder, and without anybody to tell it is refused', async () => {
    await imports([result({ 结果: 65 })], [], { actor: 'cli' });
    expect(await all(Problem)).toMatchObject([{ finderId: bureau.id }]);
    await river.db.transaction(async (tx) => {
      await tx.run("DELETE FROM person_role WHERE role IN ('分局', '县河长办')");
    });
    const refused = await imports([result({ 采样日期: '2026-11-21', 结果: 65 })], [], { actor: 'cli' });
    expect(refused.errors).toMatchObject([{ code: 'monitoring.nobody' }]);
  });

  test('a dry run says what would be told and writes nothing', async () => {
    const report = await imports([result({ 结果: 65 })], [], { dryRun: true });
    expect(report).toMatchObject({ dryRun: true, created: 1 });
    expect(await all(Measurement)).toEqual([]);
    expect(await waiting(river.db)).toEqual([]);
  });

  test('when the problem has ended the notices say so', async () => {
    await imports([result({ 结果: 65 })]);
    const [told] = await all(Exceedance);
    await sendAll(river.db);
    const subject = { subjectType: 'exceedance', subjectId: told?.id ?? 0 };
    await buildCard(river.db, { kind: 'exceedance', ...subject, recipientId: bureau.id });
    await river.db.transaction((tx) =>
      tx.update(
        Problem,
        { id: told?.problemId ?? 0 },
        { state: 'closed', closedAt: at('2026-11-26', '10:00') },
      ),
    );
    expect(await refreshExceedances(river.deps, at('2026-11-26'), null)).toBe(0);
    expect(await refreshExceedances(river.deps, at('2026-11-27', '07:30'), at('2026-11-26'))).toBe(1);
    expect(await waiting(river.db)).toEqual([`exceedance↻${bureau.id}`]);
    expect((await officer.sees('exceedance', told?.id ?? 0)).words).toContain('已销号');
  });

  test('only those whom it concerns open it', async () => {
    await imports([result({ 结果: 65 })]);
    const [told] = await all(Exceedance);
    const may = (
      person: Person,
      roles: ('村级河长' | '镇联络员' | '分局')[],
      kind: 'exceedance' | 'monitorForm',
    ) =>
      mayOpen(river.db.read, kind, kind === 'exceedance' ? (told?.id ?? 0) : works.id, {
        person,
        roles,
        at: NOW,
        deps: river.deps,
      });
    expect(await may(river.chief, ['村级河长'], 'exceedance')).toBe(false);
    expect(await may(river.liaison, ['镇联络员'], 'exceedance')).toBe(true);
    expect(await may(river.liaison, ['镇联络员'], 'monitorForm')).toBe(false);
    expect(await may(bureau, ['分局'], 'monitorForm')).toBe(true);
    expect((await new Hand(river, river.chief).sees('exceedance', told?.id ?? 0)).words).toContain(
      '不归你管',
    );
  });

  test('the word 监测 gives the table, with an outfall its form, and others the help card', async () => {
    const said: string[] = [];
    let n = 0;
    const says = async (person: Person, text: string) => {
      n += 1;
      said.length = 0;
      await new Conversation(river.deps, async (words) => said.push(words.text)).message({
        messageId: `om_m_${n}`,
        chatId: 'oc_1',
        chatType: 'p2p',
        openId: String(person.openId),
        sentAt: NOW,
        text,
        imageKeys: [],
        place: null,
      });
      return said.join();
    };
    expect(await says(bureau, '监测')).toContain('监测结果的表');
    expect(await says(bureau, '监测 XJ-100-9001')).toBe('');
    await buildOutfall(river.db, { townId: river.town.id, reachId: river.reach.id, name: '桥西二号排口' });
    expect(await says(bureau, '监测 桥西')).toContain('找到2个');
    expect(await says(bureau, '监测 天上')).toContain('没有“天上”');
    await says(river.chief, '监测');
    expect(await waiting(river.db)).toEqual([
      `monitoringFile→${bureau.id}`,
      `monitorForm→${bureau.id}`,
      `help→${river.chief.id}`,
    ]);
    const files = new Files({
      ...river.deps,
      secrets: testSecrets,
      readSheets: async () => [],
      bytes: {
        fetch: async () => ({ lost: '' }),
        read: async () => Buffer.alloc(0),
        forget: async () => undefined,
      },
    });
    const write = (recipient: Person) =>
      files.write(river.db.read, {
        kind: 'monitoringFile',
        subject: { type: 'person', id: recipient.id },
        recipient,
        snapshot: null,
        at: NOW,
      });
    expect((await write(bureau))?.name).toBe('监测结果-2026-11-25.xlsx');
    expect(await write(river.chief)).toBeNull();
    expect(await river.db.read.find(AuditEntry, { action: 'monitoringFile.asked' })).toHaveLength(1);
  });

  test('a graver problem of another kind at the outfall is left alone', async () => {
    await buildProblem(river, {
      outfallId: works.id,
      category: '排污口',
      kind: '污水直排',
      seriousness: '重大',
    });
    await imports([result({ 结果: 65 })]);
    expect((await all(Problem)).map(({ state }) => state)).toEqual(['accepted', 'assigned']);
  });
});

test.each([
  ['65', { value: 65, below: false }],
  ['0.025L', { value: 0.025, below: true }],
  ['＜0.5', { value: 0.5, below: true }],
  ['未检出', { value: 0, below: true }],
  ['ND', { value: 0, below: true }],
  ['约5', null],
  ['-1', null],
  ['1e9', null],
  ['5 mg/L', null],
])('a report’s %s is read as it is meant', (text, reading) => {
  expect(parseReading(text)).toEqual(reading);
});
