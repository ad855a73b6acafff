import { OutfallTask, Photo, Problem } from '../../entities';
import { Policies } from '../../src/core/policy';
import { FINDINGS } from '../../src/core/policyProblem';
import { askAfterRain } from '../../src/patrol';
import { BACKENDS, buildOutfall, buildPerson, buildReach, buildUnit, testPolicy } from '../factories';
import { Hand, newestProblem, storePhotos } from '../problem/pressing';
import { at, eachRiver, NOW, type River, waiting } from '../river';

describe.each(BACKENDS)('旱天查雨水口 over %s', (backend) => {
  let river: River;
  let office: Hand;
  let liaison: Hand;
  eachRiver(backend, (given) => {
    river = given;
    river.deps.clock.moveTo(NOW);
    office = new Hand(river, river.office);
    liaison = new Hand(river, river.liaison);
  });

  const give = async () =>
    office.presses('下达', await office.sees('riverOrders', river.office.id), {
      what: 'dryCheck',
      where: 'all',
      words: '一周没下雨',
    });
  const tasks = () => river.db.read.find(OutfallTask, {}, { order: { id: 'ASC' } });
  const taskCard = async () => liaison.sees('outfallTask', (await tasks())[0]?.id ?? 0);

  test('县河长办 has the 城镇雨洪排口 looked at by one form, and no other outfall', async () => {
    await buildOutfall(river.db, {
      townId: river.town.id,
      reachId: river.reach.id,
      name: '甲厂排污口',
      class1: '工业排污口',
      class2: '工矿企业排污口',
    });
    expect((await give()).toast?.content).toContain('发出1个');
    expect(await tasks()).toMatchObject([
      { kind: 'dryCheck', outfallId: river.outfall.id, dueDay: '2026-11-30', state: 'open' },
    ]);
    expect(await waiting(river.db)).toContain(`outfallTask→${river.liaison.id}`);
  });

  test('an outfall whose last look is still open is not asked for twice', async () => {
    await give();
    expect((await give()).toast?.content).toContain('发出0个');
    await liaison.presses('无水', await taskCard());
    expect((await give()).toast?.content).toContain('发出1个');
  });

  test('none is begun right after rain', async () => {
    const rain = { reachId: null, townId: null, words: '一夜62毫米', source: null, by: 'cli', at: NOW };
    await river.db.transaction((tx) => askAfterRain(tx, river.deps, rain));
    await expect(give()).rejects.toThrow('报过下雨还不到3天');
    river.deps.clock.moveTo(at('2026-11-28', '09:00'));
    expect((await give()).toast?.content).toContain('发出1个');
  });

  test('where it did not rain it is begun all the same, and what was rained on is left out', async () => {
    const other = await buildUnit(river.db, { name: '三泉镇', code: '140825101' });
    const dry = await buildReach(river.db, { townId: other.id, name: '三泉镇段' });
    const there = await buildOutfall(river.db, { townId: other.id, reachId: dry.id, name: '三泉雨洪排口' });
    const rain = {
      reachId: null,
      townId: river.town.id,
      words: '一夜62毫米',
      source: null,
      by: 'cli',
      at: NOW,
    };
    await river.db.transaction((tx) => askAfterRain(tx, river.deps, rain));
    const inTown = async (townId: number) =>
      office.presses('下达', await office.sees('riverOrders', river.office.id), {
        what: 'dryCheck',
        where: `t${townId}`,
        words: '一周没下雨',
      });
    await expect(inTown(river.town.id)).rejects.toThrow('报过下雨还不到3天');
    expect((await give()).toast?.content).toBe('已下达，发出1个旱天查雨水口任务；刚下过雨的2个河段没有发');
    expect(await tasks()).toMatchObject([{ outfallId: there.id }]);
  });

  test('无水 ends it without a photo, and opens no problem', async () => {
    await give();
    await liaison.presses('无水', await taskCard());
    expect(await tasks()).toMatchObject([{ state: 'done', flow: 'dry' }]);
    expect(await river.db.read.find(Problem)).toEqual([]);
    expect((await taskCard()).words).toContain('没有水');
  });

  test('有水 goes to 住建局 for tracing where the routes say so, with the photo that was sent', async () => {
    const bureau = await buildUnit(river.db, {
      code: 'ZJJ',
      name: '县住建局',
      type: '县直部门',
      divisionCode: null,
    });
    const tracer = await buildPerson(river.db, { unitId: bureau.id, title: '科长', roles: ['部门联络员'] });
    const routes = [{ group: '排污口', kinds: ['晴天雨水口排污'], unit: 'ZJJ' }];
    river.deps.policies = new Policies(river.db, {
      ...testPolicy(),
      findings: { ...FINDINGS, routes, handlerRoles: ['部门联络员'] },
    });
    await give();
    await liaison.sendsPhoto();
    await storePhotos(river, true);
    await liaison.presses('有水', await taskCard());
    expect(await tasks()).toMatchObject([{ state: 'done', flow: 'flowing' }]);
    const problem = await newestProblem(river);
    expect(problem).toMatchObject({
      source: 'lead',
      state: 'assigned',
      outfallId: river.outfall.id,
      category: '排污口',
      kind: '晴天雨水口排污',
      unitId: bureau.id,
      handlerId: tracer.id,
      finderId: river.liaison.id,
    });
    expect(await river.db.read.find(Photo)).toMatchObject([
      { subjectType: 'problem', subjectId: problem.id, side: 'before' },
    ]);
    expect(await waiting(river.db)).toContain(`problemWork→${tracer.id}`);
  });

  test('a photo that comes after 有水 is still put to the problem', async () => {
    await give();
    await liaison.presses('有水', await taskCard());
    await liaison.sendsPhoto();
    const { id } = await newestProblem(river);
    expect(await river.db.read.find(Photo)).toMatchObject([{ subjectType: 'problem', subjectId: id }]);
  });

  test('pressed twice it opens one problem', async () => {
    await give();
    const shown = await taskCard();
    await liaison.presses('有水', shown);
    expect(await liaison.refused('有水', shown)).toBe('press.stale');
    expect(await river.db.read.find(Problem)).toHaveLength(1);
  });
});
