import type { AssessmentAppeal, RoundState } from '../../../entities';

/*
 * The life of a formal round (正式考核), and of an appeal in it. Pure.
 *
 * | state  | 环节 | waits for                                 | ways out |
 * | ------ | ---- | ----------------------------------------- | -------- |
 * | draft  | 草稿 | 县河长办 to look it over                  | 确认 or 不采用 of 否决 and 扣分, 重算: stays; 公示 → notice |
 * | notice | 公示 | its last day, then 复核 of what is open, then 县河长办 | 重算 after a 更正: stays; 定稿 → final |
 * | final  | 定稿 | nobody                                    | 更正 with a reason, 重算 into the next version: stays |
 *
 * | appeal    | waits for                     | ways out |
 * | --------- | ----------------------------- | -------- |
 * | open      | a reviewer who is none of those who published or appealed | 维持 → upheld; 更正 → corrected |
 * | upheld    | nobody; the reason is kept    | – |
 * | corrected | nobody; the score follows     | – |
 *
 * The draft freezes what counts: from then on nothing moves a score but what a person decided, with a reason and under
 * their name. 公示 needs a named person, 否决 and 扣分 confirmed by one. Appeals are taken until the last day of 公示.
 * 定稿 needs 公示 to be over, every appeal decided and every 更正 computed. What was final stays as it was: a later
 * 更正 is a version beside it.
 *
 * Every step is a row of the history; the state can be told again from the rows (`replayRound`, `replayAppeal`).
 */

interface StepRule<State extends string> {
  /** What the history calls it. */
  action: string;
  ways: Partial<Record<State, State>>;
}

export const ROUND_STEPS = {
  draft: { action: 'drafted', ways: { draft: 'draft' } },
  confirm: { action: 'effectsConfirmed', ways: { draft: 'draft' } },
  drop: { action: 'effectDropped', ways: { draft: 'draft' } },
  publish: { action: 'published', ways: { draft: 'notice' } },
  rescore: { action: 'rescored', ways: { draft: 'draft', notice: 'notice', final: 'final' } },
  finalise: { action: 'finalised', ways: { notice: 'final' } },
  amend: { action: 'amended', ways: { final: 'final' } },
} as const satisfies Record<string, StepRule<RoundState>>;
export type RoundStep = keyof typeof ROUND_STEPS;

export type AppealState = AssessmentAppeal['state'];
export const APPEAL_STEPS = {
  appeal: { action: 'appealed', ways: { open: 'open' } },
  uphold: { action: 'upheld', ways: { open: 'upheld' } },
  correct: { action: 'corrected', ways: { open: 'corrected' } },
} as const satisfies Record<string, StepRule<AppealState>>;
export type AppealStep = keyof typeof APPEAL_STEPS;

/** The state after `step`; null when it cannot be taken from here. */
export function nextRound(state: RoundState, step: RoundStep): RoundState | null {
  const { ways }: StepRule<RoundState> = ROUND_STEPS[step];
  return ways[state] ?? null;
}

export function nextAppeal(state: AppealState, step: AppealStep): AppealState | null {
  const { ways }: StepRule<AppealState> = APPEAL_STEPS[step];
  return ways[state] ?? null;
}

type Entries = readonly { action: string }[];

/** The state that the rows of a history lead to; null when they tell no life that can be. */
export const replayRound = (entries: Entries): RoundState | null =>
  entries.reduce<RoundState | null>((state, { action }) => {
    const step = (Object.keys(ROUND_STEPS) as RoundStep[]).find((one) => ROUND_STEPS[one].action === action);
    return state === null || step === undefined ? null : nextRound(state, step);
  }, 'draft');

export const replayAppeal = (entries: Entries): AppealState | null =>
  entries.reduce<AppealState | null>((state, { action }) => {
    const step = (Object.keys(APPEAL_STEPS) as AppealStep[]).find(
      (one) => APPEAL_STEPS[one].action === action,
    );
    return state === null || step === undefined ? null : nextAppeal(state, step);
  }, 'open');
