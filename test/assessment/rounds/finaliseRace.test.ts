import { finaliseRound } from '../../../src/assessment';
import type { Tx } from '../../../src/core/database';
import { BACKENDS, buildPerson, testPolicy } from '../../factories';
import { addTask, addWalked, adopt, eachWorld, type World } from '../world';
import { type Desk, deskOf } from './desk';

const policy = testPolicy();
policy.assessment.rounds = { every: 'month' };
const AFTER = '2026-11-24';

/** SQLite's writers take turns, so that nothing is decided in the middle of another's transaction. */
const many = BACKENDS.filter((backend) => backend !== 'sqlite');

(many.length > 0 ? describe.each(many) : describe.skip.each(['mariadb' as const]))(
  '定稿 while somebody decides about an appeal (%s)',
  (backend) => {
    let world: World;
    let desk: Desk;
    eachWorld(backend, (fresh) => {
      world = fresh;
    });

    it('never takes a score that a 更正 has not reached yet, wherever between its reads the decision falls', async () => {
      const reviewer = await buildPerson(world.db, { unitId: world.office.unitId, roles: ['县河长办'] });
      desk = deskOf(world, policy, reviewer);
      await adopt(world, policy, '2026-09-01');
      await addWalked(world, '2026-10-11');
      await addTask(world, '2026-10-18', { state: 'missed' });
      await desk.draft('2026-11-13');
      await desk.publish('2026-11-16');
      await desk.appeal('2026-11-20', { period: '2026-10', rule: 'patrol' });
      const press = await desk.press(AFTER);
      const meddled = world.db.transaction((tx) => {
        let reads = 0;
        const after = async <T>(read: Promise<T>): Promise<T> => {
          const found = await read;
          reads += 1;
          if (reads === 1) await desk.decide(AFTER, 3000);
          return found;
        };
        const meddling = new Proxy(tx, {
          get(target, name) {
            const value = Reflect.get(target, name);
            if (typeof value !== 'function') return value;
            const bound = value.bind(target);
            return name === 'find' || name === 'findOne'
              ? (...given: unknown[]) => after(bound(...given))
              : bound;
          },
        }) as Tx;
        return finaliseRound(meddling, desk.deps, press);
      });
      await expect(meddled).rejects.toThrow('还有1件申诉没有复核');
      expect(await desk.the()).toMatchObject({ state: 'notice', stale: true });
    });
  },
);
