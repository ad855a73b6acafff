import type { SettingState } from '../../entities';

/*
 * The life of a 设置申请, clause （八） of the plan and 部令第35号. Pure.
 *
 * | state     | waits for                       | ways out |
 * | --------- | ------------------------------- | -------- |
 * | submitted | 分局: 受理, or say what is missing | 受理 → accepted; 一次性告知 → asked; 不予受理 → declined; 撤回 → withdrawn |
 * | asked     | the applicant, or 镇代办          | 补正 → submitted; 不予受理 → declined, once its time is over; 撤回 → withdrawn |
 * | accepted  | 分局: 转报                       | 转报 → forwarded; the result, where 分局 itself decides; 撤回 → withdrawn |
 * | forwarded | the city or the province; 分局 enters the result | 同意 → granted; 登记 → registered; 不予同意 → denied |
 *
 * The others are ends. What is missing is said once (行政许可法 art. 32): there is no way from a 补正 to another one.
 * Nothing said in time counts as accepted from the day it came. In a zone that refuses outfalls (clause （七）) there is
 * no 受理. The result goes into the 审批登记 of the outfall; a 新设 that was agreed to is entered into the ledger.
 *
 * Every step is a row of the history with who, when and why; `replay` tells the state from the rows.
 */

interface StepRule {
  /** What the history calls it. */
  action: string;
  ways: Partial<Record<SettingState, SettingState>>;
}

export const STEPS = {
  submit: { action: 'submitted', ways: {} },
  ask: { action: 'asked', ways: { submitted: 'asked' } },
  supply: { action: 'supplied', ways: { asked: 'submitted' } },
  accept: { action: 'accepted', ways: { submitted: 'accepted' } },
  decline: { action: 'declined', ways: { submitted: 'declined', asked: 'declined' } },
  forward: { action: 'forwarded', ways: { accepted: 'forwarded' } },
  grant: { action: 'granted', ways: { accepted: 'granted', forwarded: 'granted' } },
  register: { action: 'registered', ways: { accepted: 'registered', forwarded: 'registered' } },
  deny: { action: 'denied', ways: { accepted: 'denied', forwarded: 'denied' } },
  withdraw: {
    action: 'withdrawn',
    ways: { submitted: 'withdrawn', asked: 'withdrawn', accepted: 'withdrawn' },
  },
} as const satisfies Record<string, StepRule>;
export type Step = keyof typeof STEPS;

/** The state after `step`; null when it cannot be taken from here. */
export function nextState(state: SettingState, step: Step): SettingState | null {
  const ways: StepRule['ways'] = STEPS[step].ways;
  return ways[state] ?? null;
}

/** Something has still to be done. */
export const OPEN_STATES = [
  'submitted',
  'asked',
  'accepted',
  'forwarded',
] as const satisfies readonly SettingState[];
export const isOpen = (state: SettingState): boolean => OPEN_STATES.some((open) => open === state);

/** The state that the rows of a history lead to; null when they tell no life that can be. */
export function replay(entries: readonly { action: string; state: string }[]): SettingState | null {
  const [first, ...rest] = entries;
  if (first?.action !== STEPS.submit.action) return null;
  const asks = rest.filter(({ action }) => action === STEPS.ask.action).length;
  if (asks > 1) return null;
  return rest.reduce<SettingState | null>((at, { action, state }) => {
    const step = (Object.keys(STEPS) as Step[]).find((one) => STEPS[one].action === action);
    const next = at === null || step === undefined ? null : nextState(at, step);
    return next === state ? next : null;
  }, 'submitted');
}
