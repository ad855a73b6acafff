import { LadderCase, LagNotice } from '../../entities';
import { history } from '../../src/core/history';
import { lagNotices, reissueCards } from '../../src/escalation';
import { BACKENDS, buildPerson, buildPost } from '../factories';
import { at, buildProblem, eachRiver, type River } from '../river';
import { buildTask, deliver, MONDAY, requests, showCard } from './world';

describe.each(BACKENDS)('cards of open matters on %s', (backend) => {
  let world: River;
  eachRiver(backend, (fresh) => {
    world = fresh;
  });

  const run = (day = MONDAY) => reissueCards(world.deps, at(day));
  const asked = async () =>
    (await requests(world)).map((r) => `${r.kind} ${r.subjectType} ${r.subjectId} → ${r.recipientId}`);
  const taskCard = (subjectId: number, day: string) =>
    showCard(world, { kind: 'patrolTask', subjectType: 'task', subjectId, recipientId: world.chief.id, day });

  it('are sent anew before Feishu lets them die, and not again while the copy is on its way', async () => {
    const task = await buildTask(world);
    await taskCard(task.id, '2026-11-11');
    expect(await run()).toBe(1);
    expect(await asked()).toEqual([`patrolTask task ${task.id} → ${world.chief.id}`]);
    expect(await run()).toBe(0);
    await deliver(world, MONDAY);
    expect(await run()).toBe(0);
  });

  it('are left alone while young, on rest days, and when the matter is closed', async () => {
    const young = await buildTask(world);
    await taskCard(young.id, '2026-11-16');
    await buildTask(world, { state: 'missed' });
    await buildProblem(world, { state: 'closed' });
    expect(await run()).toBe(0);
    await buildTask(world);
    expect(await run('2026-11-28')).toBe(0);
  });

  it('of a problem go to the handler, and to the verifier once it is answered', async () => {
    const open = await buildProblem(world);
    const answered = await buildProblem(world, { state: 'answered', answeredAt: at('2026-11-20', '10:00') });
    await run();
    expect(await asked()).toEqual([
      `problemWork problem ${open.id} → ${world.liaison.id}`,
      `problemVerify problem ${answered.id} → ${world.chief.id}`,
    ]);
  });

  it('that are rows of a young list count as there; several without a card come as the list', async () => {
    await buildTask(world);
    await buildTask(world);
    expect(await run()).toBe(1);
    expect(await asked()).toEqual([`newTasks person ${world.chief.id} → ${world.chief.id}`]);
    await deliver(world, MONDAY);
    expect(await run('2026-11-27')).toBe(0);
    expect(await run('2026-12-07')).toBe(1);
  });

  it('are not asked for where Feishu knows nobody, and reach a new holder of the post', async () => {
    const unknown = await buildPerson(world.db, { unitId: world.town.id, openId: null, roles: ['村级河长'] });
    const joined = await buildPerson(world.db, { unitId: world.town.id, roles: ['村级河长'] });
    for (const { id } of [unknown, joined]) {
      await buildPost(world.db, { reachId: world.reach.id, personId: id, level: 'village' });
    }
    const task = await buildTask(world);
    await taskCard(task.id, '2026-11-20');
    await run();
    expect(await asked()).toEqual([`patrolTask task ${task.id} → ${joined.id}`]);
  });

  it('of an open 滞后提醒 are kept young too', async () => {
    await buildTask(world, { assigneeId: world.chief.id, lateDay: '2026-12-31' });
    await lagNotices(world.deps, at(MONDAY));
    await deliver(world, MONDAY);
    const [notice] = await world.db.read.find(LagNotice, { recipientId: world.mayor.id });
    await run('2026-12-04');
    expect(await asked()).toContain(`lagNotice lagNotice ${notice?.id} → ${world.mayor.id}`);
  });

  it('of what 县河长办 was asked to judge are kept young until somebody has judged it', async () => {
    const { firstId: id } = await world.db.transaction((tx) =>
      tx.insert(LadderCase, {
        unitId: world.town.id,
        matterType: 'problem',
        matterId: 1,
        round: 1,
        title: '桥下50米',
        rung: 3,
        state: 'running',
        sinceDay: '2026-10-01',
        waitsFor: 'office',
        policyVersion: 1,
        beganAt: at('2026-10-01'),
        version: 3,
      }),
    );
    const happened = (action: string, version: number, data: object) =>
      world.db.transaction(async (tx) =>
        history(tx, {
          subjectType: 'ladder',
          subjectId: id,
          version,
          at: at('2026-11-10'),
          actor: 'job:ladder',
          action,
          state: 'running',
          data,
        }),
      );
    await happened('issued', 2, { rung: 3, documentId: 1, day: '2026-11-09' });
    expect(await run()).toBe(0);
    await happened('judge', 3, { day: '2026-11-10' });
    const judge = { kind: 'ladderJudge', subjectType: 'ladder', subjectId: id } as const;
    await showCard(world, { ...judge, recipientId: world.office.id, day: '2026-11-11' });
    expect(await run()).toBe(1);
    expect(await asked()).toEqual([`ladderJudge ladder ${id} → ${world.office.id}`]);
    await deliver(world, MONDAY);
    expect(await run()).toBe(0);
    await happened('outstanding', 4, { day: '2026-11-24' });
    expect(await run('2026-12-07')).toBe(0);
  });
});
