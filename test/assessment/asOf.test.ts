import fc from 'fast-check';
import {
  AssessmentRun,
  AuditEntry,
  Patrol,
  PatrolTask,
  Person,
  Photo,
  PolicyVersion,
  Problem,
  Reach,
  Suspicion,
} from '../../entities';
import { type AssessmentResult, assess, keepScores } from '../../src/assessment';
import { addDays } from '../../src/core/days';
import { forgetLeaver } from '../../src/feishu/people';
import { closeMissed, suspendPatrols } from '../../src/patrol';
import { advance } from '../../src/problem/advance';
import type { Step } from '../../src/problem/lifecycle';
import { importRoster } from '../../src/roster';
import { BACKENDS, buildPerson, buildPost, buildReach, testPolicy, testSecrets } from '../factories';
import { rosterBook, soundRoster } from '../fixtures/workbooks';
import { at } from '../river';
import { addProblem, addTask, addWalked, adopt, eachWorld, type World } from './world';

const AFTER = '2026-11-20';

describe.each(BACKENDS)('a period as it stood, on %s', (backend) => {
  let world: World;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });

  const run = (day = AFTER, options: Partial<Parameters<typeof assess>[1]> = {}) =>
    assess(world.deps, { period: '2026-10', at: at(day), ...options });
  const verified = async (day: string) => (await run(day, { verify: true })).verified;
  const line = (score: { lines: AssessmentResult['towns'][number]['lines'] } | undefined, rule: string) =>
    score?.lines.find((one) => one.rule === rule);
  const townLine = (result: AssessmentResult, rule: string) =>
    line(
      result.towns.find(({ code }) => code === '140825100'),
      rule,
    );
  const lines = ({ towns, chiefs }: AssessmentResult) => JSON.stringify([towns, chiefs]);

  /** A step in a problem's life at the digest's time of a day. */
  const move = async (id: number, step: Step, day: string, set: Partial<Problem> = {}) => {
    const problem = (await world.db.read.findOne(Problem, { id })) as Problem;
    await world.db.transaction((tx) =>
      advance(tx, problem, { personId: world.office.id, at: at(day), step, set }),
    );
  };
  const enter = (taskId: number, day: string) =>
    world.db.transaction(async (tx) => {
      await tx.insert(Patrol, {
        taskId,
        reachId: world.reach.id,
        level: 'village',
        personId: world.chief.id,
        result: 'normal',
        channel: 'card',
        occurredAt: at(day),
        recordedAt: at(day),
      });
      await tx.update(PatrolTask, { id: taskId }, { state: 'done' });
    });
  /** Due in the last days of October, and to be entered late until 11-08. */
  const lastWeek = () => addTask(world, '2026-10-31', { lateDay: '2026-11-08' });
  const waiting = { state: 'accepted', answeredAt: null, closedAt: null } as const;

  it('counts what was entered late until the window closed, and nothing that was entered after', async () => {
    const [inTime, after] = [await lastWeek(), await lastWeek()];
    await enter(inTime, '2026-11-08');
    await enter(after, '2026-11-09');
    expect(townLine(await run(), 'patrol')?.reason).toBe(
      '到期应巡 2 次，完成 1 次（补录 1 次），未完成 1 次',
    );
  });

  it('is frozen once nothing can be entered any more, or where a formal round froze it before', async () => {
    const task = await lastWeek();
    const frozen = async () => (await world.db.read.find(AssessmentRun))[0]?.frozenAt ?? null;
    await run('2026-11-02');
    expect(await frozen()).toBeNull();
    await run('2026-11-09');
    expect(await frozen()).toEqual(at('2026-11-09', '00:00'));
    await world.db.transaction((tx) => tx.update(AssessmentRun, {}, { frozenAt: at('2026-11-03') }));
    await enter(task, '2026-11-04');
    const patrol = townLine(await run(), 'patrol');
    expect(patrol).toMatchObject({ applicable: false, reason: '到期的 1 次算分时还可以补录，没有计入' });
  });

  it('stays a set of what could still be entered when a round froze it, whatever became of it', async () => {
    await addWalked(world, '2026-10-18');
    await lastWeek();
    await run('2026-11-03');
    await world.db.transaction((tx) => tx.update(AssessmentRun, {}, { frozenAt: at('2026-11-03') }));
    await run('2026-11-03');
    await closeMissed(world.deps, at('2026-11-09', '00:05'));
    expect(await verified(AFTER)).toEqual({ stored: true, identical: true });
    expect(townLine(await run(), 'pending')?.evidence).toHaveLength(1);
  });

  it('shows a problem as it stood at the end: not closed, not answered, not returned, not opened again', async () => {
    const open = await addProblem(world, { ...waiting });
    const judged = await addProblem(world, { state: 'answered', closedAt: null });
    const closed = await addProblem(world);
    const before = lines(await run('2026-11-01'));
    await move(open, 'report', '2026-11-03', { answeredAt: at('2026-11-03') });
    await move(open, 'pass', '2026-11-04', { closedAt: at('2026-11-04') });
    await move(judged, 'return', '2026-11-03', { returns: 1 });
    await move(closed, 'rebound', '2026-11-03', {
      rebounds: 1,
      closedAt: null,
      answeredAt: null,
      acceptedAt: null,
      assignedAt: at('2026-11-03'),
      dueDay: '2026-11-17',
    });
    const later = await run();
    expect(lines(later)).toBe(before);
    expect(townLine(later, 'problemOnTime')).toMatchObject({
      points: 10,
      reason: '到期 3 个问题，按期办结 2 个，逾期 1 个',
    });
    expect(line(later.chiefs[0], 'closing')?.reason).toBe('河段上到期 2 个问题，已办结 1 个，未办结 1 个');
  });

  it('counts what happened to a problem on the last evening, and not what happened at midnight', async () => {
    const [evening, midnight] = [
      await addProblem(world, { ...waiting }),
      await addProblem(world, { ...waiting }),
    ];
    const answer = async (id: number, time: Date) => {
      const problem = (await world.db.read.findOne(Problem, { id })) as Problem;
      const set = { answeredAt: time };
      await world.db.transaction((tx) =>
        advance(tx, problem, { personId: world.mayor.id, at: time, step: 'report', set }),
      );
    };
    await answer(evening, at('2026-10-31', '23:59'));
    await answer(midnight, at('2026-11-01', '00:00'));
    const [chief] = (await run()).chiefs;
    expect(line(chief, 'closing')?.evidence).toEqual([{ kind: 'problem', id: midnight }]);
  });

  it('leaves a problem with the unit and the due day that it had', async () => {
    const id = await addProblem(world, { ...waiting, dueDay: '2026-10-30' });
    const before = lines(await run('2026-11-01'));
    await move(id, 'extend', '2026-11-02', { dueDay: '2026-12-30' });
    await move(id, 'transfer', '2026-11-03', { unitId: world.other.id, dueDay: '2027-01-15' });
    expect(lines(await run())).toBe(before);
  });

  it('knows nothing of a problem that was entered after the end, or of a photo that came or was lost after it', async () => {
    await addWalked(world, '2026-10-11', { result: 'problem' });
    await addProblem(world, { taskId: 1, photo: false });
    const id = await addProblem(world);
    const before = lines(await run('2026-11-01'));
    await addProblem(world, { recordedAt: at('2026-11-02'), assignedAt: at('2026-11-02') });
    await world.db.transaction((tx) =>
      tx.insert(Photo, {
        messageId: 'om_late',
        sourceKey: 'img_1',
        personId: world.chief.id,
        state: 'waiting',
        subjectType: 'problem',
        subjectId: id,
        side: 'before',
        occurredAt: at('2026-11-02'),
        recordedAt: at('2026-11-02'),
      }),
    );
    expect(lines(await run())).toBe(before);
  });

  it('counts no verdict that was given after the end', async () => {
    await addWalked(world, '2026-10-11');
    const before = lines(await run('2026-11-01'));
    await world.db.transaction((tx) =>
      tx.insert(Suspicion, {
        kind: 'late-entry',
        about: 'a',
        personId: world.chief.id,
        words: '补记了3次巡河',
        photoIds: [],
        state: 'settled',
        verdict: '成立',
        replyDueDay: '2026-10-12',
        settledAt: at('2026-11-01', '00:00'),
        at: at('2026-10-09'),
        version: 3,
      }),
    );
    expect(lines(await run())).toBe(before);
  });

  it('takes back a 停巡 that was ordered after the freeze, and keeps one from before', async () => {
    await addWalked(world, '2026-10-11');
    await addTask(world, '2026-10-25', { state: 'missed' });
    await addTask(world, '2026-10-30', { state: 'missed', lateDay: '2026-11-06' });
    const stop = (day: string, fromDay: string) =>
      world.db.transaction((tx) =>
        suspendPatrols(tx, {
          reachId: world.reach.id,
          townId: null,
          fromDay,
          toDay: addDays(fromDay, 1),
          reason: '汛情',
          words: '水大',
          by: 'cli',
          at: at(day),
        }),
      );
    await stop('2026-11-03', '2026-10-25');
    const before = await run('2026-11-10');
    expect(townLine(before, 'patrol')?.reason).toBe('到期应巡 2 次，完成 1 次，未完成 1 次');
    await stop('2026-11-11', '2026-10-30');
    expect(lines(await run())).toBe(lines(before));
  });

  it('answers that a period is not there yet, or names the one rule version that is gone', async () => {
    await expect(run('2026-09-30')).rejects.toMatchObject({ code: 'assess.future' });
    await adopt(world, testPolicy(), '2026-01-01');
    await adopt(world, { ...testPolicy(), version: 2 }, '2026-10-20');
    await addWalked(world, '2026-10-11');
    world.deps.policies.current.version = 2;
    await run();
    expect((await world.db.read.find(AssessmentRun))[0]?.policyVersion).toBe(1);
    await world.db.transaction((tx) => tx.remove(PolicyVersion, { number: 1 }));
    await expect(run()).rejects.toMatchObject({
      code: 'assess.policy',
      message: expect.stringContaining('第 1 版'),
    });
    await expect(run(AFTER, { verify: true })).rejects.toMatchObject({ code: 'assess.policy' });
  });

  describe('of a roster that changes afterwards', () => {
    const options = (day: string) => ({ dryRun: false, actor: 'cli', at: at(day) });
    const bring = async (day: string, rows = soundRoster()) => {
      const deps = { db: world.db, secrets: testSecrets };
      expect((await importRoster(deps, await rosterBook(rows), options(day))).errors).toEqual([]);
    };
    const match = () =>
      world.db.transaction((tx) =>
        tx.run("UPDATE person SET openId = CONCAT_WS('_', 'ou_x', id) WHERE openId IS NULL"),
      );
    const changed = () => {
      const rows = soundRoster();
      const [town] = rows.units;
      rows.units = [
        { ...town, 单位名称: '龙兴新镇' },
        { 单位编码: '140825199', 单位名称: '新设镇', 类型: '镇', 区划代码: '140825199' },
      ];
      rows.people = rows.people.map((person) => ({ ...person, 单位: '新设镇', 姓名: `改名${person.姓名}` }));
      rows.reaches = rows.reaches.map(({ 上级河段编号: _, ...reach }) => ({ ...reach, 所属镇: '新设镇' }));
      rows.posts = [
        { ...rows.posts[0], 任职止: '2026-10-02' },
        { ...rows.posts[1], 任职止: '2026-10-03' },
        { 河段编号: 'FH-0201', 级别: '村级', 手机号: '19900000001', 任职起: '2026-10-04' },
      ];
      return rows;
    };

    it('keeps names, units, posts and whom Feishu reached as they were at the end', async () => {
      await bring('2026-09-01');
      await match();
      const reach = (await world.db.read.findOne(Reach, { code: 'FH-0201' })) as Reach;
      const chief = (await world.db.read.findOne(Person, { name: '龙兴镇第一村河长' })) as Person;
      await addTask(world, '2026-10-18', {
        reachId: reach.id,
        townId: world.town.id,
        assigneeId: chief.id,
        state: 'missed',
      });
      await addProblem(world, { reachId: reach.id, finderId: chief.id });
      const before = await run('2026-11-10');
      expect(before.chiefs.map(({ name, unit }) => `${name} ${unit}`)).toContain('龙兴镇第一村河长 龙兴镇');
      await forgetLeaver(world.db, `ou_x_${chief.id}`, at('2026-11-12'));
      await bring('2026-11-12', changed());
      expect((await world.db.read.find(AuditEntry, { action: 'post.changed' })).length).toBeGreaterThan(0);
      const after = await run();
      expect(lines(after)).toBe(lines(before));
      expect(await verified(AFTER)).toEqual({ stored: true, identical: true });
      const november = await assess(world.deps, { period: '2026-11', at: at('2026-12-20') });
      expect(november.towns.map(({ name }) => name)).toContain('龙兴新镇');
    });

    it('the first roster also serves for what was before it', async () => {
      await addWalked(world, '2026-10-11');
      await bring('2026-11-05');
      expect((await run()).chiefs.map(({ reach }) => reach)).toContain('FH-0201');
    });
  });

  it('a year is the mean of its months, each as it stood at its own end, and is frozen with the last of them', async () => {
    await addWalked(world, '2026-03-10');
    const missed = await addTask(world, '2026-04-10', { state: 'missed' });
    await addProblem(world, {
      ...waiting,
      dueDay: '2026-03-20',
      occurredAt: at('2026-03-02'),
      recordedAt: at('2026-03-02'),
    });
    const id = await addProblem(world, {
      ...waiting,
      dueDay: '2026-04-20',
      occurredAt: at('2026-04-02'),
      recordedAt: at('2026-04-02'),
    });
    await move(id, 'report', '2026-04-10', { answeredAt: at('2026-04-10') });
    await move(id, 'return', '2026-05-10', { returns: 1 });
    const month = async (period: string) => {
      const { towns } = await assess(world.deps, { period, at: at('2027-01-11') });
      return towns.find(({ code }) => code === '140825100')?.score ?? null;
    };
    const scores = [await month('2026-03'), await month('2026-04')] as [number, number];
    const year = () => assess(world.deps, { period: '2026', at: at('2027-01-11') });
    const [town] = (await year()).towns;
    expect(
      town?.lines.filter(({ applicable }) => applicable).map(({ rule, points }) => [rule, points]),
    ).toEqual([
      ['2026-03', scores[0]],
      ['2026-04', scores[1]],
    ]);
    expect(town?.score).toBe(Math.round((scores[0] + scores[1]) * 50) / 100);
    // Nothing of December could be entered late; its marks are given until the 8th.
    expect(await world.db.read.findOne(AssessmentRun, { period: '2026' })).toMatchObject({
      frozenAt: at('2027-01-09', '00:00'),
    });
    const before = lines(await year());
    await move(id, 'transfer', '2027-01-12', { unitId: world.other.id });
    await enter(missed, '2027-01-12');
    const verify = await assess(world.deps, { period: '2026', at: at('2027-02-01'), verify: true });
    expect(verify.verified).toEqual({ stored: true, identical: true });
    expect(lines(verify)).toBe(before);
    const whole = await year();
    const alone = await assess(world.deps, { period: '2026', at: at('2027-01-11'), town: '140825100' });
    expect(alone.towns).toEqual(whole.towns.filter(({ code }) => code === '140825100'));
    expect(alone.chiefs).toEqual(whole.chiefs);
  });

  describe('of one town alone', () => {
    const codes = ['140825100', '140825104'];

    it('is what it is among all, with the chiefs of its reaches, and changes nothing', async () => {
      const { db, other, reach, townReach } = world;
      const people = [];
      for (const name of ['甲', '乙', '丙']) people.push(await buildPerson(db, { unitId: other.id, name }));
      const [county, town, village] = people.map(({ id }) => id) as [number, number, number];
      const above = await buildReach(db, { townId: other.id, code: 'FH-A' });
      const below = await buildReach(db, { townId: other.id, code: 'FH-B', parentId: reach.id });
      await db.transaction((tx) => tx.update(Reach, { id: townReach.id }, { parentId: above.id }));
      await buildPost(db, { reachId: above.id, personId: county, level: 'county' });
      await buildPost(db, { reachId: townReach.id, personId: town, level: 'town' });
      await buildPost(db, { reachId: below.id, personId: village, level: 'village' });
      await addWalked(world, '2026-10-11');
      await addTask(world, '2026-10-18', { reachId: below.id, townId: other.id, state: 'missed' });
      await addTask(world, '2026-10-31', { reachId: above.id, townId: other.id, level: 'county' });
      const ofTown = { reachId: townReach.id, level: 'town' as const, assigneeId: town };
      const walked = await addTask(world, '2026-10-25', { ...ofTown, state: 'missed' });
      const empty = await buildReach(db, { townId: other.id, code: 'FH-C' });
      await addTask(world, '2026-10-18', { reachId: empty.id, townId: other.id, state: 'void' });
      for (const reachId of [reach.id, below.id, above.id]) {
        for (const finderId of [world.chief.id, town, county]) await addProblem(world, { reachId, finderId });
        await addProblem(world, { reachId, unitId: other.id, taskId: walked, ...waiting });
      }
      const whole = await run();
      const stored = await db.read.find(AssessmentRun);
      const parts = [];
      for (const code of codes) parts.push(await run(AFTER, { town: code }));
      expect(parts.flatMap(({ towns }) => towns)).toEqual(whole.towns);
      const byReach = (a: { reach: string }, b: { reach: string }) => (a.reach < b.reach ? -1 : 1);
      expect(parts.flatMap(({ chiefs }) => chiefs).sort(byReach)).toEqual(whole.chiefs);
      expect(parts.flatMap(({ vacant }) => vacant)).toEqual(whole.vacant);
      expect(whole.vacant).toHaveLength(1);
      expect(whole.chiefs.length).toBe(4);
      expect(await db.read.find(AssessmentRun)).toEqual(stored);
    });

    it('is refused when there is no such town', async () => {
      await expect(run(AFTER, { town: '999' })).rejects.toMatchObject({ code: 'assess.town' });
    });
  });

  it('is left alone by the daily job once it is frozen', async () => {
    const task = await lastWeek();
    await run('2026-11-09');
    const [before] = await world.db.read.find(AssessmentRun);
    await enter(task, '2026-11-10');
    await keepScores(world.deps, at('2026-11-11'));
    expect(await world.db.read.find(AssessmentRun)).toEqual([before]);
  });

  it('recomputes what is stored as of the instant of its computation, while it is not frozen too', async () => {
    const task = await lastWeek();
    await run('2026-11-02');
    await enter(task, '2026-11-04');
    expect(await verified('2026-11-05')).toEqual({ stored: true, identical: true });
  });

  it('recomputes to the same bytes after any later life', async () => {
    const tasks = [await addWalked(world, '2026-10-11'), await lastWeek(), await lastWeek()];
    const problems = [
      await addProblem(world),
      await addProblem(world, { ...waiting }),
      await addProblem(world, { state: 'answered', closedAt: null, dueDay: '2026-10-31' }),
      await addProblem(world, { ...waiting, dueDay: '2026-11-15' }),
    ];
    await addTask(world, '2026-10-25', { state: 'missed' });
    const first = await run('2026-11-10');
    let n = 0;
    const STEPS: [Step, (problem: Problem) => Partial<Problem>][] = [
      ['report', () => ({ answeredAt: at('2026-11-12') })],
      ['pass', () => ({ closedAt: at('2026-11-12') })],
      ['return', ({ returns }) => ({ returns: returns + 1 })],
      ['extend', ({ dueDay }) => ({ dueDay: addDays(dueDay ?? '2026-11-12', 9) })],
      ['accept', () => ({ acceptedAt: at('2026-11-12') })],
      ['transfer', () => ({ unitId: world.other.id, answeredAt: null, dueDay: '2026-12-01' })],
      ['sendUp', () => ({ answeredAt: null })],
      [
        'rebound',
        ({ rebounds }) => ({
          rebounds: rebounds + 1,
          answeredAt: null,
          closedAt: null,
          dueDay: '2026-12-09',
        }),
      ],
      ['dismiss', () => ({ closedAt: at('2026-11-12') })],
    ];
    const enterOnce = async (taskId: number) => {
      if (!(await world.db.read.findOne(Patrol, { taskId }))) await enter(taskId, '2026-11-12');
    };
    const LIFE: ((pick: number) => Promise<unknown>)[] = [
      async (pick) => {
        const problem = (await world.db.read.findOne(Problem, {
          id: problems[pick % problems.length] ?? 0,
        })) as Problem;
        const [step, set] = STEPS[(pick >> 3) % STEPS.length] ?? (['accept', () => ({})] as const);
        await move(problem.id, step, '2026-11-12', set(problem)).catch((error: { code?: string }) => {
          if (error.code !== 'press.stale') throw error;
        });
      },
      (pick) => enterOnce(tasks[pick % tasks.length] ?? 0),
      () => addTask(world, '2026-10-20', { createdAt: at('2026-11-12'), state: 'missed' }),
      () => addProblem(world, { recordedAt: at('2026-11-12'), photo: false }),
      () => closeMissed(world.deps, at('2026-11-12')),
      () => forgetLeaver(world.db, String(world.chief.openId), at('2026-11-12')),
      () => {
        n += 1;
        return adopt(world, { ...testPolicy(), version: n + 1 }, addDays('2026-11-12', n));
      },
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(LIFE.length - 1), fc.nat(200)), { minLength: 4, maxLength: 12 }),
        async (life) => {
          for (const [what, pick] of life) await LIFE[what]?.(pick);
          expect(await verified(AFTER)).toEqual({ stored: true, identical: true });
        },
      ),
      { numRuns: 6, endOnFailure: true },
    );
    expect(lines(await run())).toBe(lines(first));
  });
});
