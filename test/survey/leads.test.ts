import gcoord from 'gcoord';
import {
  EnforcementCase,
  FoundOutfall,
  HistoryEntry,
  Outfall,
  Problem,
  Reach,
  SurveyLead,
} from '../../entities';
import { mayOpen } from '../../src/bot/mayOpen';
import { writeBook } from '../../src/core/workbook';
import { openMatters, reissueCards } from '../../src/escalation';
import { importLeads, writeLeadsTemplate } from '../../src/survey';
import { BACKENDS, buildPerson, buildUnit } from '../factories';
import { Hand } from '../problem/pressing';
import { at, eachRiver, NOW, type River, sendAll, waiting } from '../river';

type Row = Record<string, string | number>;
const HEADINGS = [
  '线索编号',
  '线索来源',
  '发现日期',
  '河段编号',
  '经度',
  '纬度',
  '位置说明',
  '线索情况',
  '证据',
];
const lead = (different: Row = {}): Row => ({
  线索编号: 'WRJ-001',
  线索来源: '无人机',
  发现日期: '2026-11-20',
  河段编号: 'FH-01',
  经度: 111.2203,
  纬度: 35.6101,
  位置说明: '白村桥下游',
  线索情况: '左岸有黑水流入',
  证据: 'DJI_0342.JPG',
  ...different,
});

describe.each(BACKENDS)('排查线索 over %s', (backend) => {
  let river: River;
  let liaison: Hand;
  eachRiver(backend, (given) => {
    river = given;
    liaison = new Hand(river, river.liaison);
  });

  const imports = async (rows: Row[], dryRun = false) =>
    importLeads(
      river.deps,
      await writeBook([
        {
          name: '排查线索',
          columns: HEADINGS.map((heading) => ({ heading })),
          rows: rows.map((row) => HEADINGS.map((heading) => row[heading] ?? null)),
        },
      ]),
      { dryRun, actor: `person:${river.office.id}`, at: NOW },
    );
  const all = <E extends object>(entity: new () => E) => river.db.read.find(entity);
  const first = async () => (await all(SurveyLead))[0]?.id ?? 0;
  const confirm = async (seen: string, words = '') => {
    const shown = await liaison.sees('lead', await first());
    return String((await liaison.presses('提交核实结果', shown, { seen, words })).toast?.content);
  };

  test('clause （十三）: a point of a survey goes to the town of its reach, which says on site that the ledger has it', async () => {
    expect(await imports([lead()])).toMatchObject({ created: 1, errors: [] });
    expect(await all(SurveyLead)).toMatchObject([
      { townId: river.town.id, lonE6: 111_220_300, state: 'open', dueDay: '2026-12-09' },
    ]);
    expect(await waiting(river.db)).toEqual([`lead→${river.liaison.id}`]);
    const shown = await liaison.sees('lead', await first());
    expect(shown.words).toContain('左岸有黑水流入');
    expect(shown.words).toContain('是29米外的桥西雨洪排口');
    expect(await confirm(`o${river.outfall.id}`)).toBe('记下了');
    expect(await all(SurveyLead)).toMatchObject([
      { state: 'known', outfallId: river.outfall.id, doneById: river.liaison.id, version: 2 },
    ]);
    expect((await liaison.sees('lead', await first())).words).toContain('是台账里的桥西雨洪排口');
    expect(await liaison.refused('提交核实结果', shown, { seen: 'none' })).toBe('press.stale');
    expect(await river.db.read.find(HistoryEntry, { subjectType: 'lead' })).toHaveLength(1);
    expect(await all(Problem)).toEqual([]);
  });

  test('clause （十三）: an outfall that the ledger has not becomes a problem, and the next photo is of it', async () => {
    await imports([lead()]);
    expect(await confirm('new', '一根塑料管')).toContain('已登记为问题');
    const [problem] = await all(Problem);
    expect(problem).toMatchObject({
      source: 'lead',
      kind: '新增排污口',
      place: '白村桥下游',
      words: '一根塑料管；线索WRJ-001（无人机）：左岸有黑水流入',
      finderId: river.liaison.id,
      state: 'assigned',
    });
    expect(await all(SurveyLead)).toMatchObject([{ state: 'new', problemId: problem?.id }]);
    expect(await all(EnforcementCase)).toEqual([]);
    expect(await liaison.sendsPhoto()).toContain('白村桥下游');
  });

  test('clause （一）: what is new passes through 待核 with the point of the survey, and 分局 enters it', async () => {
    const unit = await buildUnit(river.db, { name: '分局', type: '县直部门', divisionCode: null });
    const bureau = new Hand(
      river,
      await buildPerson(river.db, { unitId: unit.id, title: '分局科长', roles: ['分局'] }),
    );
    // Far from the outfall that the ledger has.
    await imports([lead({ 经度: 111.2303 })]);
    await confirm('new', '一根塑料管');
    expect(await waiting(river.db)).toContain(`foundOutfall→${bureau.person.id}`);
    const [found] = await all(FoundOutfall);
    const shown = await bureau.sees('foundOutfall', found?.id ?? 0);
    expect(shown.words).toContain('一根塑料管');
    expect(shown.form).toMatchObject({ where: '111.2303，35.6101' });
    await bureau.presses('确认入账', shown, { name: '龙兴镇白村桥下游排污口' });
    const outfall = await river.db.read.findOne(Outfall, { name: '龙兴镇白村桥下游排污口' });
    expect(outfall).toMatchObject({ lonE6: 111_230_300, latE6: 35_610_100, tracing: '未溯源' });
    expect(await all(SurveyLead)).toMatchObject([{ state: 'new', outfallId: outfall?.id, version: 3 }]);
    expect(await all(Problem)).toMatchObject([{ outfallId: outfall?.id }]);
    expect((await liaison.sees('lead', await first())).words).toContain('核实后入账：龙兴镇白村桥下游排污口');
  });

  test('clause （一）: one that the ledger has after all is joined with it by 分局', async () => {
    const unit = await buildUnit(river.db, { name: '分局', type: '县直部门', divisionCode: null });
    const bureau = new Hand(
      river,
      await buildPerson(river.db, { unitId: unit.id, title: '分局科长', roles: ['分局'] }),
    );
    await imports([lead()]);
    await confirm('new', '');
    const [found] = await all(FoundOutfall);
    const shown = await bureau.sees('foundOutfall', found?.id ?? 0);
    expect(shown.words).toContain('像是同一个口');
    await bureau.presses('并入这个口', shown, { outfall: String(river.outfall.id) });
    expect(await all(SurveyLead)).toMatchObject([{ outfallId: river.outfall.id }]);
  });

  test('clause （十）: a hidden pipe that a survey brought up is reported to 分局 at once', async () => {
    const unit = await buildUnit(river.db, { name: '分局', type: '县直部门', divisionCode: null });
    const bureau = await buildPerson(river.db, { unitId: unit.id, title: '分局科长', roles: ['分局'] });
    await imports([lead()]);
    expect(await confirm('u1')).toContain('已同时报分局');
    expect(await all(EnforcementCase)).toMatchObject([{ kind: '私设暗管' }]);
    expect(await waiting(river.db)).toContain(`enforcement→${bureau.id}`);
  });

  test('nothing found ends it with no more than that', async () => {
    await imports([lead()]);
    expect(await confirm('none', '是雨水')).toBe('记下了');
    expect(await all(SurveyLead)).toMatchObject([{ state: 'notFound', answer: '是雨水', problemId: null }]);
  });

  test('several of one town come as one list, which opens each', async () => {
    await imports([lead(), lead({ 线索编号: 'WRJ-002', 位置说明: '' })]);
    expect(await waiting(river.db)).toEqual([`leads→${river.liaison.id}`]);
    const list = await liaison.sees('leads', river.town.id);
    expect(list.words).toContain('2条');
    await sendAll(river.db);
    await liaison.presses('打开', list);
    expect(await waiting(river.db)).toEqual([`lead→${river.liaison.id}`]);
    await sendAll(river.db);
    await confirm('none');
    const [, other] = await all(SurveyLead);
    await liaison.presses('提交核实结果', await liaison.sees('lead', other?.id ?? 0), { seen: 'none' });
    expect((await liaison.sees('leads', river.town.id)).words).toContain('都核实完了');
  });

  test('it is reminded of like every matter, and keeps one pressable card', async () => {
    await imports([lead(), lead({ 线索编号: 'WRJ-002' })]);
    const matters = await openMatters(river.db.read, river.deps, { today: '2026-12-08' });
    expect(matters.filter(({ type }) => type === 'lead')).toMatchObject([
      { duty: 'confirm', unitId: river.town.id, dueDay: '2026-12-09', responsible: [river.liaison.id] },
      {},
    ]);
    await sendAll(river.db);
    await reissueCards(river.deps, at('2026-11-26'));
    expect(await waiting(river.db)).toContain(`leads→${river.liaison.id}`);
  });

  test('imported twice it changes nothing, and what was confirmed stays so', async () => {
    await imports([lead()]);
    await confirm('none');
    await sendAll(river.db);
    expect(await imports([lead()])).toMatchObject({ created: 0, unchanged: 1 });
    expect(await all(SurveyLead)).toMatchObject([{ state: 'notFound' }]);
    expect(await waiting(river.db)).toEqual([]);
  });

  test('each fault is said with its row and column, and then nothing is written', async () => {
    const report = await imports([
      lead({ 河段编号: 'XX-9' }),
      lead({ 线索编号: 'WRJ-002', 经度: 35.61, 纬度: 111.22 }),
      lead({ 线索编号: 'WRJ-003', 发现日期: '2027-01-01' }),
      lead({ 线索编号: 'WRJ-004', 线索情况: '' }),
      lead({ 线索编号: 'WRJ-003' }),
    ]);
    expect(report.errors.map(({ row, column }) => `${row} ${column}`)).toEqual([
      '2 河段编号',
      '3 经度',
      '4 发现日期',
      '5 线索情况',
      '6 线索编号',
    ]);
    expect(await all(SurveyLead)).toEqual([]);
    const template = await importLeads(river.deps, await writeLeadsTemplate(), {
      dryRun: true,
      actor: 'cli',
      at: NOW,
    });
    expect(template.errors.map(({ code }) => code)).toEqual(['workbook.nothing']);
  });

  test('a point far from its reach is doubted, and so are points of a map on a phone said to be WGS84', async () => {
    const ends = {
      startLonE6: 111_200_000,
      startLatE6: 35_600_000,
      endLonE6: 111_270_000,
      endLatE6: 35_670_000,
    };
    const doubts = async (rows: Row[]) =>
      (await imports(rows, true)).warnings.flatMap(({ code }) =>
        code.startsWith('coordinate') ? [code] : [],
      );
    expect(await doubts([lead()])).toEqual(['coordinate.unknown']);
    await river.db.transaction((tx) => tx.update(Reach, { code: 'FH-01' }, { ...ends, lengthM: 10_000 }));
    const along = (n: number) => [111.2 + 0.01 * n, 35.6 + 0.01 * n] as [number, number];
    const three = (shift: (place: [number, number]) => number[]) =>
      [1, 2, 3].map((n) => {
        const [lon = 0, lat = 0] = shift(along(n));
        return lead({ 线索编号: `WRJ-${n}`, 经度: lon, 纬度: lat });
      });
    expect(await doubts(three((place) => place))).toEqual([]);
    expect(await doubts(three((place) => gcoord.transform(place, gcoord.WGS84, gcoord.GCJ02)))).toEqual([
      'coordinate.gcj',
    ]);
    expect(await doubts([lead({ 经度: 111.3 })])).toEqual(['coordinate.offReach']);
  });

  test('only the town may confirm it; a made-up answer is refused', async () => {
    await imports([lead()]);
    const id = await first();
    const shown = await liaison.sees('lead', id);
    const chief = new Hand(river, river.chief);
    expect(await chief.refused('提交核实结果', shown, { seen: 'none' })).toBe('press.notYours');
    expect((await chief.sees('lead', id)).words).not.toContain('黑水');
    expect(await liaison.refused('提交核实结果', shown, { seen: 'o99999' })).toBe('press.form');
    expect(await liaison.refused('提交核实结果', shown, { seen: 'u9' })).toBe('press.form');
    expect((await new Hand(river, river.office).sees('lead', id)).words).toContain('等镇里去现场核实');
    const may = (kind: 'lead' | 'leads', on: number) =>
      mayOpen(river.db.read, kind, on, {
        person: river.chief,
        roles: ['村级河长'],
        at: NOW,
        deps: river.deps,
      });
    expect([await may('lead', id), await may('leads', river.town.id)]).toEqual([false, false]);
  });
});
