import { EnforcementCase, type OutboxMessage, OutfallTask, type Person, Photo } from '../../entities';
import { Policies } from '../../src/core/policy';
import { startRounds } from '../../src/outfallTask';
import { BACKENDS, buildOutfall, buildPerson, buildUnit, testPolicy } from '../factories';
import { Hand, newestProblem } from '../problem/pressing';
import { at, eachRiver, type River, sendAll, waiting } from '../river';

const FIRST_OF_YEAR = at('2027-01-01', '00:05');
const DAY_BEFORE = at('2026-12-31', '00:05');

describe.each(BACKENDS)('巡查排污管道 over %s', (backend) => {
  let river: River;
  let bureau: Person;
  let liaison: Hand;
  eachRiver(backend, async (given) => {
    river = given;
    const unit = await buildUnit(river.db, { name: '分局', type: '县直部门', divisionCode: null });
    bureau = await buildPerson(river.db, { unitId: unit.id, title: '分局科长', roles: ['分局'] });
    liaison = new Hand(river, river.liaison);
    river.deps.clock.moveTo(at('2027-01-04', '09:00'));
    // The flood season, monitoring and the river's own rain-water outfall are other tests'.
    const policy = testPolicy();
    river.deps.policies = new Policies(river.db, {
      ...policy,
      outfallTasks: {
        gate: { workdays: 5, lateDays: 30 },
        monitor: { key: 'none', other: 'none', lateDays: 30 },
        dryCheck: { workdays: 3, lateDays: 7, dryDays: 3 },
      },
    });
  });

  const piped = (name: string, given: object = {}) =>
    buildOutfall(river.db, {
      townId: river.town.id,
      reachId: river.reach.id,
      name,
      class1: '工业排污口',
      class2: '工矿企业排污口',
      owner: '永丰焦化厂',
      ownerType: '企业',
      ...given,
    });
  const start = (when = FIRST_OF_YEAR, from = DAY_BEFORE) => startRounds(river.deps, { from, at: when });
  const tasks = () => river.db.read.find(OutfallTask, {}, { order: { id: 'ASC' } });
  const first = async () => (await tasks())[0]?.id ?? 0;
  const roundOf = async () => (await tasks())[0]?.roundId ?? 0;

  test('clause （十）: every quarter at key outfalls and every half year at others, and only where there is a pipe and whose it is', async () => {
    await piped('甲厂排污口');
    await piped('乙厂雨洪排口', { class2: '工矿企业雨洪排口', isKey: false });
    await piped('田边口', { class1: '其他排口', class2: '农村生活污水散排口' });
    await piped('不知道谁的口', { ownerType: '不明', owner: null });
    await piped('取缔了的', { remedyType: '依法取缔', remedyStage: '完成整治' });
    expect(await start()).toBe(2);
    expect(await tasks()).toMatchObject([
      { kind: 'pipeCheck', periodKey: '2027-Q1', dueDay: '2027-03-31', lateDay: '2027-04-15' },
      { kind: 'pipeCheck', periodKey: '2027-H1', dueDay: '2027-06-30' },
    ]);
    expect(await start(at('2027-04-01', '00:05'), at('2027-03-31', '00:05'))).toBe(1);
  });

  test('clause （十）: 没有异常 is one press, without a photo', async () => {
    await piped('甲厂排污口');
    await start();
    const shown = await liaison.sees('outfallTask', await first());
    expect(shown.words).toContain('没人在飞书里');
    expect((await liaison.presses('没有异常', shown)).toast?.content).toBe('记下了，没有异常');
    expect(await tasks()).toMatchObject([{ state: 'done', flow: 'sound', doneById: river.liaison.id }]);
    expect(await river.db.read.find(EnforcementCase)).toEqual([]);
    expect((await liaison.sees('outfallTask', await first())).words).toContain('没有异常');
    expect(await liaison.refused('没有异常', shown)).toBe('press.stale');
  });

  test('clause （十）: 借道排污 that its own enterprise finds becomes a problem, is reported to 分局 at once, and its photos are kept', async () => {
    await piped('甲厂排污口');
    const works = await buildUnit(river.db, { name: '永丰焦化厂', type: '企业', divisionCode: null });
    const contact = new Hand(
      river,
      await buildPerson(river.db, { unitId: works.id, title: '联系人', roles: ['责任单位联系人'] }),
    );
    await start();
    expect(await waiting(river.db)).toContain(`outfallTask→${contact.person.id}`);
    await sendAll(river.db);
    await contact.sendsPhoto();
    const shown = await contact.sees('outfallTask', await first());
    const { toast } = await contact.presses('报上发现的问题', shown, {
      found: 'k0',
      words: '厂门口接了一根管',
    });
    expect(toast?.content).toBe('已登记为问题，已同时报分局。照片直接发给我');
    const problem = await newestProblem(river);
    expect(problem).toMatchObject({
      source: 'ownCheck',
      kind: '借道排污',
      seriousness: '较重',
      words: '巡查排污管道：借道排污：厂门口接了一根管',
      finderId: contact.person.id,
      state: 'assigned',
    });
    expect(await river.db.read.find(Photo)).toMatchObject([
      { subjectType: 'problem', subjectId: problem.id },
    ]);
    expect(await river.db.read.find(EnforcementCase)).toMatchObject([{ problemId: problem.id }]);
    const sent = await river.db.read.query<Pick<OutboxMessage, 'kind' | 'messageClass' | 'recipientId'>>(
      "SELECT kind, messageClass, recipientId FROM outbox_message WHERE kind = 'enforcement'",
    );
    expect(sent).toMatchObject([{ messageClass: 'alert', recipientId: bureau.id }]);
    expect(await tasks()).toMatchObject([{ state: 'done', flow: 'found' }]);
  });

  test('something broken is a problem and no case', async () => {
    await piped('甲厂排污口');
    await start();
    const shown = await liaison.sees('outfallTask', await first());
    await liaison.presses('报上发现的问题', shown, { found: 'k3' });
    expect(await newestProblem(river)).toMatchObject({ kind: '设施破损、排水不畅', seriousness: '一般' });
    expect(await river.db.read.find(EnforcementCase)).toEqual([]);
  });

  test('who has several ends them with one press, and what was found at one of them stays found', async () => {
    await piped('甲厂排污口');
    await piped('乙厂排污口');
    await piped('丙厂排污口');
    await start();
    expect(await waiting(river.db)).toContain(`outfallRound→${river.liaison.id}`);
    const stale = await liaison.sees('outfallRound', await roundOf());
    await liaison.presses('报上发现的问题', await liaison.sees('outfallTask', await first()), {
      found: 'other',
      words: '井盖没了',
    });
    expect(await liaison.refused('3个都巡过了，没有异常', stale)).toBe('press.stale');
    const chief = new Hand(river, river.chief);
    const list = await liaison.sees('outfallRound', await roundOf());
    expect(await chief.refused('2个都巡过了，没有异常', list)).toBe('press.stale');
    const { toast } = await liaison.presses('2个都巡过了，没有异常', list);
    expect(toast?.content).toBe('记下了，2个都没有异常');
    expect(await tasks()).toMatchObject([
      { state: 'done', flow: 'found' },
      { state: 'done', flow: 'sound', version: 2 },
      { state: 'done', flow: 'sound', version: 2 },
    ]);
    expect((await liaison.sees('outfallRound', await roundOf())).words).toContain('没有还要办的了');
    expect(await new Hand(river, bureau).sees('outfallRound', await roundOf())).toMatchObject({
      buttons: [],
    });
  });
});
