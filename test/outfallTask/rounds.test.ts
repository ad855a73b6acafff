import { HistoryEntry, Outfall, OutfallRound, OutfallTask, type Person } from '../../entities';
import { mayOpen } from '../../src/bot/mayOpen';
import { digests, openMatters, reissueCards } from '../../src/escalation';
import { closeMissedTasks, startRounds } from '../../src/outfallTask';
import { BACKENDS, buildOutfall, buildPerson, buildUnit } from '../factories';
import { Hand } from '../problem/pressing';
import { at, eachRiver, type River, sendAll, waiting } from '../river';

const EDGE = at('2027-10-01', '00:05');
const DAY_BEFORE = at('2027-09-30', '00:05');

describe.each(BACKENDS)('排污口任务 over %s', (backend) => {
  let river: River;
  let bureau: Person;
  let liaison: Hand;
  let watcher: Hand;
  eachRiver(backend, async (given) => {
    river = given;
    const unit = await buildUnit(river.db, { name: '分局', type: '县直部门', divisionCode: null });
    bureau = await buildPerson(river.db, { unitId: unit.id, title: '分局科长', roles: ['分局'] });
    liaison = new Hand(river, river.liaison);
    watcher = new Hand(river, bureau);
    river.deps.clock.moveTo(at('2027-10-04', '09:00'));
  });

  const gated = (name: string, given: object = {}) =>
    buildOutfall(river.db, {
      townId: river.town.id,
      reachId: river.reach.id,
      name,
      class1: '工业排污口',
      class2: '工矿企业雨洪排口',
      gate: '有',
      owner: '永丰焦化厂',
      ownerType: '企业',
      ...given,
    });
  const start = (when = EDGE, from: Date | null = DAY_BEFORE) => startRounds(river.deps, { from, at: when });
  const tasks = () => river.db.read.find(OutfallTask, {}, { order: { id: 'ASC' } });
  const first = async () => (await tasks())[0]?.id ?? 0;

  test('the day after the flood season every gate is to be closed, and only where the plan has one', async () => {
    await gated('甲厂雨洪排口');
    await gated('进水管网溢流口', {
      class1: '城镇污水处理厂排污口',
      class2: '城镇污水处理厂排污口',
      isPlantOverflow: true,
    });
    await gated('没有闸阀的', { gate: '无' });
    await gated('取缔了的', { remedyType: '依法取缔', remedyStage: '完成整治' });
    expect(await start()).toBe(2);
    expect(await tasks()).toMatchObject([
      {
        kind: 'gateClose',
        startDay: '2027-10-01',
        dueDay: '2027-10-08',
        lateDay: '2027-11-07',
        state: 'open',
      },
      { kind: 'gateClose' },
    ]);
    expect(await waiting(river.db)).toEqual([
      `outfallRound→${river.liaison.id}`,
      `outfallRound→${bureau.id}`,
    ]);
  });

  test('on the season’s first day they are to be opened', async () => {
    await gated('甲厂雨洪排口');
    expect(await start(at('2027-06-01', '00:05'), at('2027-05-31', '00:05'))).toBe(1);
    expect(await tasks()).toMatchObject([{ kind: 'gateOpen', startDay: '2027-06-01' }]);
    expect((await liaison.sees('outfallTask', await first())).words).toContain('闸阀打开');
  });

  test('a second run begins nothing, a gap is caught up, and a program that is new begins with today', async () => {
    await gated('甲厂雨洪排口');
    expect(await start(at('2027-10-05', '00:05'))).toBe(1);
    expect(await start(at('2027-10-05', '00:05'))).toBe(0);
    expect(await river.db.read.find(OutfallRound)).toHaveLength(1);
    await sendAll(river.db);
    expect(await start(at('2028-06-02', '00:05'), null)).toBe(0);
  });

  test('what stood still until nothing could be entered any more is not asked for', async () => {
    await gated('甲厂雨洪排口');
    expect(await start(at('2027-12-20', '00:05'))).toBe(0);
  });

  test('one photo and one press close it, and 分局 sees it', async () => {
    await gated('甲厂雨洪排口');
    await start();
    const id = await first();
    expect((await liaison.sees('outfallTask', id)).words).toContain('永丰焦化厂');
    expect((await liaison.presses('已关上', await liaison.sees('outfallTask', id))).toast?.content).toContain(
      '还差一张照片',
    );
    expect(await liaison.sendsPhoto()).toContain('甲厂雨洪排口');
    const shown = await liaison.sees('outfallTask', id);
    expect(shown.words).toContain('照片收到了');
    await liaison.presses('已关上', shown);
    expect(await tasks()).toMatchObject([{ state: 'done', doneById: river.liaison.id, version: 2 }]);
    expect(await liaison.refused('已关上', shown)).toBe('press.stale');
    expect(await river.db.read.find(HistoryEntry, { subjectType: 'outfallTask' })).toHaveLength(1);
    const [round] = await river.db.read.find(OutfallRound);
    expect((await watcher.sees('outfallRound', round?.id ?? 0)).words).toContain('办好 **1个**');
    expect((await watcher.sees('outfallTask', id)).buttons).toEqual([]);
  });

  test('with several gates open a photo goes to the one that was opened last, and to none unasked', async () => {
    await gated('甲厂雨洪排口');
    await gated('乙厂雨洪排口');
    await start();
    expect(await liaison.sendsPhoto()).toContain('先替你存着');
    const [round] = await river.db.read.find(OutfallRound);
    const list = await liaison.sees('outfallRound', round?.id ?? 0);
    await liaison.presses('打开', list);
    expect(await liaison.sendsPhoto()).toContain('甲厂雨洪排口');
  });

  test('a contact of the enterprise does it where Feishu knows one, and then it is no lag of the town’s', async () => {
    await gated('甲厂雨洪排口');
    const works = await buildUnit(river.db, { name: '永丰焦化厂', type: '企业', divisionCode: null });
    const contact = await buildPerson(river.db, { unitId: works.id, roles: ['责任单位联系人'] });
    await start();
    expect(await waiting(river.db)).toContain(`outfallTask→${contact.id}`);
    const [matter] = await openMatters(river.db.read, river.deps, { today: '2027-10-20' });
    expect(matter).toMatchObject({
      duty: 'attend',
      responsible: [contact.id],
      unitId: null,
      actedFor: false,
    });
  });

  test('nobody else may open or press it', async () => {
    await gated('甲厂雨洪排口');
    await start();
    const id = await first();
    const shown = await liaison.sees('outfallTask', id);
    const chief = new Hand(river, river.chief);
    expect(await chief.refused('已关上', shown)).toBe('press.notYours');
    expect((await chief.sees('outfallTask', id)).words).toContain('不归你办');
    const may = (person: Person, roles: ('村级河长' | '分局')[]) =>
      mayOpen(river.db.read, 'outfallTask', id, { person, roles, at: EDGE, deps: river.deps });
    expect([await may(river.chief, ['村级河长']), await may(bureau, ['分局'])]).toEqual([false, true]);
  });

  test('it is reminded of like every matter, keeps one pressable card, and is 未完成 in the end', async () => {
    await gated('甲厂雨洪排口');
    await gated('乙厂雨洪排口');
    await start();
    await sendAll(river.db);
    const reissued = await reissueCards(river.deps, at('2027-10-13'));
    expect(reissued).toBe(1);
    expect(await waiting(river.db)).toEqual([`outfallRound→${river.liaison.id}`]);
    await sendAll(river.db);
    await digests(river.deps, at('2027-10-13'));
    expect(await waiting(river.db)).toContain(`digest→${river.liaison.id}`);
    await sendAll(river.db);
    expect(await closeMissedTasks(river.deps, at('2027-11-07', '00:05'))).toBe(0);
    expect(await closeMissedTasks(river.deps, at('2027-11-08', '00:05'))).toBe(2);
    expect(await tasks()).toMatchObject([{ state: 'missed' }, { state: 'missed' }]);
    expect(await waiting(river.db)).toEqual([`outfallRound→${bureau.id}`]);
    expect(await closeMissedTasks(river.deps, at('2027-11-08', '00:05'))).toBe(0);
  });

  test('where nothing is to be done any more it ends the next night, as nobody’s lag', async () => {
    const closed = await gated('甲厂雨洪排口');
    await gated('乙厂雨洪排口');
    await start();
    await river.db.transaction((tx) =>
      tx.update(Outfall, { id: closed.id }, { remedyType: '依法取缔', remedyStage: '完成整治' }),
    );
    expect(await closeMissedTasks(river.deps, at('2027-10-05', '00:05'))).toBe(1);
    expect(await tasks()).toMatchObject([{ state: 'void' }, { state: 'open' }]);
    const matters = await openMatters(river.db.read, river.deps, { today: '2027-10-05' });
    expect(matters.map(({ title }) => title)).toEqual(['汛后关闸：乙厂雨洪排口']);
  });

  test('an outfall that becomes 重点 is monitored by the quarter from then on, and no longer by the year beside', async () => {
    const one = await gated('乙厂排污口', { class2: '工矿企业排污口', gate: '不需要', isKey: false });
    await start(at('2028-01-01', '00:05'), at('2027-12-31', '00:05'));
    await river.db.transaction((tx) => tx.update(Outfall, { id: one.id }, { isKey: true }));
    const night = at('2028-04-01', '00:05');
    await closeMissedTasks(river.deps, night);
    await start(night, at('2028-03-31', '00:05'));
    expect(await tasks()).toMatchObject([
      { periodKey: '2028', state: 'void' },
      { periodKey: '2028-Q2', state: 'open' },
    ]);
  });

  test('自行监测: key outfalls by the quarter, others by the year, rain water never; one press ends it', async () => {
    const process = { class2: '工矿企业排污口', gate: '不需要' };
    await gated('甲厂排污口', { ...process, isKey: true });
    await gated('乙厂排污口', { ...process, isKey: false });
    await gated('丙厂雨洪排口');
    expect(await start(at('2028-01-01', '00:05'), at('2027-12-31', '00:05'))).toBe(2);
    expect(await tasks()).toMatchObject([
      { kind: 'monitor', periodKey: '2028-Q1', dueDay: '2028-03-31' },
      { kind: 'monitor', periodKey: '2028', dueDay: '2028-12-31' },
    ]);
    await liaison.presses('已监测', await liaison.sees('outfallTask', await first()));
    expect((await tasks())[0]).toMatchObject({ state: 'done' });
    await liaison.sendsPhoto();
  });
});
