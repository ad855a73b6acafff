import { Complaint, PolicyVersion, Problem } from '../../entities';
import { Policies } from '../../src/core/policy';
import { openMatters } from '../../src/escalation';
import { BACKENDS, buildUnit, testPolicy } from '../factories';
import { at, buildProblem, eachRiver, type River } from '../river';
import { MONDAY } from './world';

describe.each(BACKENDS)('open matters on %s', (backend) => {
  let world: River;
  eachRiver(backend, (fresh) => {
    world = fresh;
  });

  it('give a verification the time that it had when the problem began, whatever the rules say today', async () => {
    const { db, deps } = world;
    const then = testPolicy();
    const now = { ...then, version: 2, problem: { ...then.problem, verifyWorkdays: 8 } };
    await db.transaction((tx) =>
      tx.insert(PolicyVersion, {
        number: 1,
        hash: 'x',
        content: JSON.stringify(then),
        activatedAt: at('2026-01-01'),
      }),
    );
    const answered = { state: 'answered' as const, answeredAt: at('2026-11-18', '10:00') };
    await buildProblem(world, { ...answered, policyVersion: 1 });
    await buildProblem(world, { ...answered, policyVersion: 2 });
    const policies = new Policies(db, now);
    const matters = await openMatters(db.read, { ...deps, policies }, { today: MONDAY });
    expect(matters.map(({ dueDay }) => dueDay)).toEqual(['2026-11-23', '2026-11-30']);
  });

  const matters = () => openMatters(world.db.read, world.deps, { today: MONDAY });

  it('wait for 县河长办 while something is to be decided, and lag as no town’s', async () => {
    const deskAt = at('2026-11-20', '10:00');
    await buildProblem(world, {
      state: 'registered',
      handlerId: null,
      dueDay: null,
      seriousness: '重大',
      deskAt,
    });
    const waits = { byId: world.liaison.id, at: '2026-11-20T02:00:00Z', reason: '忙', refused: null };
    await buildProblem(world, { deskAt, ask: { ...waits, kind: 'extend', day: '2026-12-20' } });
    expect(await matters()).toMatchObject([
      { duty: 'decide', unitId: null, dueDay: '2026-11-23', responsible: [world.office.id] },
      { duty: 'decide', unitId: null, dueDay: '2026-11-23', responsible: [world.office.id] },
    ]);
  });

  it('of what was refused wait for the handler again', async () => {
    const refused = { byId: world.office.id, at: '2026-11-20T02:00:00Z', reason: '不行' };
    const ask = { kind: 'dismiss' as const, byId: world.liaison.id, at: refused.at, reason: '忙', refused };
    await buildProblem(world, { ask, deskAt: null });
    expect(await matters()).toMatchObject([{ duty: 'handle', responsible: [world.liaison.id] }]);
  });

  it('of a 重大 problem are due when it is to be reported on, if that comes first', async () => {
    await buildProblem(world, { seriousness: '重大', dueDay: '2026-12-28', progressDueDay: '2026-12-10' });
    expect(await matters()).toMatchObject([{ dueDay: '2026-12-10', title: '报进展：桥下50米（河岸）' }]);
  });

  it('that a department handles are its own lag, a village’s and an enterprise’s are their town’s', async () => {
    const { id: unitId } = await buildUnit(world.db, {
      name: '县水利局',
      type: '县直部门',
      divisionCode: null,
    });
    const { id: firm } = await buildUnit(world.db, { name: '新绛纸厂', type: '企业', divisionCode: null });
    await buildProblem(world, { unitId });
    await buildProblem(world, { unitId: firm });
    await buildProblem(world, { unitId: world.village.id });
    expect((await matters()).map((matter) => matter.unitId)).toEqual([unitId, world.town.id, world.town.id]);
  });

  it('include the form of a complaint that whoever took it in has not sent', async () => {
    const { id } = await buildProblem(world, {
      source: 'complaint',
      state: 'draft',
      finderId: world.office.id,
      dueDay: null,
      recordedAt: at('2026-11-20', '10:00'),
    });
    const own = { type: 'problem' as const, id };
    const form = { ...own, duty: 'register', dueDay: '2026-11-23', responsible: [world.office.id] };
    expect(await matters()).toMatchObject([form]);
    expect(await openMatters(world.db.read, world.deps, { today: MONDAY, only: [own] })).toMatchObject([
      form,
    ]);
    await world.db.transaction((tx) => tx.update(Problem, { id }, { state: 'withdrawn' }));
    expect(await matters()).toEqual([]);
  });

  it('include telling a complainant, until it was told', async () => {
    const { id: problemId } = await buildProblem(world, { source: 'complaint', state: 'closed' });
    const row = { problemId, recordedAt: at('2026-11-06'), tellDueDay: '2026-11-24' };
    await world.db.transaction((tx) => tx.insert(Complaint, row));
    const [matter] = await matters();
    expect(matter).toMatchObject({ type: 'complaint', duty: 'tell', dueDay: '2026-11-24' });
    await world.db.transaction((tx) => tx.update(Complaint, { problemId }, { tellDueDay: null }));
    expect(await matters()).toEqual([]);
  });
});
