import {
  AuditEntry,
  Emergency,
  HistoryEntry,
  OutboxMessage,
  Patrol,
  PatrolTask,
  StandIn,
} from '../../entities';
import { emergencyTasks, endEmergency, startEmergency, suspendPatrols } from '../../src/patrol';
import { BACKENDS, buildPerson, buildPost, buildReach } from '../factories';
import { Hand } from '../problem/pressing';
import { at, buildProblem, buildTask, eachRiver, NOW, type River, sendAll, waiting } from '../river';

describe.each(BACKENDS)('应急 over %s', (backend) => {
  let river: River;
  let office: Hand;
  let chief: Hand;
  eachRiver(backend, (given) => {
    river = given;
    river.deps.clock.moveTo(NOW);
    office = new Hand(river, river.office);
    chief = new Hand(river, river.chief);
  });

  const orders = () => office.sees('riverOrders', river.office.id);
  const begin = async (where = 'all') =>
    office.presses('下达', await orders(), { what: 'emergency-汛情', where, words: '汾河涨水' });
  const start = (given: { reachId?: number; townId?: number } = {}) =>
    river.db.transaction((tx) =>
      startEmergency(tx, river.deps, {
        reachId: null,
        townId: null,
        kind: '汛情',
        words: '汾河涨水',
        by: 'cli',
        at: NOW,
        ...given,
      }),
    );
  const urgent = () => river.db.read.find(PatrolTask, { kind: 'urgent' }, { order: { id: 'ASC' } });
  const running = async () => (await river.db.read.find(Emergency, {}))[0]?.id ?? 0;
  const endIt = async () =>
    office.presses('结束应急', await office.sees('emergency', await running()), {
      words: '水退了',
    });

  test('县河长办 begins it by one form, and each chief has today’s task at once, whatever the day', async () => {
    expect((await begin()).toast?.content).toBe('应急开始，今天发出1个任务');
    expect(await urgent()).toMatchObject([
      { startDay: '2026-11-25', dueDay: '2026-11-25', assigneeId: river.chief.id, state: 'open' },
    ]);
    expect(await waiting(river.db)).toEqual([`patrolTask→${river.chief.id}`, `emergency→${river.office.id}`]);
    const sent = await river.db.read.find(OutboxMessage, {});
    expect(sent.every(({ messageClass }) => messageClass === 'alert')).toBe(true);
    const [task] = await urgent();
    const { words } = await chief.sees('patrolTask', task?.id ?? 0);
    expect(words).toContain('应急（汛情）：汾河涨水');
    expect(words).toContain('应急11月25日');
  });

  test('each day has one task more, asked for when people are awake, and a second run makes none', async () => {
    await start();
    await sendAll(river.db);
    expect(await emergencyTasks(river.deps, at('2026-11-25', '12:00'))).toBe(0);
    expect(await emergencyTasks(river.deps, at('2026-11-28', '00:05'))).toBe(1);
    expect(await emergencyTasks(river.deps, at('2026-11-28', '00:06'))).toBe(0);
    expect((await urgent()).map(({ dueDay }) => dueDay)).toEqual(['2026-11-25', '2026-11-28']);
    const [message] = await river.db.read.find(OutboxMessage, { state: 'pending' });
    expect(message?.dueAt).toEqual(at('2026-11-28', river.deps.policies.current.messages.waking.from));
  });

  test('every second day, where the policy says so', async () => {
    river.deps.policies.current.patrol.emergency = { levels: ['village'], everyDays: 2 };
    await start();
    expect(await emergencyTasks(river.deps, at('2026-11-26', '00:05'))).toBe(0);
    expect(await emergencyTasks(river.deps, at('2026-11-27', '00:05'))).toBe(1);
  });

  test('one over the reach, one over the town and one over the county ask for one walk', async () => {
    await start();
    await start({ townId: river.town.id });
    await start({ reachId: river.reach.id });
    await emergencyTasks(river.deps, at('2026-11-26', '00:05'));
    expect((await urgent()).map(({ dueDay }) => dueDay)).toEqual(['2026-11-25', '2026-11-26']);
    await expect(start()).rejects.toThrow('已经在应急');
  });

  test('whoever holds two posts on a reach has one task, and one that is due today anyway is enough', async () => {
    river.deps.policies.current.patrol.emergency = { levels: ['village', 'town'], everyDays: 1 };
    await buildPost(river.db, { reachId: river.reach.id, personId: river.chief.id, level: 'town' });
    await buildTask(river, { dueDay: '2026-11-26', periodKey: '2026-W48' });
    await start();
    expect(await urgent()).toHaveLength(1);
    expect(await emergencyTasks(river.deps, at('2026-11-26', '00:05'))).toBe(0);
  });

  test('walked, it is the week’s walk, too', async () => {
    const week = await buildTask(river);
    await start();
    const [task] = await urgent();
    await chief.presses('一切正常，提交', await chief.sees('patrolTask', task?.id ?? 0));
    expect(await river.db.read.find(PatrolTask, { state: 'done' })).toHaveLength(2);
    expect((await river.db.read.find(Patrol)).map(({ taskId }) => taskId).sort()).toEqual(
      [week.id, task?.id].sort(),
    );
    expect((await chief.sees('patrolTask', week.id)).words).toContain('没有发现问题');
  });

  test('the deputy is told instead of the chief; a reach that is 停巡 and an empty post are not asked', async () => {
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
    const stopped = await buildReach(river.db, { townId: river.town.id, name: '施工段' });
    await buildPost(river.db, { reachId: stopped.id, personId: river.mayor.id, level: 'village' });
    await buildReach(river.db, { townId: river.town.id, name: '没人段' });
    await river.db.transaction((tx) =>
      suspendPatrols(tx, {
        reachId: stopped.id,
        townId: null,
        fromDay: '2026-11-25',
        toDay: null,
        reason: '施工',
        words: '修堤',
        by: 'cli',
        at: NOW,
      }),
    );
    await begin();
    expect((await urgent()).map(({ reachId }) => reachId)).toEqual([river.reach.id]);
    expect(await waiting(river.db)).toContain(`patrolTask→${deputy.id}`);
    const { words } = await office.sees('emergency', await running());
    expect(words).toContain('没有河长、要另外派人的1个河段：汾河 · 没人段');
    expect(words).toContain('今天还没巡的1个河段');
  });

  test('its end says what it came to, drops what nobody walked today, and asks for nothing more', async () => {
    await begin();
    const [task] = await urgent();
    await chief.presses('一切正常，提交', await chief.sees('patrolTask', task?.id ?? 0));
    await buildProblem(river, { occurredAt: at('2026-11-25', '15:00') });
    river.deps.clock.moveTo(at('2026-11-26', '10:00'));
    await emergencyTasks(river.deps, at('2026-11-26', '00:05'));
    expect((await endIt()).toast?.content).toBe('应急已结束，今天没巡的1个任务作废');
    expect((await urgent()).map(({ state }) => state)).toEqual(['done', 'void']);
    const id = await running();
    const { words, buttons } = await office.sees('emergency', id);
    expect(words).toContain('应急巡河 **1次**，已巡 **1次**');
    expect(words).toContain('发现问题 **1个**，还有 **1个** 没办完');
    expect(words).toContain('结果：水退了');
    expect(buttons).toEqual([]);
    expect(await emergencyTasks(river.deps, at('2026-11-27', '00:05'))).toBe(0);
    const steps = await river.db.read.find(HistoryEntry, { subjectType: 'emergency', subjectId: id });
    expect(steps.map(({ action }) => action)).toEqual(['started', 'ended']);
    const deeds = await river.db.read.find(AuditEntry, { subjectType: 'emergency' });
    expect(deeds.map(({ action }) => action)).toEqual(['emergency.start', 'emergency.end']);
  });

  test('what another 应急 asks for stays when one ends', async () => {
    const all = await start();
    await start({ townId: river.town.id });
    const end = { id: all.id, version: null, words: '水退了', by: 'cli', at: NOW };
    expect(await river.db.transaction((tx) => endEmergency(tx, end))).toBe(0);
    expect((await urgent()).map(({ state }) => state)).toEqual(['open']);
  });

  test('nobody else begins or ends it, and it is not ended twice', async () => {
    const shown = await orders();
    const form = { what: 'emergency-汛情', where: 'all', words: '涨水' };
    expect(await chief.refused('下达', shown, form)).toBe('press.notYours');
    await begin();
    const card = await office.sees('emergency', await running());
    expect((await chief.sees('emergency', await running())).buttons).toEqual([]);
    expect(await chief.refused('结束应急', card, { words: '完了' })).toBe('press.notYours');
    await office.presses('结束应急', card, { words: '完了' });
    expect(await office.refused('结束应急', card, { words: '完了' })).toBe('press.stale');
  });
});
