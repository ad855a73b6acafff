import { AuditEntry, OutboxMessage, PatrolTask, Person, Post } from '../../entities';
import { Calendar } from '../../src/core/calendar';
import { addDays, instantAt } from '../../src/core/days';
import { closeMissed, generatePeriods, generateTasks } from '../../src/patrol';
import { BACKENDS, buildPerson, buildPost, buildReach } from '../factories';
import { buildTask, NOW, openRiver, type River, sendAll, waiting } from '../river';

describe.each(BACKENDS)('making tasks over %s', (backend) => {
  let river: River;
  beforeEach(async () => {
    river = await openRiver(backend);
  });
  afterEach(() => river.db.drop());

  const run = (at: Date, from: Date | null = null) => generateTasks(river.deps, { from, at });
  const tasks = () => river.db.read.find(PatrolTask, {}, { order: { id: 'ASC' } });
  const keys = async () => (await tasks()).map(({ periodKey }) => periodKey);
  const audited = async () => (await river.db.read.find(AuditEntry, { action: 'task.create' })).length;

  test('the first run makes the tasks of the running periods only', async () => {
    expect(await run(NOW)).toBe(1);
    const [task] = await tasks();
    expect(task).toMatchObject({
      reachId: river.reach.id,
      townId: river.town.id,
      level: 'village',
      periodKey: '2026-W48',
      dueDay: '2026-11-29',
      lateDay: '2026-12-06',
      assigneeId: river.chief.id,
      state: 'open',
      policyVersion: 1,
    });
    expect(await waiting(river.db)).toEqual([`patrolTask→${river.chief.id}`]);
    expect(await audited()).toBe(1);
  });

  test('a second run, and ten at once, change nothing', async () => {
    await run(NOW);
    expect(await run(NOW)).toBe(0);
    expect(await run(NOW, NOW)).toBe(0);
    const many = await Promise.all(
      Array.from({ length: 10 }, () => run(instantAt('2026-11-30', '00:05'), NOW)),
    );
    expect(many.reduce((a, b) => a + b)).toBe(1);
    expect(await keys()).toEqual(['2026-W48', '2026-W49']);
    expect(await audited()).toBe(2);
  });

  test('somebody with several new tasks gets one list, a co-holder the same card', async () => {
    const deputy = await buildPerson(river.db, { unitId: river.village.id });
    await buildPost(river.db, { reachId: river.reach.id, personId: deputy.id, level: 'village' });
    const second = await buildReach(river.db, { townId: river.town.id });
    await buildPost(river.db, { reachId: second.id, personId: river.chief.id, level: 'village' });
    await buildPost(river.db, { reachId: second.id, personId: river.chief.id, level: 'town' });
    expect(await run(NOW)).toBe(3);
    expect((await waiting(river.db)).sort()).toEqual(
      [`newTasks→${river.chief.id}`, `patrolTask→${deputy.id}`].sort(),
    );
  });

  test('after a gap every period since is made; what nobody was asked in time is void and sent to nobody', async () => {
    await run(NOW);
    await sendAll(river.db);
    expect(await run(instantAt('2026-12-16', '09:00'), NOW)).toBe(3);
    expect((await tasks()).map(({ periodKey, state }) => `${periodKey} ${state}`)).toEqual([
      '2026-W48 open',
      '2026-W49 void',
      '2026-W50 open',
      '2026-W51 open',
    ]);
    expect(await waiting(river.db)).toEqual([`newTasks→${river.chief.id}`]);
  });

  test('a post filled between two runs has the task of the period that was running then', async () => {
    await river.db.transaction((tx) => tx.remove(Post, {}));
    expect(await run(NOW)).toBe(0);
    await buildPost(river.db, {
      reachId: river.reach.id,
      personId: river.chief.id,
      level: 'village',
      fromDay: '2026-11-26',
    });
    expect(await run(instantAt('2026-11-30', '00:05'), NOW)).toBe(2);
    expect((await tasks()).map(({ periodKey }) => periodKey)).toEqual(['2026-W48', '2026-W49']);
  });

  test('a period without a working day has no task', async () => {
    const restdays = Array.from({ length: 5 }, (_, n) => addDays('2026-11-23', n));
    const calendar = new Calendar({ workdays: [], restdays, years: [] });
    expect(await generateTasks({ ...river.deps, calendar }, { from: null, at: NOW })).toBe(0);
  });

  test('a post that nobody holds any more, or not yet, gets no task', async () => {
    await river.db.transaction((tx) =>
      tx.update(Post, { personId: river.chief.id }, { toDay: '2026-11-24' }),
    );
    const later = await buildPerson(river.db, { unitId: river.village.id });
    await buildPost(river.db, {
      reachId: river.reach.id,
      personId: later.id,
      level: 'village',
      fromDay: '2026-11-27',
    });
    expect(await run(NOW)).toBe(0);
    expect(await run(instantAt('2026-11-27', '00:05'), NOW)).toBe(1);
    expect((await tasks())[0]?.assigneeId).toBe(later.id);
  });

  test('a county-year is the same set whether made at once, in pieces or again', async () => {
    for (let n = 0; n < 30; n += 1) {
      const chief = await buildPerson(river.db, { unitId: river.village.id });
      const reach = await buildReach(river.db, { townId: river.town.id });
      await buildPost(river.db, { reachId: reach.id, personId: chief.id, level: 'village' });
    }
    const at = instantAt('2026-01-05', '00:05');
    const half = await generatePeriods(river.deps, { from: '2026-01-05', to: '2026-06-30', at });
    const rest = await generatePeriods(river.deps, { from: '2026-01-05', to: '2026-12-27', at });
    expect(half + rest).toBe(await audited());
    expect(await generatePeriods(river.deps, { from: '2026-01-05', to: '2026-12-27', at })).toBe(0);
    const perReach = new Map<number, number>();
    for (const { reachId } of await tasks()) perReach.set(reachId, (perReach.get(reachId) ?? 0) + 1);
    expect(perReach.size).toBe(31);
    expect(new Set(perReach.values()).size).toBe(1);
    const [row] = await river.db.read.query<{ n: number }>('SELECT COUNT(*) AS n FROM outbox_message');
    expect(Number(row?.n)).toBe(31);
  });

  test('a run that dies midway leaves whole chunks, and the next run makes the rest with its messages', async () => {
    for (let n = 0; n < 1_200; n += 300) {
      await river.db.transaction(async (tx) => {
        for (let i = 0; i < 300; i += 1) {
          await tx.run('INSERT INTO reach (code, river, name, townId) VALUES (?, ?, ?, ?)', [
            `M${n + i}`,
            '汾河',
            `第${n + i}段`,
            river.town.id,
          ]);
        }
        await tx.run(
          `INSERT INTO post (reachId, level, personId, fromDay)
             SELECT id, 'village', 100000 + id, '2024-01-01' FROM reach WHERE code LIKE 'M%'
                AND id NOT IN (SELECT reachId FROM post)`,
        );
      });
    }
    const real = river.db.transaction.bind(river.db);
    let turns = 0;
    const dying = Object.assign(Object.create(river.db), {
      transaction: ((work, options) => {
        turns += 1;
        return turns === 1 ? real(work, options) : Promise.reject(new Error('killed'));
      }) as typeof real,
    });
    await expect(generateTasks({ ...river.deps, db: dying }, { from: null, at: NOW })).rejects.toThrow(
      'killed',
    );
    const whole = (await tasks()).length;
    expect(whole).toBeGreaterThan(900);
    expect(await audited()).toBe(whole);
    expect(await run(NOW)).toBe(1_201 - whole);
    const sent = await river.db.read.find(OutboxMessage);
    expect(new Set(sent.map(({ recipientId }) => recipientId)).size).toBe(1_201);
    expect(sent).toHaveLength(1_201);
    expect(await audited()).toBe(1_201);
  });

  test('an open task is 未完成 after its last day of late entry, and not before', async () => {
    const task = await buildTask(river);
    expect(await closeMissed(river.deps, instantAt('2026-12-06', '23:59'))).toBe(0);
    expect(await closeMissed(river.deps, instantAt('2026-12-07', '00:05'))).toBe(1);
    expect(await closeMissed(river.deps, instantAt('2026-12-07', '00:05'))).toBe(0);
    const [closed] = await tasks();
    expect(closed).toMatchObject({ id: task.id, state: 'missed', version: 2 });
  });

  test('a task of somebody whom no message can reach is void, not missed', async () => {
    await buildTask(river);
    await river.db.transaction((tx) => tx.update(Person, { id: river.chief.id }, { openId: null }));
    await closeMissed(river.deps, instantAt('2026-12-07', '00:05'));
    expect((await tasks())[0]?.state).toBe('void');
  });

  test('a task of somebody whom Feishu came to know after its due day is void, of the due day itself missed', async () => {
    const knownOn = (day: string) =>
      river.db.transaction((tx) =>
        tx.update(Person, { id: river.chief.id }, { privacySentAt: instantAt(day, '09:00') }),
      );
    const endOf = async (day: string) => {
      await knownOn(day);
      await closeMissed(river.deps, instantAt('2026-12-07', '00:05'));
      return (await tasks()).at(-1)?.state;
    };
    await buildTask(river);
    expect(await endOf('2026-11-30')).toBe('void');
    await buildTask(river, { periodKey: '2026-W49' });
    expect(await endOf('2026-11-29')).toBe('missed');
  });

  const leaveOn = (toDay: string) =>
    river.db.transaction((tx) => tx.update(Post, { personId: river.chief.id }, { toDay }));
  const closed = async () => {
    await closeMissed(river.deps, instantAt('2026-12-07', '00:05'));
    return (await tasks())[0]?.state;
  };

  test('a task whose post is empty on its due day is void, though somebody held it when the period began', async () => {
    await buildTask(river);
    await leaveOn('2026-11-28');
    expect(await closed()).toBe('void');
  });

  test('a task of a chief who left after its due day, or who was followed in time, is missed', async () => {
    // A county without a grace for new holders.
    river.deps.policies.current.patrol.graceWorkdays = 0;
    await buildTask(river);
    await leaveOn('2026-11-29');
    expect(await closed()).toBe('missed');
    await river.db.transaction((tx) => tx.update(PatrolTask, {}, { state: 'open' }));
    await leaveOn('2026-11-26');
    const next = await buildPerson(river.db, { unitId: river.village.id });
    const post = { reachId: river.reach.id, personId: next.id, level: 'village' as const };
    await buildPost(river.db, { ...post, fromDay: '2026-11-27' });
    expect(await closed()).toBe('missed');
  });
});
