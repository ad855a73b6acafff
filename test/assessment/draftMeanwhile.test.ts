import { AssessmentRun } from '../../entities';
import { assess, draftRound, keepScores, monthlyAssessment } from '../../src/assessment';
import type { Database } from '../../src/core/database';
import { Policies } from '../../src/core/policy';
import { BACKENDS, testPolicy } from '../factories';
import { at } from '../river';
import { addTask, addWalked, adopt, eachWorld, type World } from './world';

const DRAFT = '2026-11-13';
const policy = testPolicy();
policy.assessment.rounds = { every: 'month' };

describe.each(BACKENDS)(
  'scores that are being computed while another process makes the draft (%s)',
  (backend) => {
    let world: World;
    eachWorld(backend, (fresh) => {
      world = fresh;
    });
    const deps = () => ({ ...world.deps, policies: new Policies(world.db, policy) });

    beforeEach(async () => {
      await adopt(world, policy, '2026-09-01');
      await addWalked(world, '2026-10-11');
      // Entered late until a week after the draft, so nothing but the draft freezes the month.
      await addTask(world, '2026-10-25', { lateDay: '2026-11-20' });
      await monthlyAssessment(deps(), at('2026-11-02'));
    });

    /** The draft falls between the computation and its writing. */
    const meddled = () => {
      let drafted = false;
      const db = new Proxy(world.db as Database, {
        get(target, name) {
          const value = Reflect.get(target, name);
          if (typeof value !== 'function') return value;
          const bound = value.bind(target);
          if (name !== 'transaction') return bound;
          return async (...given: unknown[]) => {
            if (!drafted) {
              drafted = true;
              await draftRound(deps(), at(DRAFT));
            }
            return bound(...given);
          };
        },
      });
      return { ...deps(), db };
    };
    const frozenAt = async () =>
      (await world.db.read.findOne(AssessmentRun, { period: '2026-10' }))?.frozenAt ?? null;

    it('leave the draft as it is frozen, where the morning computes', async () => {
      expect(await frozenAt()).toBeNull();
      await keepScores(meddled(), at(DRAFT));
      expect(await frozenAt()).toEqual(at(DRAFT));
    });

    it('leave the draft as it is frozen, where a command computes', async () => {
      await assess(meddled(), { period: '2026-10', at: at(DRAFT, '08:31') });
      expect(await frozenAt()).toEqual(at(DRAFT));
    });
  },
);
