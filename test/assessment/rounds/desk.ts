import {
  AssessmentAppeal,
  AssessmentRound,
  AssessmentScore,
  type Person,
  type Role,
} from '../../../entities';
import {
  appealLine,
  confirmEffects,
  decideAppeal,
  draftRound,
  finaliseRound,
  publishRound,
  rescore,
} from '../../../src/assessment';
import { Policies, type Policy } from '../../../src/core/policy';
import { at } from '../../river';
import type { World } from '../world';

/** A formal round as the people of a county take it from step to step. */
export function deskOf(world: World, policy: Policy, reviewer: Person) {
  const { db } = world;
  const deps = { ...world.deps, policies: new Policies(db, policy) };
  const the = async (): Promise<AssessmentRound> =>
    (await db.read.findOne(AssessmentRound, {})) as AssessmentRound;
  const press = async (day: string, person = world.office) => {
    const { id: roundId, version } = await the();
    return { roundId, version, person, roles: ['县河长办'] as Role[], at: at(day, '10:00') };
  };
  /** The score in the round itself. */
  const scoreOf = async (given: Partial<AssessmentScore>): Promise<AssessmentScore> =>
    (await db.read.findOne(AssessmentScore, { runId: (await the()).runId, ...given })) as AssessmentScore;
  return {
    deps,
    the,
    press,
    chiefScore: () => scoreOf({ subject: 'chief', personId: world.chief.id }),
    townScore: () => scoreOf({ subject: 'town', unitId: world.town.id }),
    draft: (day: string) => draftRound(deps, at(day)),
    confirm: async (day: string) => {
      const pressed = await press(day);
      await db.transaction((tx) => confirmEffects(tx, pressed));
    },
    publish: async (day: string) => {
      const pressed = await press(day);
      return db.transaction((tx) => publishRound(tx, deps, pressed));
    },
    /** The chief's, on their own score. */
    appeal: async (day: string, line: { period: string; rule: string }) => {
      const { id: scoreId } = await scoreOf({ subject: 'chief', personId: world.chief.id });
      return db.transaction((tx) =>
        appealLine(tx, deps, {
          ...line,
          scoreId,
          words: '那天封路，没法巡',
          person: world.chief,
          roles: ['村级河长'],
          at: at(day, '17:00'),
        }),
      );
    },
    decide: async (day: string, points: number | null) => {
      const found = (await db.read.findOne(AssessmentAppeal, { state: 'open' })) as AssessmentAppeal;
      const { id: appealId, version } = found;
      await db.transaction((tx) =>
        decideAppeal(tx, deps, {
          appealId,
          version,
          points,
          reason: '封路有通知',
          person: reviewer,
          roles: ['县河长办'],
          at: at(day, '11:00'),
        }),
      );
    },
    rescored: async (day: string) => rescore(deps, (await the()).id, at(day, '11:05')),
    finalise: async (day: string) => {
      const pressed = await press(day);
      return db.transaction((tx) => finaliseRound(tx, deps, pressed));
    },
  };
}

export type Desk = ReturnType<typeof deskOf>;
