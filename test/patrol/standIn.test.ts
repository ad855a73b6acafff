import { Patrol, PatrolTask, StandIn } from '../../entities';
import { openMatters } from '../../src/escalation/matters';
import { closeMissed, generateTasks, openTasksOf, resumePatrols, suspendPatrols } from '../../src/patrol';
import { BACKENDS, buildPerson, buildPost, buildReach } from '../factories';
import { Hand } from '../problem/pressing';
import { at, buildCard, buildTask, eachRiver, NOW, type River, sendAll, waiting } from '../river';

describe.each(BACKENDS)('代巡 over %s', (backend) => {
  let river: River;
  let chief: Hand;
  let deputy: Hand;
  let stranger: Hand;
  eachRiver(backend, async (given) => {
    river = given;
    river.deps.clock.moveTo(NOW);
    const people = [
      await buildPerson(river.db, { unitId: river.village.id, name: '赵副书记', title: '副书记' }),
      await buildPerson(river.db, { unitId: river.village.id, name: '钱会计', title: '会计' }),
    ] as const;
    chief = new Hand(river, river.chief);
    deputy = new Hand(river, people[0]);
    stranger = new Hand(river, people[1]);
  });

  const form = (given: Record<string, string> = {}) => ({
    deputy: `p${deputy.person.id}`,
    to: '2026-12-05 +0800',
    reason: '请假',
    ...given,
  });
  const ask = async (given: Record<string, string> = {}) =>
    chief.presses('发出', await chief.sees('standInForm', river.chief.id), form(given));
  const refusal = async (given: Record<string, string>) => {
    const shown = await chief.sees('standInForm', river.chief.id);
    return chief.presses('发出', shown, form(given)).then(
      ({ toast }) => toast?.content,
      (error: Error) => error.message,
    );
  };
  const newest = async () => {
    const [found] = await river.db.read.find(StandIn, {}, { order: { id: 'DESC' }, limit: 1 });
    if (!found) throw new Error('no stand-in');
    return found;
  };
  const accept = async () => {
    const { id } = await newest();
    return deputy.presses('同意代巡', await deputy.sees('standIn', id));
  };
  const agreed = async () => {
    await ask();
    await accept();
  };
  const submit = (hand: Hand, task: PatrolTask) =>
    hand.sees('patrolTask', task.id).then((card) => hand.presses('一切正常，提交', card));

  test('the chief asks, the deputy agrees, and has the task from then on', async () => {
    const task = await buildTask(river);
    expect((await deputy.sees('patrolTask', task.id)).buttons).toEqual([]);
    expect((await ask()).toast?.content).toBe('已发给他，等他同意');
    expect((await deputy.sees('patrolTask', task.id)).buttons).toEqual([]);
    await sendAll(river.db);
    expect((await accept()).toast?.content).toContain('任务看下面');
    expect(await waiting(river.db)).toEqual([`patrolTask→${deputy.person.id}`]);
    const card = await deputy.sees('patrolTask', task.id);
    expect(card.buttons).toContain('一切正常，提交');
    expect(card.words).toContain('代龙兴镇第一村河长巡');
  });

  test('what the deputy walks says for whom, is shown apart, and is nobody’s in the scores', async () => {
    const task = await buildTask(river);
    await agreed();
    await submit(deputy, task);
    const [patrol] = await river.db.read.find(Patrol);
    expect(patrol).toMatchObject({ personId: deputy.person.id, standInFor: river.chief.id, taskId: task.id });
    const { words } = await chief.sees('patrolTask', task.id);
    expect(words).toContain('副书记');
    expect(words).toContain('代龙兴镇第一村河长');
  });

  test('the chief may still walk, and then it is the chief’s own', async () => {
    const task = await buildTask(river);
    await agreed();
    await submit(chief, task);
    expect((await river.db.read.find(Patrol))[0]).toMatchObject({
      personId: river.chief.id,
      standInFor: null,
    });
  });

  test('reminders and new tasks go to the deputy and not to the chief', async () => {
    await agreed();
    await sendAll(river.db);
    await generateTasks(river.deps, { from: null, at: NOW });
    expect(await waiting(river.db)).toEqual([`patrolTask→${deputy.person.id}`]);
    const [matter] = (await openMatters(river.db.read, river.deps, { today: '2026-11-25' })).filter(
      ({ duty }) => duty === 'patrol',
    );
    expect(matter?.responsible).toEqual([deputy.person.id]);
    const [later] = (await openMatters(river.db.read, river.deps, { today: '2026-12-06' })).filter(
      ({ duty }) => duty === 'patrol',
    );
    expect(later?.responsible).toEqual([river.chief.id]);
  });

  test('a problem found by the deputy ends the patrol as walked for the chief', async () => {
    const task = await buildTask(river);
    await agreed();
    await deputy.presses('发现问题', await deputy.sees('patrolTask', task.id));
    const [draft] = await river.db.read.query<{ id: number }>('SELECT id FROM problem');
    await deputy.presses('提交', await deputy.sees('problemForm', draft?.id ?? 0), {
      place: 'other',
      spot: '桥下',
      category: '河岸',
      seriousness: '一般',
      words: '有垃圾',
    });
    expect((await river.db.read.find(Patrol))[0]).toMatchObject({
      result: 'problem',
      standInFor: river.chief.id,
    });
  });

  test('one reach is that reach only', async () => {
    const second = await buildReach(river.db, { townId: river.town.id, name: '龙兴镇第二村段' });
    await buildPost(river.db, { reachId: second.id, personId: river.chief.id, level: 'village' });
    const here = await buildTask(river);
    const there = await buildTask(river, { reachId: second.id });
    await ask({ reach: `r${second.id}` });
    await accept();
    const tasks = await openTasksOf(river.db.read, { personId: deputy.person.id, day: '2026-11-25' });
    expect(tasks.map(({ id }) => id)).toEqual([there.id]);
    expect((await deputy.sees('patrolTask', here.id)).buttons).toEqual([]);
  });

  test('it ends with its last day', async () => {
    const task = await buildTask(river);
    await agreed();
    const mayWalk = async () => (await deputy.sees('patrolTask', task.id)).buttons.length > 0;
    river.deps.clock.moveTo(at('2026-12-06'));
    expect(await mayWalk()).toBe(false);
    expect((await deputy.sees('standIn', (await newest()).id)).words).toContain('已到期');
  });

  test.each(['chief', 'deputy'] as const)('the %s ends it early', async (side) => {
    const task = await buildTask(river);
    await agreed();
    const { id } = await newest();
    const hand = side === 'chief' ? chief : deputy;
    await hand.presses(side === 'chief' ? '收回' : '不再代巡', await hand.sees('standIn', id));
    expect((await deputy.sees('patrolTask', task.id)).buttons).toEqual([]);
    expect((await newest()).state).toBe('ended');
  });

  test('declined, nothing changes and another can be asked', async () => {
    await ask();
    const { id } = await newest();
    await deputy.presses('不同意', await deputy.sees('standIn', id));
    expect((await chief.sees('standIn', id)).buttons).toEqual([]);
    expect((await ask()).toast?.type).toBe('success');
  });

  test('nobody else answers for the deputy, and a second answer changes nothing', async () => {
    await ask();
    const card = await deputy.sees('standIn', (await newest()).id);
    expect(await stranger.refused('同意代巡', card)).toBe('press.notYours');
    expect(await chief.refused('同意代巡', card)).toBe('press.notYours');
    await deputy.presses('同意代巡', card);
    expect(await deputy.refused('同意代巡', card)).toBe('press.stale');
    const form = await chief.sees('standInForm', river.chief.id);
    expect(
      await stranger.refused('发出', form, {
        deputy: `p${chief.person.id}`,
        to: '2026-12-01',
        reason: '请假',
      }),
    ).toBe('press.notYours');
  });

  test('停巡 redraws the deputy’s list, and its end is told to the deputy, not to the chief', async () => {
    await agreed();
    const task = await buildTask(river);
    const id = deputy.person.id;
    await buildCard(river.db, { kind: 'newTasks', subjectType: 'person', subjectId: id, recipientId: id });
    await sendAll(river.db);
    const ice = await river.db.transaction((tx) =>
      suspendPatrols(tx, {
        reachId: null,
        townId: null,
        fromDay: '2026-11-25',
        toDay: null,
        reason: '冰冻',
        words: '汾河封河',
        by: 'cli',
        at: NOW,
      }),
    );
    expect(ice.stopped).toBe(1);
    expect(await waiting(river.db)).toEqual([`newTasks↻${id}`]);
    await sendAll(river.db);
    await river.db.transaction((tx) => resumePatrols(tx, { id: ice.id, by: 'cli', at: at('2026-11-27') }));
    expect(await waiting(river.db)).toEqual([`newTasks↻${id}`, `patrolTask→${id}`]);
    expect(await river.db.read.findOne(PatrolTask, { id: task.id })).toMatchObject({ state: 'open' });
  });

  test.each([
    ['without a last day', { to: '' }, '到哪一天'],
    ['from yesterday', { from: '2026-11-24' }, '今天或以后'],
    ['ending before it begins', { from: '2026-12-10' }, '早于'],
    ['for a year', { to: '2027-11-24' }, '最多'],
    ['by the chief', { deputy: 'p1' }, '不能代巡'],
  ])('%s it is refused in a sentence', async (_, given, words) => {
    expect(await refusal(given)).toContain(words);
  });

  test('two for the same days are refused', async () => {
    await ask();
    expect(await refusal({})).toContain('已经请过人');
  });

  test('a deputy whom the roster drops has no button any more', async () => {
    const task = await buildTask(river);
    await agreed();
    const card = await deputy.sees('patrolTask', task.id);
    await river.db.transaction((tx) =>
      tx.run('UPDATE post SET toDay = ? WHERE personId = ?', ['2026-11-24', river.chief.id]),
    );
    expect(await deputy.refused('一切正常，提交', card)).toBe('press.notYours');
  });

  test('a new holder is not pressed for what falls due in the first working days, and it ends as nobody’s', async () => {
    const { db, reach, village, deps } = river;
    await db.transaction((tx) =>
      tx.run('UPDATE post SET toDay = ? WHERE personId = ?', ['2026-11-22', river.chief.id]),
    );
    const fresh = await buildPerson(db, { unitId: village.id });
    await buildPost(db, { reachId: reach.id, personId: fresh.id, level: 'village', fromDay: '2026-11-23' });
    const first = await buildTask(river, { assigneeId: fresh.id });
    const second = await buildTask(river, {
      assigneeId: fresh.id,
      periodKey: '2026-W50',
      startDay: '2026-12-07',
      dueDay: '2026-12-13',
      lateDay: '2026-12-20',
    });
    const patrols = async (today: string) =>
      (await openMatters(db.read, deps, { today }))
        .filter(({ duty }) => duty === 'patrol')
        .map(({ id }) => id);
    expect(await patrols('2026-11-26')).toEqual([first.id, second.id]);
    expect(await patrols('2026-11-30')).toEqual([second.id]);
    await closeMissed(deps, at('2026-12-21', '00:05'));
    expect(await db.read.findOne(PatrolTask, { id: first.id })).toMatchObject({ state: 'void' });
    expect(await db.read.findOne(PatrolTask, { id: second.id })).toMatchObject({ state: 'missed' });
  });
});
