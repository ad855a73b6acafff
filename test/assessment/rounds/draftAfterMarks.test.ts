import { AssessmentRound } from '../../../entities';
import { BACKENDS, buildPerson, testPolicy } from '../../factories';
import { addWalked, adopt, eachWorld, type World } from '../world';
import { type Desk, deskOf } from './desk';

const policy = testPolicy();
// Working days after Saturday 31 October: 2, 3, 4, 5 and 6 November.
policy.assessment.rounds = { every: 'month', draftWorkdays: 3 };
policy.assessment.marks = { workdays: 5 };

describe.each(BACKENDS)('the draft of a round whose marks take longer (%s)', (backend) => {
  let world: World;
  let desk: Desk;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });

  it('waits until the last day on which scorers were told that they can give points is over', async () => {
    const reviewer = await buildPerson(world.db, { unitId: world.office.unitId, roles: ['县河长办'] });
    desk = deskOf(world, policy, reviewer);
    await adopt(world, policy, '2026-09-01');
    await addWalked(world, '2026-10-18');
    for (const day of ['2026-11-04', '2026-11-06']) expect(await desk.draft(day)).toBe(0);
    expect(await world.db.read.find(AssessmentRound, {})).toEqual([]);
    expect(await desk.draft('2026-11-09')).toBe(2);
    expect(await desk.the()).toMatchObject({ period: '2026-10', state: 'draft' });
  });
});
