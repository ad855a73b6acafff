import { AssessmentRun, AssessmentScore } from '../../../entities';
import { assess, keepScores } from '../../../src/assessment';
import { BACKENDS, buildPerson, testPolicy } from '../../factories';
import { at } from '../../river';
import { addTask, addWalked, adopt, eachWorld, type World } from '../world';
import { type Desk, deskOf } from './desk';

const policy = testPolicy();
policy.assessment.rounds = { every: 'quarter' };
/** Ten working days after 30 September: 国庆 lies between. */
const DRAFT = '2026-10-22';

describe.each(BACKENDS)('a round of a quarter (%s)', (backend) => {
  let world: World;
  let desk: Desk;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });
  const run = (period: string) => world.db.read.findOne(AssessmentRun, { period });
  const linesOf = async (period: string): Promise<unknown> => {
    const found = await run(period);
    return world.db.read.query(
      'SELECT l.rule, l.points, l.max, l.reason FROM assessment_line l JOIN assessment_score s ON s.id = l.scoreId WHERE s.runId = ? ORDER BY l.id',
      [found?.id ?? 0],
    );
  };

  beforeEach(async () => {
    const reviewer = await buildPerson(world.db, { unitId: world.office.unitId, roles: ['县河长办'] });
    desk = deskOf(world, policy, reviewer);
    await adopt(world, policy, '2026-06-01');
    await addWalked(world, '2026-07-12');
    await addTask(world, '2026-08-16', { state: 'missed' });
    await addWalked(world, '2026-09-13');
    // Can be entered late for a month after the draft.
    await addTask(world, '2026-09-27', { lateDay: '2026-11-20' });
    for (const month of ['2026-07', '2026-08', '2026-09'])
      await assess(desk.deps, { period: month, at: at('2026-10-09') });
  });

  it('is scored as a period of its own, and goes its way to the end', async () => {
    expect(await desk.draft(DRAFT)).toBeGreaterThan(0);
    expect(await desk.the()).toMatchObject({ period: '2026-Q3', state: 'draft' });
    await desk.publish(DRAFT);
    const before = (await desk.chiefScore()).score ?? 0;
    await desk.appeal('2026-10-26', { period: '2026-Q3', rule: 'patrol' });
    await desk.decide('2026-10-27', 3000);
    await desk.rescored('2026-10-27');
    expect((await desk.chiefScore()).score ?? 0).toBeGreaterThan(before);
    await desk.finalise('2026-10-30');
    expect(await desk.the()).toMatchObject({ state: 'final' });
    const { verified } = await assess(desk.deps, { period: '2026-Q3', at: at('2027-01-05'), verify: true });
    expect(verified).toEqual({ stored: true, identical: true });
  });

  it('freezes its months: none is altered by what is entered later, and none goes without its freeze', async () => {
    await desk.draft(DRAFT);
    const [task] = await world.db.read.query<{ id: number }>(
      "SELECT id FROM patrol_task WHERE dueDay = '2026-09-27'",
    );
    await keepScores(desk.deps, at('2026-10-23'));
    const before = await linesOf('2026-09');
    expect(JSON.stringify(before)).toContain('1 次巡河算分时过了期限');
    // Not walked at all: 未完成 on the day after.
    await world.db.transaction((tx) =>
      tx.run("UPDATE patrol_task SET state = 'missed' WHERE id = ?", [task?.id ?? 0]),
    );
    await keepScores(desk.deps, at('2026-11-21'));
    await assess(desk.deps, { period: '2026-09', at: at('2026-11-21') });
    expect(await linesOf('2026-09')).toEqual(before);
    for (const month of ['2026-07', '2026-08', '2026-09'])
      expect((await run(month))?.frozenAt).not.toBeNull();
    const { verified } = await assess(desk.deps, { period: '2026-09', at: at('2027-01-05'), verify: true });
    expect(verified).toEqual({ stored: true, identical: true });
  });

  it('a month that nobody had computed before the draft can still be had, as it stood then', async () => {
    await world.db.transaction(async (tx) => {
      const found = await tx.findOne(AssessmentRun, { period: '2026-09' });
      await tx.remove(AssessmentScore, { runId: found?.id });
      await tx.remove(AssessmentRun, { period: '2026-09' });
    });
    await desk.draft(DRAFT);
    await assess(desk.deps, { period: '2026-09', at: at('2026-12-01') });
    expect(await run('2026-09')).toMatchObject({ period: '2026-09' });
    expect(JSON.stringify(await linesOf('2026-09'))).toContain('1 次巡河算分时过了期限');
  });
});
