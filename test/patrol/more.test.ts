import { Patrol, PatrolTask, Problem, StandIn } from '../../entities';
import { generateTasks, openTasksOf, suspendPatrols } from '../../src/patrol';
import { BACKENDS, buildPerson, buildPost } from '../factories';
import { Hand, newestProblem } from '../problem/pressing';
import { at, buildTask, eachRiver, NOW, type River, waiting } from '../river';

const LABEL = { enter: '一切正常，补记', free: '一切正常，记下', postpone: '顺延', problem: '发现问题' };

describe.each(BACKENDS)('其他情况 of a patrol over %s', (backend) => {
  let river: River;
  let chief: Hand;
  eachRiver(backend, (given) => {
    river = given;
    river.deps.clock.moveTo(NOW);
    chief = new Hand(river, river.chief);
  });

  const patrols = () => river.db.read.find(Patrol, {}, { order: { id: 'ASC' } });
  const taskNow = async (id: number) => (await river.db.read.findOne(PatrolTask, { id })) as PatrolTask;
  const more = (id: number) => chief.sees('patrolMore', id);
  const free = () => chief.sees('patrolMore', river.chief.id, 'person');
  const said = (label: string, shown: Awaited<ReturnType<typeof more>>, form: Record<string, string>) =>
    chief.presses(label, shown, form).then(
      ({ toast }) => toast?.content,
      (error: Error) => error.message,
    );

  test('a walk without signal is entered afterwards: what is said and when it was received are kept apart', async () => {
    const { id } = await buildTask(river);
    const form = { day: '2026-11-24 +0800', begun: '9:30', ended: '10点10分', kind: 'drone' };
    expect(await said(LABEL.enter, await more(id), form)).toBe('已补记');
    expect((await patrols())[0]).toMatchObject({
      taskId: id,
      kind: 'drone',
      startedAt: at('2026-11-24', '09:30'),
      occurredAt: at('2026-11-24', '10:10'),
      recordedAt: NOW,
    });
    expect((await taskNow(id)).state).toBe('done');
  });

  test('a village chief settles no patrol at a desk; a town chief does, and says what came of it', async () => {
    const { id } = await buildTask(river);
    expect(await said(LABEL.enter, await more(id), { kind: 'meeting' })).toContain('不能用这种方式');
    await buildPost(river.db, { reachId: river.reach.id, personId: river.chief.id, level: 'town' });
    const town = await buildTask(river, { level: 'town', periodKey: '2026-11', startDay: '2026-11-01' });
    expect(await said(LABEL.enter, await more(town.id), { kind: 'meeting' })).toContain('办成了什么');
    await said(LABEL.enter, await more(town.id), { kind: 'meeting', words: '定了清淤的事' });
    expect(await patrols()).toMatchObject([{ kind: 'meeting', words: '定了清淤的事' }]);
  });

  test('the chief asks for a deputy or takes leave from here; a deputy has no such button', async () => {
    const { id } = await buildTask(river);
    expect((await chief.presses('请人代巡、请假', await more(id))).toast?.content).toContain('看下面');
    expect(await waiting(river.db)).toEqual([`standInForm→${river.chief.id}`]);
    const deputy = await buildPerson(river.db, { unitId: river.village.id });
    await river.db.transaction((tx) =>
      tx.insert(StandIn, {
        chiefId: river.chief.id,
        deputyId: deputy.id,
        reachId: null,
        fromDay: '2026-11-25',
        toDay: '2026-11-30',
        reason: '出差',
        state: 'accepted',
        askedAt: NOW,
        version: 1,
      }),
    );
    expect((await new Hand(river, deputy).sees('patrolMore', id)).buttons).not.toContain('请人代巡、请假');
  });

  test('顺延 moves the due day once, with its reason, and makes no second task', async () => {
    const { id } = await buildTask(river);
    const shown = await more(id);
    expect(await said(LABEL.postpone, shown, { days: '3', reason: '' })).toContain('为什么顺延');
    expect(await said(LABEL.postpone, shown, { days: '3', reason: '住院' })).toBe('已顺延到12月2日');
    expect(await taskNow(id)).toMatchObject({
      dueDay: '2026-12-02',
      postponedFrom: '2026-11-29',
      postponeReason: '住院',
      state: 'open',
    });
    expect((await more(id)).buttons).not.toContain(LABEL.postpone);
    expect(await chief.refused(LABEL.postpone, shown, { days: '3', reason: '再延' })).toBe('press.stale');
    expect(await generateTasks(river.deps, { from: null, at: at('2026-11-30', '00:05') })).toBe(1);
    expect((await river.db.read.find(PatrolTask)).map(({ periodKey }) => periodKey).sort()).toEqual([
      '2026-W48',
      '2026-W49',
    ]);
  });

  test('顺延 into a 停巡 is refused', async () => {
    const { id } = await buildTask(river);
    await river.db.transaction((tx) =>
      suspendPatrols(tx, {
        reachId: null,
        townId: null,
        fromDay: '2026-12-01',
        toDay: '2026-12-03',
        reason: '冰冻',
        words: '封河',
        by: 'cli',
        at: NOW,
      }),
    );
    expect(await said(LABEL.postpone, await more(id), { days: '3', reason: '住院' })).toContain('停巡');
    expect(await taskNow(id)).toMatchObject({ dueDay: '2026-11-29', postponedFrom: null });
  });

  test('a walk without a task ends the task of its own period, not an earlier one that is late', async () => {
    const late = await buildTask(river, {
      periodKey: '2026-W47',
      startDay: '2026-11-16',
      dueDay: '2026-11-22',
    });
    const own = await buildTask(river);
    await said(LABEL.free, await free(), { begun: '8:00' });
    expect((await taskNow(late.id)).state).toBe('open');
    expect((await taskNow(own.id)).state).toBe('done');
  });

  test('what is overdue is not put off any more', async () => {
    const { id } = await buildTask(river);
    river.deps.clock.moveTo(at('2026-11-30'));
    expect((await more(id)).buttons).toEqual([LABEL.enter, LABEL.problem, '请人代巡、请假']);
  });

  test('a patrol without a task is recorded, once a day', async () => {
    expect(await said(LABEL.free, await free(), {})).toBe('已记下');
    expect(await patrols()).toMatchObject([{ taskId: null, reachId: river.reach.id, level: 'village' }]);
    expect(await said(LABEL.free, await free(), {})).toContain('已经记过');
    expect(await said(LABEL.free, await free(), { day: '2026-11-01' })).toContain('太早');
  });

  test('where a task asks for just that walk it ends the task', async () => {
    const { id } = await buildTask(river);
    expect(await said(LABEL.free, await free(), { begun: '8:00' })).toContain('也算完成了');
    expect((await taskNow(id)).state).toBe('done');
    expect(await patrols()).toHaveLength(1);
  });

  test('somebody else’s form and a post that is gone record nothing', async () => {
    const { id } = await buildTask(river);
    const [form, shown] = [await more(id), await free()];
    const mayor = new Hand(river, river.mayor);
    expect(await mayor.refused(LABEL.free, shown)).toBe('press.notYours');
    expect((await mayor.sees('patrolMore', river.chief.id, 'person')).buttons).toEqual([]);
    await river.db.transaction((tx) =>
      tx.run('UPDATE post SET toDay = ? WHERE personId = ?', ['2026-11-24', river.chief.id]),
    );
    expect(await chief.refused(LABEL.enter, form)).toBe('press.notYours');
    expect(await chief.refused(LABEL.free, shown)).toBe('press.notYours');
    expect(await patrols()).toEqual([]);
  });

  const report = async () => {
    const { id } = await newestProblem(river);
    await chief.presses('提交', await chief.sees('problemForm', id), {
      place: 'other',
      spot: '桥下',
      category: '河岸',
      seriousness: '一般',
      words: '有垃圾',
    });
    return id;
  };

  test('a problem seen after the week’s patrol is reported from the done card, which then names it', async () => {
    const { id } = await buildTask(river);
    await chief.presses('一切正常，提交', await chief.sees('patrolTask', id));
    river.deps.clock.moveTo(at('2026-11-27'));
    await chief.presses('又发现问题', await chief.sees('patrolTask', id));
    const problem = await report();
    expect(await river.db.read.findOne(Problem, { id: problem })).toMatchObject({
      state: 'assigned',
      taskId: id,
    });
    expect((await chief.sees('patrolTask', id)).words).toContain('1个问题');
    expect(await patrols()).toMatchObject([{ result: 'normal' }]);
  });

  test('the done card has no button once late entry is over, nor for a co-holder who did not walk', async () => {
    const { id } = await buildTask(river);
    await chief.presses('一切正常，提交', await chief.sees('patrolTask', id));
    expect((await new Hand(river, river.mayor).sees('patrolTask', id)).buttons).toEqual([]);
    river.deps.clock.moveTo(at('2026-12-07'));
    expect((await chief.sees('patrolTask', id)).buttons).toEqual([]);
  });

  test('a walk that is entered afterwards keeps what was said of it when a problem was found on it', async () => {
    const { id } = await buildTask(river);
    const form = { day: '2026-11-24 +0800', begun: '9:30', ended: '10:10', kind: 'drone' };
    await said(LABEL.problem, await more(id), form);
    const problem = await report();
    const walked = at('2026-11-24', '10:10');
    expect(await patrols()).toMatchObject([
      {
        taskId: id,
        result: 'problem',
        kind: 'drone',
        startedAt: at('2026-11-24', '09:30'),
        occurredAt: walked,
        recordedAt: NOW,
      },
    ]);
    const found = { occurredAt: walked, recordedAt: NOW, taskId: id };
    expect(await river.db.read.findOne(Problem, { id: problem })).toMatchObject(found);
    expect((await taskNow(id)).state).toBe('done');
  });

  test('a day that has not come is refused before the problem’s form is opened', async () => {
    const { id } = await buildTask(river);
    expect(await said(LABEL.problem, await more(id), { day: '2026-11-26 +0800' })).toContain('还没有到');
    expect(await said(LABEL.problem, await free(), { day: '2026-11-26 +0800' })).toContain('还没有到');
    expect(await river.db.read.find(Problem)).toEqual([]);
  });

  test('a walk without a task on which a problem was found is a patrol too, once a day', async () => {
    for (const day of ['2026-11-23', '2026-11-23', '2026-11-24']) {
      await said(LABEL.problem, await free(), { day: `${day} +0800`, begun: '9:00', kind: 'drone' });
      await report();
    }
    const walk = {
      taskId: null,
      result: 'problem',
      kind: 'drone',
      personId: river.chief.id,
      recordedAt: NOW,
    };
    expect(await patrols()).toMatchObject([
      { ...walk, occurredAt: at('2026-11-23', '09:00') },
      { ...walk, occurredAt: at('2026-11-24', '09:00') },
    ]);
  });

  test('whoever lost the post while the form was open reports the problem, and has walked nothing', async () => {
    await said(LABEL.problem, await free(), {});
    await river.db.transaction((tx) =>
      tx.run('UPDATE post SET toDay = ? WHERE personId = ?', ['2026-11-24', river.chief.id]),
    );
    const id = await report();
    expect(await river.db.read.findOne(Problem, { id })).toMatchObject({ state: 'assigned' });
    expect(await patrols()).toEqual([]);
  });

  test('a walk without a task of a day that a task asks for is that task’s, found problem and all', async () => {
    const { id } = await buildTask(river);
    await said(LABEL.problem, await free(), { day: '2026-11-24 +0800' });
    await report();
    expect(await patrols()).toMatchObject([{ taskId: id, result: 'problem' }]);
    expect((await taskNow(id)).state).toBe('done');
  });

  test('a problem without a task goes the same way', async () => {
    await chief.presses(LABEL.problem, await free());
    const id = await report();
    expect(await river.db.read.findOne(Problem, { id })).toMatchObject({ state: 'assigned', taskId: null });
    expect(await openTasksOf(river.db.read, { personId: river.chief.id, day: '2026-11-25' })).toEqual([]);
  });

  test('a normal patrol is one press, and at most three with another way of walking', async () => {
    const { id } = await buildTask(river);
    let presses = 0;
    const counted = (label: string, shown: Awaited<ReturnType<typeof more>>) => {
      presses += 1;
      return chief.presses(label, shown);
    };
    await counted('一切正常，提交', await chief.sees('patrolTask', id));
    expect(presses).toBe(1);
    expect((await taskNow(id)).state).toBe('done');
    presses = 0;
    const other = await buildTask(river, { periodKey: '2026-W47', dueDay: '2026-11-30' });
    await counted('其他情况（补记、顺延）', await chief.sees('patrolTask', other.id));
    await counted(LABEL.enter, await more(other.id));
    expect(presses).toBeLessThanOrEqual(3);
    expect((await taskNow(other.id)).state).toBe('done');
  });
});
