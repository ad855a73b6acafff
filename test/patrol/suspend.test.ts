import { PatrolTask, Problem } from '../../entities';
import { openMatters } from '../../src/escalation/matters';
import { closeMissed, generateTasks, resumePatrols, suspendPatrols } from '../../src/patrol';
import { BACKENDS } from '../factories';
import { Hand } from '../problem/pressing';
import { at, buildProblem, buildTask, eachRiver, NOW, type River, waiting } from '../river';

describe.each(BACKENDS)('停巡 over %s', (backend) => {
  let river: River;
  eachRiver(backend, (given) => {
    river = given;
  });

  const ice = (given: Partial<Parameters<typeof suspendPatrols>[1]> = {}) =>
    river.db.transaction((tx) =>
      suspendPatrols(tx, {
        reachId: null,
        townId: null,
        fromDay: '2026-11-25',
        toDay: null,
        reason: '冰冻',
        words: '汾河封河',
        by: `person:${river.office.id}`,
        at: NOW,
        ...given,
      }),
    );
  const resume = (id: number, when = NOW) =>
    river.db.transaction((tx) => resumePatrols(tx, { id, by: 'cli', at: when }));
  const states = async () =>
    (await river.db.read.find(PatrolTask, {}, { order: { dueDay: 'ASC' } })).map(
      ({ periodKey, state }) => `${periodKey} ${state}`,
    );
  const generate = (when = NOW) => generateTasks(river.deps, { from: null, at: when });

  test('what falls due during it is void, its card says why, and it never becomes 未完成', async () => {
    const { id } = await buildTask(river);
    expect((await ice()).stopped).toBe(1);
    const card = await new Hand(river, river.chief).sees('patrolTask', id);
    expect(card.words).toContain('冰冻');
    expect(card.words).toContain('不算未完成');
    expect(card.buttons).toEqual([]);
    await closeMissed(river.deps, at('2027-01-04'));
    expect(await states()).toEqual(['2026-W48 void']);
  });

  test('periods to come are made void while it lasts, and the second run makes none', async () => {
    await ice();
    expect(await generate()).toBe(1);
    expect(await generate()).toBe(0);
    expect(await states()).toEqual(['2026-W48 void']);
    expect(await waiting(river.db)).toEqual([]);
  });

  test('when it ends, what still falls due is to be walked again and is sent', async () => {
    const { id } = await ice();
    await generate();
    expect(await resume(id, at('2026-11-27'))).toBe(1);
    expect(await states()).toEqual(['2026-W48 open']);
    expect(await waiting(river.db)).toEqual([`patrolTask→${river.chief.id}`]);
    await expect(resume(id, at('2026-11-27'))).rejects.toMatchObject({ code: 'press.stale' });
  });

  test('it is ordered after the fact too: what was 未完成 on those days is nobody’s fault any more', async () => {
    await buildTask(river, {
      periodKey: '2026-W47',
      startDay: '2026-11-16',
      dueDay: '2026-11-22',
      lateDay: '2026-11-24',
    });
    await closeMissed(river.deps, NOW);
    expect(await states()).toEqual(['2026-W47 missed']);
    expect((await ice({ fromDay: '2026-11-20', toDay: '2026-11-23' })).stopped).toBe(1);
    expect(await states()).toEqual(['2026-W47 void']);
  });

  test('what fell due while it lasted stays nobody’s', async () => {
    const { id } = await ice();
    await generate();
    expect(await resume(id, at('2026-12-01'))).toBe(0);
    expect(await states()).toEqual(['2026-W48 void']);
  });

  test('what another 停巡 stops as well stays nobody’s when one of them ends', async () => {
    const flood = await ice({ reason: '汛情', words: '汛情' });
    await generate();
    await ice({ reachId: river.reach.id, toDay: '2026-11-30' });
    expect(await resume(flood.id, at('2026-11-27'))).toBe(0);
    expect(await states()).toEqual(['2026-W48 void']);
    expect(await waiting(river.db)).toEqual([]);
  });

  test('a task whose due day has come to lie in it never becomes 未完成', async () => {
    const { id } = await buildTask(river);
    await ice({ fromDay: '2026-12-01', toDay: '2026-12-03' });
    await river.db.transaction((tx) => tx.update(PatrolTask, { id }, { dueDay: '2026-12-02' }));
    await closeMissed(river.deps, at('2027-01-04'));
    expect(await states()).toEqual(['2026-W48 void']);
  });

  test('a reach takes those below it along, and leaves the others alone', async () => {
    await buildTask(river);
    expect((await ice({ reachId: river.townReach.id })).stopped).toBe(1);
    const other = await buildTask(river, { reachId: 999, periodKey: '2026-W48' });
    expect((await ice({ reachId: river.reach.id })).stopped).toBe(0);
    expect(await river.db.read.findOne(PatrolTask, { id: other.id })).toMatchObject({ state: 'open' });
  });

  test('nobody is reminded of a late entry that cannot be walked for', async () => {
    await buildTask(river, {
      periodKey: '2026-W47',
      startDay: '2026-11-16',
      dueDay: '2026-11-22',
      lateDay: '2026-11-29',
    });
    const patrols = async () =>
      (await openMatters(river.db.read, river.deps, { today: '2026-11-25' })).filter(
        ({ duty }) => duty === 'patrol',
      ).length;
    expect(await patrols()).toBe(1);
    await ice({ toDay: '2026-11-26' });
    expect(await patrols()).toBe(0);
  });

  test.each([
    ['an end before its beginning', { toDay: '2026-11-24' }],
    ['a beginning two months ago', { fromDay: '2026-09-01' }],
    ['no words', { words: ' ' }],
    ['a reach that is not there', { reachId: 12_345 }],
  ])('with %s it is refused', async (_, given) => {
    await expect(ice(given)).rejects.toMatchObject({ code: 'input.invalid' });
  });

  test('a grave problem cuts the town’s next month in two, and its closing gives the month back', async () => {
    const { id } = await buildProblem(river, { seriousness: '重大' });
    const { db, townReach, mayor } = river;
    await db.transaction((tx) =>
      tx.run(
        `INSERT INTO post (reachId, level, personId, fromDay) VALUES (${townReach.id}, 'town', ${mayor.id}, '2024-01-01')`,
      ),
    );
    await generate(at('2026-12-01', '00:05'));
    const town = async () =>
      (await db.read.find(PatrolTask, { level: 'town' }, { order: { id: 'ASC' } })).map(
        ({ periodKey }) => periodKey,
      );
    expect(await town()).toEqual(['2026-12-A']);
    await db.transaction((tx) => tx.update(Problem, { id }, { state: 'closed', closedAt: at('2026-12-10') }));
    await generate(at('2026-12-17', '00:05'));
    await generate(at('2027-01-01', '00:05'));
    expect(await town()).toEqual(['2026-12-A', '2026-12-B', '2027-01']);
  });

  test('a frequency that changes in the middle of a period asks for nothing twice', async () => {
    await generate();
    const { policies } = river.deps;
    policies.current.patrol.levels.village.every = 'half-month';
    expect(await generate()).toBe(0);
    expect(await generate(at('2026-12-01', '00:05'))).toBe(1);
    expect(await states()).toEqual(['2026-W48 open', '2026-12-A open']);
  });
});
