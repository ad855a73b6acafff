import { Digest, OutboxMessage, Post } from '../../entities';
import { digestContent, digests, lagNotices, urgeMatter } from '../../src/escalation';
import { BACKENDS, buildOutfall, buildPerson, buildPost } from '../factories';
import { at, buildProblem, eachRiver, type River } from '../river';
import { buildTask, deliver, MONDAY, requests, showCard } from './world';

describe.each(BACKENDS)('今日待办 on %s', (backend) => {
  let world: River;
  eachRiver(backend, (fresh) => {
    world = fresh;
  });

  const recipients = async () => (await requests(world, 'digest')).map(({ recipientId }) => recipientId);
  const digestOf = async (personId: number, day: string) =>
    (await world.db.read.findOne(Digest, { personId, day })) as Digest;

  it('is one message for everything that came up, to whoever must act', async () => {
    const task = await buildTask(world);
    const problem = await buildProblem(world, { state: 'answered', answeredAt: at('2026-11-18', '10:00') });
    expect(await digests(world.deps, at(MONDAY))).toBe(1);
    expect(await recipients()).toEqual([world.chief.id]);
    expect((await digestOf(world.chief.id, MONDAY)).matters).toEqual([
      { type: 'task', id: task.id },
      { type: 'problem', id: problem.id },
    ]);
  });

  it('is not sent before its time, on a rest day, late in the evening, or with nothing that came up', async () => {
    await buildTask(world, { dueDay: '2026-12-31', lateDay: '2027-01-31' });
    expect(await digests(world.deps, at(MONDAY))).toBe(0);
    await buildTask(world);
    for (const instant of [at(MONDAY, '08:29'), at(MONDAY, '20:00'), at('2026-11-28')]) {
      expect(await digests(world.deps, instant)).toBe(0);
    }
  });

  it('changes nothing when the job runs twice, even at once', async () => {
    await buildTask(world);
    const created = await Promise.all([digests(world.deps, at(MONDAY)), digests(world.deps, at(MONDAY))]);
    expect(created.sort()).toEqual([0, 1]);
    await deliver(world, MONDAY);
    expect(await digests(world.deps, at(MONDAY, '09:00'))).toBe(0);
    expect(await requests(world)).toEqual([]);
  });

  it('names a matter on its steps only: overdue day 1, not day 2, again on day 3', async () => {
    await buildTask(world);
    const created: number[] = [];
    for (const day of ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27']) {
      created.push(await digests(world.deps, at(day)));
      await deliver(world, day);
    }
    expect(created).toEqual([1, 0, 1, 0, 1]);
  });

  it('after days without the bot comes once, with what came up meanwhile', async () => {
    await buildTask(world);
    await digests(world.deps, at('2026-11-23'));
    await deliver(world, '2026-11-23');
    // Day 3 fell on the 25th, when nothing ran.
    expect(await digests(world.deps, at('2026-11-26'))).toBe(1);
    expect(await requests(world, 'digest')).toHaveLength(1);
  });

  it('says nothing of a matter on the day it came: that day brought its own card', async () => {
    // Due in one working day, so its last reminder is today.
    const due = '2026-11-24';
    await buildProblem(world, { assignedAt: at(MONDAY, '08:10'), dueDay: due });
    expect(await digests(world.deps, at(MONDAY))).toBe(0);
    await buildProblem(world, { assignedAt: at('2026-11-20', '08:10'), dueDay: due });
    expect(await digests(world.deps, at(MONDAY))).toBe(1);
  });

  it('goes to co-holders of a post too, and to the new holder after a change', async () => {
    const second = await buildPerson(world.db, { unitId: world.town.id, roles: ['村级河长'] });
    await buildPost(world.db, { reachId: world.reach.id, personId: second.id, level: 'village' });
    const former = await buildPerson(world.db, { unitId: world.town.id, roles: ['村级河长'] });
    await buildPost(world.db, {
      reachId: world.reach.id,
      personId: former.id,
      level: 'village',
      toDay: '2026-11-20',
    });
    await buildTask(world, { assigneeId: former.id });
    await digests(world.deps, at(MONDAY));
    expect((await recipients()).sort()).toEqual([world.chief.id, second.id].sort());
  });

  it('names to nobody a week that was over before their post began, not even to the only one left', async () => {
    // A county without a grace for new holders.
    world.deps.policies.current.patrol.graceWorkdays = 0;
    const task = await buildTask(world);
    const since = async (fromDay: string) => {
      const joined = await buildPerson(world.db, { unitId: world.town.id, roles: ['村级河长'] });
      const post = { reachId: world.reach.id, personId: joined.id, level: 'village' as const, fromDay };
      await buildPost(world.db, post);
      return joined.id;
    };
    const inTime = await since(task.dueDay);
    await since(MONDAY);
    await digests(world.deps, at(MONDAY));
    expect((await recipients()).sort()).toEqual([world.chief.id, inTime].sort());

    await deliver(world, MONDAY);
    await world.db.transaction((tx) => tx.update(Post, { fromDay: '2024-01-01' }, { toDay: MONDAY }));
    await world.db.transaction((tx) => tx.update(Post, { personId: inTime }, { toDay: MONDAY }));
    expect(await digests(world.deps, at('2026-11-25'))).toBe(0);
  });

  it('names an outfall to the town’s liaison, and never what was overdue at import', async () => {
    const outfall = await buildOutfall(world.db, {
      townId: world.town.id,
      reachId: world.reach.id,
      remedyDueDay: '2026-11-20',
      remedyStage: '整治中',
    });
    const common = { townId: world.town.id, reachId: world.reach.id, remedyDueDay: '2024-10-31' };
    await buildOutfall(world.db, { ...common, baselineDay: MONDAY });
    await buildOutfall(world.db, { ...common, remedyStage: '完成整治' });
    await buildOutfall(world.db, { ...common, remedyType: '无需整治' });
    await digests(world.deps, at(MONDAY));
    expect(await recipients()).toEqual([world.liaison.id]);
    const digest = await digestOf(world.liaison.id, MONDAY);
    expect(digest.matters).toEqual([{ type: 'outfall', id: outfall.id }]);
    const content = await digestContent(world.db.read, world.deps, digest, at(MONDAY));
    expect(content?.baselineCount).toBe(1);
  });

  it('drops what was done meanwhile, and with nothing left is not sent at all', async () => {
    const task = await buildTask(world);
    await digests(world.deps, at(MONDAY));
    const digest = await digestOf(world.chief.id, MONDAY);
    expect((await digestContent(world.db.read, world.deps, digest, at(MONDAY)))?.matters).toHaveLength(1);
    await world.db.transaction((tx) => tx.run(`UPDATE patrol_task SET state = 'done' WHERE id = ${task.id}`));
    expect(await digestContent(world.db.read, world.deps, digest, at(MONDAY))).toBeNull();
  });

  it('that could not be sent is taken over by the next one', async () => {
    await buildTask(world);
    await digests(world.deps, at('2026-11-23'));
    const stuck = await digestOf(world.chief.id, '2026-11-23');
    // Feishu is away; the next day has no step of its own.
    expect(await digests(world.deps, at('2026-11-24'))).toBe(1);
    expect(await requests(world, 'digest')).toHaveLength(1);
    expect(await digestContent(world.db.read, world.deps, stuck, at('2026-11-24'))).toBeNull();
  });

  it('of a person whom Feishu does not find is one, today’s, however many days pass', async () => {
    await buildTask(world);
    for (const day of ['2026-11-23', '2026-11-24', '2026-11-25']) {
      expect(await digests(world.deps, at(day))).toBe(1);
    }
    const [one, ...more] = await requests(world, 'digest');
    const today = await digestOf(world.chief.id, '2026-11-25');
    expect([one?.subjectId, one?.dueAt, more]).toEqual([today.id, at('2026-11-25'), []]);
    expect(await world.db.read.find(Digest)).toHaveLength(1);
  });

  it('that is being sent, or may have arrived, is left alone by the next one', async () => {
    await buildTask(world);
    await digests(world.deps, at('2026-11-23'));
    const next = async (day: string, row: Partial<OutboxMessage>) => {
      await world.db.transaction((tx) => tx.update(OutboxMessage, {}, row));
      await digests(world.deps, at(day));
      return (await requests(world, 'digest')).length;
    };
    expect(await next('2026-11-25', { state: 'sending' })).toBe(2);
    expect(await next('2026-11-27', { state: 'pending', firstTriedAt: at('2026-11-25') })).toBe(3);
    expect(await digestOf(world.chief.id, '2026-11-23')).toBeTruthy();
  });

  it('that arrives late keeps the same day free of a second one', async () => {
    await buildTask(world);
    await showCard(world, {
      kind: 'digest',
      subjectType: 'digest',
      subjectId: 1,
      recipientId: world.chief.id,
      day: MONDAY,
    });
    expect(await digests(world.deps, at(MONDAY))).toBe(0);
  });

  describe('with 催办', () => {
    const urge = async (task: { id: number }, instant: Date) => {
      const [notice] = await requests(world, 'lagNotice');
      return world.db.transaction((tx) =>
        urgeMatter(tx, world.deps, {
          noticeId: notice?.subjectId ?? 0,
          version: 1,
          matter: { type: 'task', id: task.id },
          by: { person: world.mayor, roles: ['镇长'] },
          at: instant,
        }),
      );
    };

    it('after today’s has gone, has the line in tomorrow’s, on whatever step the matter is', async () => {
      const task = await buildTask(world);
      await lagNotices(world.deps, at(MONDAY));
      await digests(world.deps, at(MONDAY));
      expect(await urge(task, at(MONDAY, '10:00'))).toMatchObject({
        fresh: true,
        digestGone: true,
        digestDay: '2026-11-24',
      });
      const today = await digestOf(world.chief.id, MONDAY);
      expect((await digestContent(world.db.read, world.deps, today, at(MONDAY)))?.urges).toEqual([]);
      await deliver(world, MONDAY);
      expect(await digests(world.deps, at('2026-11-24'))).toBe(1);
      const next = await digestOf(world.chief.id, '2026-11-24');
      expect((await digestContent(world.db.read, world.deps, next, at('2026-11-24')))?.urges).toEqual([
        { by: '龙兴镇镇长', title: expect.stringContaining('汾河龙兴镇第一村段') },
      ]);
      // Said once.
      await deliver(world, '2026-11-24');
      await digests(world.deps, at('2026-11-25'));
      const third = await digestOf(world.chief.id, '2026-11-25');
      expect((await digestContent(world.db.read, world.deps, third, at('2026-11-25')))?.urges).toEqual([]);
    });

    it('before today’s goes, has the line in it', async () => {
      const task = await buildTask(world);
      await lagNotices(world.deps, at(MONDAY));
      await digests(world.deps, at(MONDAY));
      expect(await urge(task, at('2026-11-24', '08:00'))).toMatchObject({
        digestGone: false,
        digestDay: '2026-11-24',
      });
      await deliver(world, MONDAY);
      expect(await digests(world.deps, at('2026-11-24'))).toBe(1);
    });
  });

  it('tells a head of the town’s lag on days 3 and 5, but not beside the 滞后提醒 or between the steps', async () => {
    await buildTask(world);
    const digestedHeads: string[] = [];
    for (const day of ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26', '2026-11-27']) {
      await lagNotices(world.deps, at(day));
      await digests(world.deps, at(day));
      if ((await recipients()).includes(world.mayor.id)) digestedHeads.push(day);
      await deliver(world, day);
    }
    expect(digestedHeads).toEqual(['2026-11-25', '2026-11-27']);
    const digest = await digestOf(world.mayor.id, '2026-11-25');
    expect(await digestContent(world.db.read, world.deps, digest, at('2026-11-25'))).toBeNull();
    const newest = await digestOf(world.mayor.id, '2026-11-27');
    expect(await digestContent(world.db.read, world.deps, newest, at('2026-11-27'))).toMatchObject({
      matters: [],
      behind: { count: 1 },
    });
  });
});
