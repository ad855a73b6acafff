import { PersonRole } from '../../entities';
import { baselineNotices, baselineOf, digests, lagNotices } from '../../src/escalation';
import { BACKENDS, buildOutfall } from '../factories';
import { at, eachRiver, type River } from '../river';
import { MONDAY, requests } from './world';

describe.each(BACKENDS)('接手时的老账 on %s', (backend) => {
  let world: River;
  eachRiver(backend, (fresh) => {
    world = fresh;
  });

  const importOverdue = async (count: number, day: string) => {
    for (let i = 0; i < count; i += 1) {
      await buildOutfall(world.db, {
        townId: world.town.id,
        reachId: world.reach.id,
        remedyDueDay: '2024-10-31',
        baselineDay: day,
      });
    }
  };

  it('is one message a head, however much was overdue, and nothing else follows for weeks', async () => {
    await importOverdue(8, MONDAY);
    expect(await baselineNotices(world.deps, at(MONDAY, '08:05'))).toBe(1);
    for (const day of ['2026-11-23', '2026-11-24', '2026-11-30', '2026-12-07']) {
      expect(await baselineNotices(world.deps, at(day))).toBe(0);
      expect(await lagNotices(world.deps, at(day))).toBe(0);
      expect(await digests(world.deps, at(day))).toBe(0);
    }
    expect((await requests(world)).map((r) => [r.kind, r.recipientId])).toEqual([
      ['baseline', world.mayor.id],
    ]);
    expect(await baselineOf(world.db.read, world.town.id)).toEqual({ count: 8, oldest: '2024-10-31' });
  });

  it('is told to the liaison where nobody is head', async () => {
    await world.db.transaction((tx) => tx.remove(PersonRole, { personId: world.mayor.id }));
    await importOverdue(1, MONDAY);
    expect(await baselineNotices(world.deps, at(MONDAY))).toBe(1);
    expect((await requests(world)).map(({ recipientId }) => recipientId)).toEqual([world.liaison.id]);
  });

  it('is said again only for what a later import brought', async () => {
    await importOverdue(1, MONDAY);
    await baselineNotices(world.deps, at(MONDAY));
    await importOverdue(1, '2026-11-25');
    expect(await baselineNotices(world.deps, at('2026-11-25'))).toBe(1);
    expect(await baselineNotices(world.deps, at('2026-11-26'))).toBe(0);
  });

  it('is said once when two processes run at once', async () => {
    await importOverdue(1, MONDAY);
    const told = await Promise.all([
      baselineNotices(world.deps, at(MONDAY)),
      baselineNotices(world.deps, at(MONDAY)),
    ]);
    expect(told.sort()).toEqual([0, 1]);
  });
});
