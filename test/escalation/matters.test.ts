import { PolicyVersion } from '../../entities';
import { Policies } from '../../src/core/policy';
import { openMatters } from '../../src/escalation';
import { BACKENDS, testPolicy } from '../factories';
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
});
