import { Emergency, Patrol, PatrolSuspension, PatrolTask, StandIn } from '../../entities';
import type { Tx } from '../../src/core/database';
import { Fault } from '../../src/core/errors';
import { askAfterRain, askStandIn, enterFree, startEmergency, suspendPatrols } from '../../src/patrol';
import { BACKENDS, buildPerson } from '../factories';
import { eachRiver, NOW, type River } from '../river';

/** A thumb that presses twice, two of an office who give the same order: once is enough. */
describe.each(BACKENDS)('what is asked twice at once over %s', (backend) => {
  let river: River;
  eachRiver(backend, (given) => {
    river = given;
    river.deps.clock.moveTo(NOW);
  });

  /** Five at once, each in a transaction of its own. @returns how many were refused, each with a sentence */
  async function fiveTimes(work: (tx: Tx) => Promise<unknown>): Promise<number> {
    const refused = await Promise.all(
      Array.from({ length: 5 }, () =>
        river.db.transaction(work).then(
          () => 0,
          (error: unknown) => {
            if (error instanceof Fault) return 1;
            throw error;
          },
        ),
      ),
    );
    return refused.reduce((sum: number, one) => sum + one, 0);
  }

  const everywhere = { reachId: null, townId: null, by: 'cli', at: NOW };

  test('停巡 is in force once', async () => {
    const order = {
      ...everywhere,
      fromDay: '2026-11-25',
      toDay: null,
      reason: '冰冻' as const,
      words: '封河',
    };
    expect(await fiveTimes((tx) => suspendPatrols(tx, order))).toBe(4);
    expect(await river.db.read.find(PatrolSuspension, {})).toHaveLength(1);
    // Another end, or another reason, is another order.
    expect(await fiveTimes((tx) => suspendPatrols(tx, { ...order, toDay: '2026-12-20' }))).toBe(4);
  });

  test('雨后巡河 asks for each walk once', async () => {
    await fiveTimes((tx) => askAfterRain(tx, river.deps, { ...everywhere, words: '大雨', source: null }));
    expect(await river.db.read.find(PatrolTask, {})).toHaveLength(1);
  });

  test('应急 begins once at one place', async () => {
    const order = { ...everywhere, kind: '汛情' as const, words: '上游来水' };
    expect(await fiveTimes((tx) => startEmergency(tx, river.deps, order))).toBe(4);
    expect(await river.db.read.find(Emergency, {})).toHaveLength(1);
  });

  test('a walk without a task is recorded once a day', async () => {
    const walk = { personId: river.chief.id, reachId: river.reach.id, level: 'village' as const, at: NOW };
    const said = { day: null, begun: null, ended: null, kind: null, words: '' };
    expect(await fiveTimes((tx) => enterFree(tx, river.deps, { ...walk, ...said }))).toBe(4);
    expect(await river.db.read.find(Patrol, {})).toHaveLength(1);
  });

  test('one deputy is asked once for the same days', async () => {
    const deputy = await buildPerson(river.db, { unitId: river.village.id });
    const asked = { personId: river.chief.id, deputyId: deputy.id, reachId: null, at: NOW };
    const days = { fromDay: null, toDay: '2026-11-30', reason: '请假' as const };
    expect(await fiveTimes((tx) => askStandIn(tx, river.deps, { ...asked, ...days }))).toBe(4);
    expect(await river.db.read.find(StandIn, {})).toHaveLength(1);
  });
});
