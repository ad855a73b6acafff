import { Digest, PatrolLeave, PatrolTask } from '../../entities';
import { parsePeriod } from '../../src/assessment/period';
import { readVacancies } from '../../src/assessment/vacancies';
import { digests } from '../../src/escalation';
import { openMatters } from '../../src/escalation/matters';
import { closeMissed, generateTasks } from '../../src/patrol';
import { BACKENDS, buildPerson, buildPost } from '../factories';
import { Hand } from '../problem/pressing';
import { at, buildTask, eachRiver, NOW, type River, sendAll, waiting } from '../river';

describe.each(BACKENDS)('请假 without a deputy over %s', (backend) => {
  let river: River;
  let chief: Hand;
  let office: Hand;
  eachRiver(backend, (given) => {
    river = given;
    river.deps.clock.moveTo(NOW);
    chief = new Hand(river, river.chief);
    office = new Hand(river, river.office);
  });

  const form = () => chief.sees('standInForm', river.chief.id);
  const takeLeave = async (given: Record<string, string> = {}) =>
    chief.presses('发出', await form(), {
      deputy: 'nobody',
      to: '2026-12-05 +0800',
      reason: '生病',
      ...given,
    });
  const newest = async () => {
    const [found] = await river.db.read.find(PatrolLeave, {}, { order: { id: 'DESC' }, limit: 1 });
    if (!found) throw new Error('no leave');
    return found;
  };
  const patrolsDue = async (today: string) =>
    (await openMatters(river.db.read, river.deps, { today })).filter(({ duty }) => duty === 'patrol');
  const stateOf = async ({ id }: PatrolTask) => (await river.db.read.findOne(PatrolTask, { id }))?.state;

  test('the chief takes leave by one form, and 县河长办 is shown what nobody will walk, not why', async () => {
    await buildTask(river);
    expect((await takeLeave()).toast?.content).toBe('已记下请假，这几天不催你');
    const { id } = await newest();
    expect(await waiting(river.db)).toEqual([`leave→${river.chief.id}`, `leave→${river.office.id}`]);
    const { words } = await office.sees('leave', id);
    expect(words).toContain('没人巡的有 **1次**');
    expect(words).toContain('第48周');
    expect(words).not.toContain('生病');
    expect((await office.sees('riverOrders', river.office.id)).words).toContain('请假没人代');
  });

  test('nobody is reminded or sent a task meanwhile, and afterwards the chief is again', async () => {
    await takeLeave();
    await sendAll(river.db);
    expect(await generateTasks(river.deps, { from: null, at: NOW })).toBeGreaterThan(0);
    expect(await waiting(river.db)).toEqual([]);
    expect(await patrolsDue('2026-11-26')).toEqual([]);
    await buildTask(river, {
      periodKey: '2026-W50',
      startDay: '2026-12-07',
      dueDay: '2026-12-13',
      lateDay: '2026-12-20',
    });
    expect((await patrolsDue('2026-12-08')).map(({ responsible }) => responsible)).toEqual([
      [river.chief.id],
    ]);
  });

  test('what falls due on these days ends as nobody’s, and is told apart in the assessment', async () => {
    const during = await buildTask(river);
    const after = await buildTask(river, {
      periodKey: '2026-W49',
      startDay: '2026-11-30',
      dueDay: '2026-12-06',
      lateDay: '2026-12-13',
    });
    await takeLeave();
    await closeMissed(river.deps, at('2026-12-14', '00:05'));
    expect(await stateOf(during)).toBe('void');
    expect(await stateOf(after)).toBe('missed');
    const computed = { computedAt: at('2026-12-14'), frozenAt: null };
    expect(await readVacancies(river.db.read, parsePeriod('2026-11'), computed)).toMatchObject([
      { taskId: during.id, why: 'away' },
    ]);
  });

  test('another holder of the post walks on, is reminded alone, and nothing is uncovered', async () => {
    const other = await buildPerson(river.db, { unitId: river.village.id, name: '第二河长' });
    await buildPost(river.db, { reachId: river.reach.id, personId: other.id, level: 'village' });
    const task = await buildTask(river);
    await takeLeave();
    expect((await patrolsDue('2026-11-26')).map(({ responsible }) => responsible)).toEqual([[other.id]]);
    expect((await office.sees('leave', (await newest()).id)).words).toContain('没有落空');
    await closeMissed(river.deps, at('2026-12-14', '00:05'));
    expect(await stateOf(task)).toBe('missed');
  });

  test('whoever walks on leave all the same has done it', async () => {
    const task = await buildTask(river);
    await takeLeave();
    await chief.presses('一切正常，提交', await chief.sees('patrolTask', task.id));
    expect(await stateOf(task)).toBe('done');
  });

  test('back early, the chief ends it by one press and has the tasks again', async () => {
    await buildTask(river);
    await takeLeave();
    await sendAll(river.db);
    const shown = await form();
    expect(shown.words).toContain('请假，没有人代');
    expect((await chief.presses('销假', shown)).toast?.content).toContain('已销假，任务看下面');
    expect(await waiting(river.db)).toEqual([`patrolTask→${river.chief.id}`]);
    expect((await patrolsDue('2026-11-26')).map(({ responsible }) => responsible)).toEqual([
      [river.chief.id],
    ]);
    expect(await chief.refused('销假', shown)).toBe('press.stale');
    expect((await takeLeave()).toast?.type).toBe('success');
  });

  test('县河长办 may end it, and nobody else', async () => {
    await takeLeave();
    const { id } = await newest();
    const shown = await office.sees('leave', id);
    expect(await new Hand(river, river.mayor).refused('销假', shown)).toBe('press.notYours');
    expect((await office.presses('销假', shown)).toast?.content).toBe('已销假');
    expect((await chief.sees('leave', id)).buttons).toEqual([]);
  });

  test.each([
    ['without a last day', { to: '' }, '到哪一天'],
    ['from yesterday', { from: '2026-11-24' }, '今天或以后'],
    ['for a year', { to: '2027-11-24' }, '最多'],
  ])('%s it is refused in a sentence', async (_, given, words) => {
    await expect(takeLeave(given)).rejects.toThrow(words);
  });

  test('the same days cannot be taken twice, with a deputy or without', async () => {
    const deputy = await buildPerson(river.db, { unitId: river.village.id, name: '赵会计' });
    await takeLeave();
    await expect(takeLeave()).rejects.toThrow('请过假');
    await expect(takeLeave({ deputy: `p${deputy.id}` })).rejects.toThrow('请过假');
  });

  describe('is said to whoever is above', () => {
    let head: Hand;
    const digestOn = async (day: string) => {
      await sendAll(river.db);
      await digests(river.deps, at(day));
      return (await waiting(river.db)).filter((one) => one === `digest→${head.person.id}`).length;
    };
    const words = async () => {
      const [newest] = await river.db.read.find(
        Digest,
        { personId: head.person.id },
        { order: { id: 'DESC' }, limit: 1 },
      );
      return (await head.sees('digest', newest?.id ?? 0)).words;
    };
    const townChief = async () => {
      const person = await buildPerson(river.db, {
        unitId: river.town.id,
        name: '镇河长',
        title: '镇级河长',
      });
      await buildPost(river.db, { reachId: river.townReach.id, personId: person.id, level: 'town' });
      return new Hand(river, person);
    };

    test('once, in the next digest of the 镇级河长 of that reach and in no message of its own; not why', async () => {
      head = await townChief();
      await takeLeave();
      expect(await waiting(river.db)).not.toContain(`leave→${head.person.id}`);
      expect(await digestOn('2026-11-26')).toBe(1);
      river.deps.clock.moveTo(at('2026-11-26'));
      expect(await words()).toContain('龙兴镇第一村河长请假，没人代巡');
      expect(await words()).not.toContain('生病');
      expect(await digestOn('2026-11-27')).toBe(0);
      expect(await digestOn('2026-11-30')).toBe(0);
    });

    test('where no 镇级河长 is, of the town’s liaison', async () => {
      head = new Hand(river, river.liaison);
      await takeLeave();
      expect(await digestOn('2026-11-26')).toBe(1);
    });

    test('not when another holder of the post walks on, or when it was ended before', async () => {
      head = await townChief();
      await takeLeave();
      await chief.presses('销假', await chief.sees('leave', (await newest()).id));
      expect(await digestOn('2026-11-26')).toBe(0);
      const other = await buildPerson(river.db, { unitId: river.village.id, name: '第二河长' });
      await buildPost(river.db, { reachId: river.reach.id, personId: other.id, level: 'village' });
      await takeLeave();
      expect(await digestOn('2026-11-26')).toBe(0);
    });

    test('not to one who is away as well', async () => {
      head = await townChief();
      await head.presses('发出', await head.sees('standInForm', head.person.id), {
        deputy: 'nobody',
        to: '2026-12-05 +0800',
        reason: '生病',
      });
      await takeLeave();
      expect(await digestOn('2026-11-26')).toBe(0);
    });
  });
});
