import type { DocumentRung, DocumentState } from '../../../entities';

/*
 * The life of a 通报, a 约谈 or a 督查: clauses （九）（十二） of the plan. Pure.
 *
 * | state     | 环节 | waits for                                  | ways out |
 * | --------- | ---- | ------------------------------------------ | -------- |
 * | draft     | 待签 | whoever holds the issuer's role, or signs for them; where nobody does 县河长办 hears that | 修改, 请人代签, one of several causes cleared, a further case of that day: stays; 批准、签发 → issued; 通报 退回, 约谈 and 督查 不采取 → refused; 约谈 and 督查 退回 → returned; all causes cleared → withdrawn |
 * | returned  | 待改 | 县河长办                                   | 修改: stays; 再报 → draft; 不采取 → refused; all causes cleared → withdrawn |
 * | issued    | 已发 | the unit, whoever decides its reply, after a 约谈 县河长办 | 整改报告, 申请延期 and the answer to it, 纪要, 承诺: stays; 通报 whose 整改报告 was approved or whose causes are all cleared → closed; 约谈 with its 纪要 and no open 承诺, 督查 办结 → closed |
 * | refused   | 不采取 | nobody; the reason is kept               | – |
 * | withdrawn | 撤下 | nobody: there was nothing left to say      | – |
 * | closed    | 办结 | nobody                                     | – |
 *
 * The machine drafts and withdraws what nobody has signed; everything else is done by a person who holds the role on
 * that day. A document says what was known when it was drafted; whatever is cleared before it is signed falls out. The
 * wording follows while it is the machine's; once a person has written in it, whoever signs sees the shorter document
 * first. What is issued is never changed.
 *
 * Every step is a row of the history with who, when and why; the state can be told again from the rows (`replay`).
 */

interface StepRule {
  /** What the history calls it. */
  action: string;
  ways: Partial<Record<DocumentState, DocumentState>>;
  /** Of which documents; of all when left out. */
  rungs?: readonly DocumentRung[];
}

export const STEPS = {
  draft: { action: 'drafted', ways: { draft: 'draft' } },
  drop: { action: 'shrunk', ways: { draft: 'draft', returned: 'returned' } },
  depute: { action: 'deputed', ways: { draft: 'draft' } },
  edit: { action: 'edited', ways: { draft: 'draft', returned: 'returned' } },
  issue: { action: 'issued', ways: { draft: 'issued' } },
  refuse: { action: 'refused', ways: { draft: 'refused', returned: 'refused' } },
  return: { action: 'returned', ways: { draft: 'returned' }, rungs: [3, 4] },
  resubmit: { action: 'resubmitted', ways: { returned: 'draft' }, rungs: [3, 4] },
  withdraw: { action: 'withdrawn', ways: { draft: 'withdrawn', returned: 'withdrawn' } },
  reply: { action: 'replied', ways: { issued: 'issued' }, rungs: [2, 4] },
  refuseReply: { action: 'replyRefused', ways: { issued: 'issued' }, rungs: [2, 4] },
  extend: { action: 'extended', ways: { issued: 'issued' }, rungs: [2, 4] },
  report: { action: 'reportTaken', ways: { issued: 'issued' }, rungs: [4] },
  record: { action: 'recorded', ways: { issued: 'issued' }, rungs: [3] },
  promise: { action: 'promised', ways: { issued: 'issued' }, rungs: [3] },
  close: { action: 'closed', ways: { issued: 'closed' } },
} as const satisfies Record<string, StepRule>;
export type Step = keyof typeof STEPS;

/** The state after `step`; null when it cannot be taken from here. */
export function nextState(
  { rung, state }: { rung: DocumentRung; state: DocumentState },
  step: Step,
): DocumentState | null {
  const { ways, rungs }: StepRule = STEPS[step];
  return rungs && !rungs.includes(rung) ? null : (ways[state] ?? null);
}

/** The state that the rows of a history lead to; null when they tell no life that can be. */
export const replay = (rung: DocumentRung, entries: readonly { action: string }[]): DocumentState | null =>
  entries.reduce<DocumentState | null>((state, { action }) => {
    const step = (Object.keys(STEPS) as Step[]).find((one) => STEPS[one].action === action);
    return state === null || step === undefined ? null : nextState({ rung, state }, step);
  }, 'draft');
