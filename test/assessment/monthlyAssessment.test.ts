import { AssessmentRun, OutboxMessage } from '../../entities';
import { monthlyAssessment } from '../../src/assessment';
import { BACKENDS } from '../factories';
import { at } from '../river';
import { addWalked, eachWorld, type World } from './world';

describe.each(BACKENDS)('the monthly 试算 on %s', (backend) => {
  let world: World;
  eachWorld(backend, (fresh) => {
    world = fresh;
  });

  const run = (day: string, time?: string) => monthlyAssessment(world.deps, at(day, time));

  it('comes on the first working day, at the digest’s time, for the month before, once', async () => {
    await addWalked(world, '2026-10-11');
    // 2026-11-01 is a Sunday.
    expect(await run('2026-11-01')).toBe(0);
    expect(await run('2026-11-02', '08:29')).toBe(0);
    expect(await run('2026-11-02')).toBe(3);
    expect((await world.db.read.find(AssessmentRun)).map(({ period }) => period)).toEqual(['2026-10']);
    await world.db.transaction((tx) => tx.remove(OutboxMessage, {}));
    expect(await run('2026-11-02', '09:00')).toBe(0);
    expect(await run('2026-11-03')).toBe(0);
    expect(await world.db.read.find(OutboxMessage)).toEqual([]);
  });

  it('comes on a later day of the month when the bot was off on the first', async () => {
    await addWalked(world, '2026-10-11');
    expect(await run('2026-11-17')).toBe(3);
  });

  it('is sent once when two processes run at once', async () => {
    await addWalked(world, '2026-10-11');
    const sent = await Promise.all([run('2026-11-02'), run('2026-11-02')]);
    expect(sent.sort()).toEqual([0, 3]);
    expect(await world.db.read.find(OutboxMessage)).toHaveLength(3);
  });

  it('is not sent for a month in which nobody had anything to be scored by', async () => {
    expect(await run('2026-11-02')).toBe(0);
    expect(await world.db.read.find(AssessmentRun)).toEqual([]);
    expect(await world.db.read.find(OutboxMessage)).toEqual([]);
  });

  it('waits quietly in a county without a roster', async () => {
    await world.db.transaction(async (tx) => {
      for (const table of ['unit', 'post']) await tx.run(`DELETE FROM ${table}`);
    });
    expect(await run('2026-11-02')).toBe(0);
  });
});
