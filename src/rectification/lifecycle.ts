import type { Outfall, Rectification, RectificationState } from '../../entities';

/*
 * The life of an outfall's 整治, clauses （四）（五）（六） of the plan. Pure.
 *
 * | state   | 环节         | waits for                      | ways out |
 * | ------- | ------------ | ------------------------------ | -------- |
 * | working | 整治         | the responsible party, or 镇代办 | 报进展, 申请延期 and its answer: stays; 申请销号 → applied |
 * | applied | 销号逐级签认 | the step whose turn it is      | 通过 → the next step (stays), after the last → closed; 退回 → working |
 * | closed  | 销号         | 分局's 回头看, months later     | 没有复排 → settled; 复排 → working, under the same record |
 * | settled | 回头看过     | nobody                         | 复排 → working |
 *
 * Who signs is a list in the policy (`rectification.chain`), kept with the record for as long as its round lasts.
 * A step whose unit has signed in this round already is merged into that signature, a step with nobody to sign is
 * passed over, and both are recorded as such and shown to all who sign later; the last step is never left out. Nobody
 * signs twice in a round, and whoever sent the photos of its end does not sign them either.
 *
 * 延期 is asked for by the responsible party and granted by the lead department or 分局, never by who asked. It moves
 * the outfall's deadline; `plannedDay`, by which progress is measured, stays.
 *
 * Whether an outfall is done stands in the ledger (整治阶段), which an import may change: then the record follows
 * (`stateOf`). Every step is a row of the history with who, when and why; `replay` tells the state from the rows.
 */

interface StepRule {
  /** What the history calls it. */
  action: string;
  ways: Partial<Record<RectificationState, RectificationState>>;
}

export const STEPS = {
  /** 年度方案: the plan names it, or names it otherwise. */
  plan: { action: 'planned', ways: { working: 'working' } },
  progress: { action: 'progressed', ways: { working: 'working' } },
  ask: { action: 'asked', ways: { working: 'working' } },
  refuse: { action: 'refused', ways: { working: 'working' } },
  extend: { action: 'extended', ways: { working: 'working' } },
  apply: { action: 'applied', ways: { working: 'applied' } },
  sign: { action: 'signed', ways: { applied: 'applied' } },
  close: { action: 'closed', ways: { applied: 'closed' } },
  return: { action: 'returned', ways: { applied: 'working' } },
  settle: { action: 'settled', ways: { closed: 'settled' } },
  recur: { action: 'recurred', ways: { closed: 'working', settled: 'working' } },
} as const satisfies Record<string, StepRule>;
export type Step = keyof typeof STEPS;

/** The state after `step`; null when it cannot be taken from here. */
export function nextState(state: RectificationState, step: Step): RectificationState | null {
  const ways: StepRule['ways'] = STEPS[step].ways;
  return ways[state] ?? null;
}

/** Where an outfall stands: the ledger says whether it is done, the record how far the way there is. */
export function stateOf(
  { remedyStage }: Pick<Outfall, 'remedyStage'>,
  record: Pick<Rectification, 'state'> | null,
): RectificationState {
  const state = record?.state ?? null;
  if (remedyStage === '完成整治') return state === 'closed' ? 'closed' : 'settled';
  return state === 'applied' ? 'applied' : 'working';
}

/** The state that the rows of a history lead to; null when they tell no life that can be. */
export function replay(entries: readonly { action: string; state: string }[]): RectificationState | null {
  const from = (state: RectificationState): RectificationState | null =>
    entries.reduce<RectificationState | null>((at, { action }) => {
      const step = (Object.keys(STEPS) as Step[]).find((one) => STEPS[one].action === action);
      return at === null || step === undefined ? null : nextState(at, step);
    }, state);
  // It begins with the plan, or where the ledger had it.
  return from('working') ?? from('settled');
}
