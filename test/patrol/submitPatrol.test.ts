import {
  AuditEntry,
  HistoryEntry,
  Observation,
  Outfall,
  Patrol,
  PatrolTask,
  Post,
  Problem,
  ProblemLook,
} from '../../entities';
import { instantAt } from '../../src/core/days';
import { Fault } from '../../src/core/errors';
import { keyOutfallsOf, openTasksOf, type PatrolSubmission, submitPatrol } from '../../src/patrol';
import { BACKENDS, buildOutfall, buildPerson, buildPost, buildReach } from '../factories';
import { buildCard, buildTask, NOW, openRiver, type River, TODAY, waiting } from '../river';

describe.each(BACKENDS)('一切正常 over %s', (backend) => {
  let river: River;
  let task: PatrolTask;
  beforeEach(async () => {
    river = await openRiver(backend);
    task = await buildTask(river);
  });
  afterEach(() => river.db.drop());

  const submit = (given: Partial<PatrolSubmission> = {}) =>
    river.db.transaction((tx) =>
      submitPatrol(tx, {
        taskId: task.id,
        version: 1,
        personId: river.chief.id,
        at: NOW,
        outfalls: [{ id: river.outfall.id, was: null, now: null }],
        problems: [],
        walkedOn: null,
        ...given,
      }),
    );
  const refused = async (given: Partial<PatrolSubmission>): Promise<string> => {
    try {
      await submit(given);
    } catch (error) {
      if (error instanceof Fault) return error.code;
      throw error;
    }
    return 'taken';
  };
  const all = <E extends object>(entity: new () => E) => river.db.read.find(entity);
  const taskNow = async () => (await all(PatrolTask))[0];

  const buildProblem = (given: Partial<Problem> = {}): Promise<number> =>
    river.db.transaction(
      async (tx) =>
        (
          await tx.insert(Problem, {
            source: 'patrol',
            reachId: river.reach.id,
            outfallId: river.outfall.id,
            category: '排污口',
            place: river.outfall.name,
            finderId: river.chief.id,
            townId: river.town.id,
            state: 'accepted',
            occurredAt: NOW,
            recordedAt: NOW,
            policyVersion: 1,
            returns: 0,
            version: 1,
            ...given,
          })
        ).firstId,
    );

  test('one press records the patrol, an observation for each outfall shown, and ends the task', async () => {
    expect(await submit()).toMatchObject({ done: true });
    expect(await taskNow()).toMatchObject({ state: 'done', version: 2 });
    const [patrol] = await all(Patrol);
    expect(patrol).toMatchObject({
      taskId: task.id,
      personId: river.chief.id,
      result: 'normal',
      channel: 'card',
      occurredAt: NOW,
      recordedAt: NOW,
    });
    expect(await all(Observation)).toMatchObject([
      { patrolId: patrol?.id, outfallId: river.outfall.id, flow: 'dry', unchanged: true },
    ]);
    expect(await all(HistoryEntry)).toMatchObject([{ subjectType: 'task', version: 2, state: 'done' }]);
    expect(await all(AuditEntry)).toMatchObject([
      { actor: `person:${river.chief.id}`, action: 'task.done', subjectId: task.id },
    ]);
  });

  test('what the chief touched is stored as changed, what stayed as prefilled is not', async () => {
    const second = await buildOutfall(river.db, { townId: river.town.id, reachId: river.reach.id });
    await submit({
      outfalls: [
        { id: river.outfall.id, was: 'dry', now: 'flowing' },
        { id: second.id, was: 'dry', now: 'dry' },
      ],
    });
    expect(await all(Observation)).toMatchObject([
      { outfallId: river.outfall.id, flow: 'flowing', unchanged: false },
      { outfallId: second.id, flow: 'dry', unchanged: true },
    ]);
  });

  test('rows that a client made up are left out', async () => {
    const elsewhere = await buildReach(river.db, { townId: river.town.id });
    const far = await buildOutfall(river.db, { townId: river.town.id, reachId: elsewhere.id });
    const problem = await buildProblem({ reachId: elsewhere.id });
    await submit({
      outfalls: [{ id: far.id, was: null, now: 'flowing' }],
      problems: [{ id: problem, now: 'gone' }],
    });
    expect(await all(Observation)).toEqual([]);
    expect(await all(ProblemLook)).toEqual([]);
  });

  test('with an 异常 nothing is recorded and the rows come back for the problem form', async () => {
    const outcome = await submit({ outfalls: [{ id: river.outfall.id, was: 'dry', now: 'abnormal' }] });
    expect(outcome).toMatchObject({
      done: false,
      abnormal: [river.outfall.id],
      seen: [{ outfallId: river.outfall.id, flow: 'abnormal', unchanged: false }],
    });
    expect(await all(Patrol)).toEqual([]);
    expect(await taskNow()).toMatchObject({ state: 'open', version: 1 });
  });

  test('an untouched 异常 that an open problem explains is nothing new, one that waits for 县河长办 included', async () => {
    await buildProblem({ state: 'registered' });
    const outcome = await submit({ outfalls: [{ id: river.outfall.id, was: 'abnormal', now: 'abnormal' }] });
    expect(outcome.done).toBe(true);
  });

  test('an untouched 异常 that was dealt with since is 无水 and no evidence; a chosen one is asked about', async () => {
    const row = { id: river.outfall.id, was: 'abnormal' as const };
    expect((await submit({ outfalls: [{ ...row, now: 'abnormal' }] })).done).toBe(false);
    expect((await submit({ outfalls: [{ ...row, now: null }] })).done).toBe(true);
    expect(await all(Observation)).toMatchObject([{ flow: 'dry', unchanged: true }]);
  });

  test('answers on earlier problems are kept; 还在 opens the problem form', async () => {
    const problem = await buildProblem();
    expect(await submit({ problems: [{ id: problem, now: 'still' }] })).toMatchObject({
      done: false,
      still: [problem],
    });
    await submit({ problems: [{ id: problem, now: 'unclear' }] });
    expect(await all(ProblemLook)).toMatchObject([{ problemId: problem, answer: 'unclear' }]);
  });

  test('pressed twice at once there is one patrol, and the second is told that things changed', async () => {
    const results = await Promise.allSettled([submit(), submit(), submit()]);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'press.stale' });
    }
    expect(await all(Patrol)).toHaveLength(1);
  });

  test('somebody who does not hold the post, or no longer does, changes nothing', async () => {
    expect(await refused({ personId: river.mayor.id })).toBe('press.notYours');
    await river.db.transaction((tx) =>
      tx.update(Post, { personId: river.chief.id }, { toDay: '2026-11-24' }),
    );
    expect(await refused({})).toBe('press.notYours');
    expect(await all(Patrol)).toEqual([]);
  });

  test('a co-holder may walk, and gets the credit', async () => {
    const deputy = await buildPerson(river.db, { unitId: river.village.id });
    await buildPost(river.db, { reachId: river.reach.id, personId: deputy.id, level: 'village' });
    await submit({ personId: deputy.id });
    expect((await all(Patrol))[0]?.personId).toBe(deputy.id);
  });

  test('a closed, unknown or outdated task says so', async () => {
    expect(await refused({ taskId: 999 })).toBe('matter.gone');
    expect(await refused({ version: 7 })).toBe('press.stale');
    for (const [state, code] of [
      ['missed', 'task.missed'],
      ['void', 'task.void'],
      ['done', 'press.stale'],
    ] as const) {
      await river.db.transaction((tx) => tx.update(PatrolTask, { id: task.id }, { state }));
      expect(await refused({})).toBe(code);
    }
  });

  test('a late entry is taken until the last day of the next period, with the day it was walked', async () => {
    const late = instantAt('2026-12-06', '20:00');
    expect(await refused({ at: instantAt('2026-12-07', '00:00') })).toBe('task.missed');
    expect(await refused({ at: late, walkedOn: '2026-11-22' })).toBe('press.form');
    expect(await refused({ at: late, walkedOn: '2026-12-07' })).toBe('press.form');
    await submit({ at: late, walkedOn: '2026-11-27' });
    expect((await all(Patrol))[0]).toMatchObject({
      occurredAt: instantAt('2026-11-27', '12:00'),
      recordedAt: late,
    });
  });

  test('the cards of co-holders and the lists that name the task are drawn anew', async () => {
    const subject = { subjectType: 'task', subjectId: task.id };
    const pressed = await buildCard(river.db, {
      kind: 'patrolTask',
      ...subject,
      recipientId: river.chief.id,
    });
    await buildCard(river.db, { kind: 'patrolTask', ...subject, recipientId: river.mayor.id });
    const own = { subjectType: 'person', subjectId: river.chief.id, recipientId: river.chief.id };
    await buildCard(river.db, { kind: 'newTasks', ...own });
    await submit({ messageId: pressed.messageId });
    expect(await waiting(river.db)).toEqual([`patrolTask↻${river.mayor.id}`, `newTasks↻${river.chief.id}`]);
  });

  test('a person has the tasks that they may walk, the most pressing first', async () => {
    await buildTask(river, {
      periodKey: '2026-W47',
      startDay: '2026-11-16',
      dueDay: '2026-11-22',
      lateDay: '2026-11-29',
    });
    const tasks = await openTasksOf(river.db.read, { personId: river.chief.id, day: TODAY });
    expect(tasks.map(({ periodKey }) => periodKey)).toEqual(['2026-W47', '2026-W48']);
    expect(await openTasksOf(river.db.read, { personId: river.mayor.id, day: TODAY })).toEqual([]);
    const post = { reachId: river.reach.id, personId: river.mayor.id, level: 'village' as const };
    await buildPost(river.db, { ...post, fromDay: '2026-11-23' });
    const later = await openTasksOf(river.db.read, { personId: river.mayor.id, day: TODAY });
    expect(later.map(({ periodKey }) => periodKey)).toEqual(['2026-W48']);
  });

  test('a card asks after the key outfalls of the reach and those below, the longest unseen first', async () => {
    const second = await buildOutfall(river.db, { townId: river.town.id, reachId: river.reach.id });
    await buildOutfall(river.db, { townId: river.town.id, reachId: river.reach.id, isKey: false });
    await submit();
    const ids = async (reachId: number, limit: number) =>
      (await keyOutfallsOf(river.db.read, reachId, limit)).map(({ id }) => id);
    expect(await ids(river.townReach.id, 6)).toEqual([second.id, river.outfall.id]);
    expect(await ids(river.reach.id, 1)).toEqual([second.id]);
  });

  test('what nobody touched is no look: the card goes on saying what the ledger says, or nothing', async () => {
    await submit();
    const row = async () => (await keyOutfallsOf(river.db.read, river.reach.id, 1))[0];
    expect(await row()).toMatchObject({ last: null, lastSeen: null });
    await river.db.transaction((tx) => tx.update(Outfall, { id: river.outfall.id }, { flowTrait: '排水' }));
    expect(await row()).toMatchObject({ last: 'flowing', lastSeen: null });
  });

  test('an 异常 that was dealt with is said, and not prefilled again', async () => {
    const problem = await buildProblem();
    await submit();
    await river.db.transaction((tx) =>
      tx.update(Observation, { outfallId: river.outfall.id }, { flow: 'abnormal', unchanged: false }),
    );
    const last = async () => (await keyOutfallsOf(river.db.read, river.reach.id, 1))[0];
    expect(await last()).toMatchObject({ last: 'abnormal', lastSeen: TODAY });
    await river.db.transaction((tx) => tx.update(Problem, { id: problem }, { state: 'closed' }));
    expect(await last()).toMatchObject({ last: null, lastSeen: TODAY });
  });
});
