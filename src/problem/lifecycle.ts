import { type Problem, type ProblemState, RUNNING } from '../../entities';

/*
 * The life of a problem, whatever brought it up: 巡河, 投诉, 监测超标, 排查线索, 执法检查. Pure.
 *
 * | state      | 环节       | waits for                  | ways out |
 * | ---------- | ---------- | -------------------------- | -------- |
 * | draft      | 发现       | whoever found it           | 提交 → assigned; 重大 → registered; 现场已处理 → answered; one that is open there already → merged; 撤销 → withdrawn |
 * | registered | 登记       | 县河长办                   | 交办 → assigned; 不属实 → unfounded; 合并 → merged |
 * | assigned   | 交办       | the unit's 签收            | 签收 → accepted; who signed before: 反馈 → answered; somebody else who passes: 现场已处理 → answered; 上报 → registered; 转办 → assigned; 不属实 → unfounded; 合并 → merged |
 * | accepted   | 签收、处置 | the handler's 反馈         | 反馈 → answered; 现场已处理, 上报, 转办, 不属实, 合并 as above |
 * | answered   | 反馈、核查 | the verifier               | 通过 → closed; 退回 → assigned; its only photo never arrived → accepted |
 * | closed     | 销号       | nobody                     | 反弹 → assigned, under the same number |
 * | merged     | 合并       | nobody; told with the other | 不是同一件 → assigned; 重大 → registered |
 * | unfounded  | 不属实     | nobody                     | the end |
 * | withdrawn  | 撤销       | nobody                     | the end |
 *
 * 延期, 转办, 不属实 and 合并 are asked for by the handler with a reason and decided, with a reason, by 县河长办 (by 分局
 * beside it for an outfall); never by who asked. While a request waits the state stays, the handler may go on, and a
 * 反馈 or 上报 takes the request back. A refusal leaves everything as it was.
 *
 * 退回 and 延期 keep the day on which the rule began to count: what is overdue stays overdue unless 延期 was approved.
 * A due day is only ever moved later. 转办, 交办 after 上报, and 反弹 give the unit that has it then the time of the rule
 * from that day on. 重大 is alerted to nobody before 县河长办 has confirmed it by 交办.
 *
 * Every step is a row of the history with who, when and why; the states can be told again from the rows (`replay`).
 */

interface StepRule {
  /** What the history calls it. */
  action: string;
  ways: Partial<Record<ProblemState, ProblemState>>;
}

const stays = (...states: ProblemState[]): StepRule['ways'] =>
  Object.fromEntries(states.map((state) => [state, state]));
const to = (end: ProblemState, ...states: ProblemState[]): StepRule['ways'] =>
  Object.fromEntries(states.map((state) => [state, end]));

export const STEPS = {
  note: { action: 'noted', ways: stays('draft') },
  submit: { action: 'assigned', ways: to('assigned', 'draft') },
  register: { action: 'registered', ways: to('registered', 'draft') },
  settle: { action: 'settled', ways: to('answered', 'draft', 'assigned', 'accepted') },
  withdraw: { action: 'withdrawn', ways: to('withdrawn', 'draft') },
  assign: { action: 'assigned', ways: to('assigned', 'registered') },
  accept: { action: 'accepted', ways: to('accepted', 'assigned') },
  report: { action: 'answered', ways: to('answered', 'assigned', 'accepted') },
  sendUp: { action: 'sentUp', ways: to('registered', 'assigned', 'accepted') },
  ask: { action: 'asked', ways: stays('assigned', 'accepted') },
  refuse: { action: 'refused', ways: stays('assigned', 'accepted') },
  extend: { action: 'extended', ways: stays('assigned', 'accepted') },
  transfer: { action: 'transferred', ways: to('assigned', 'assigned', 'accepted') },
  dismiss: { action: 'dismissed', ways: to('unfounded', 'registered', 'assigned', 'accepted') },
  merge: { action: 'merged', ways: to('merged', 'draft', 'registered', 'assigned', 'accepted') },
  split: { action: 'split', ways: to('assigned', 'merged') },
  /** 重大 again waits for 县河长办. */
  splitUp: { action: 'splitUp', ways: to('registered', 'merged') },
  progress: { action: 'progressed', ways: stays('assigned', 'accepted') },
  pass: { action: 'closed', ways: to('closed', 'answered') },
  return: { action: 'returned', ways: to('assigned', 'answered') },
  reopen: { action: 'reopened', ways: to('accepted', 'answered') },
  rebound: { action: 'rebounded', ways: to('assigned', 'closed') },
  /** The next hand of the same unit, or the next verifier; of a complaint's form the next of 县河长办. */
  reassign: { action: 'reassigned', ways: stays('draft', 'registered', 'assigned', 'accepted', 'answered') },
  /** Something is added or told, the state stays: another report, 告知投诉人. */
  add: { action: 'added', ways: stays('registered', 'assigned', 'accepted', 'answered') },
  tell: {
    action: 'told',
    ways: stays('registered', 'assigned', 'accepted', 'answered', 'closed', 'unfounded', 'merged'),
  },
} as const satisfies Record<string, StepRule>;
export type Step = keyof typeof STEPS;

const waysOf = (step: Step): StepRule['ways'] => STEPS[step].ways;

/** What decides which steps can be taken. */
export type Standing = Pick<Problem, 'state' | 'acceptedAt'>;

/** The state after `step`; null when the problem is not at the place where it can be taken. */
export function nextState({ state, acceptedAt }: Standing, step: Step): ProblemState | null {
  // Who signed for it before a 退回 need not twice; nobody else answers what nobody has signed for.
  if (step === 'report' && state === 'assigned' && acceptedAt === null) return null;
  return waysOf(step)[state] ?? null;
}

/** The steps that can be taken from here. */
export const stepsFrom = (standing: Standing): Step[] =>
  (Object.keys(STEPS) as Step[]).filter((step) => nextState(standing, step) !== null);

export const isRunning = (state: ProblemState): boolean => RUNNING.includes(state);

/** In the hands of its unit. */
export const HANDLED: readonly ProblemState[] = ['assigned', 'accepted'];
export const isHandled = (state: ProblemState): boolean => HANDLED.includes(state);

/** Never to be shown or counted as a problem: a form, or one that was taken back. */
export const UNREGISTERED: readonly ProblemState[] = ['draft', 'withdrawn'];

/** A row of the history, as far as it tells the state. */
export interface Told {
  action: string;
  state: string;
}

/** The state that the rows of a history lead to, from 发现 on; null when they tell no life that can be. */
export function replay(entries: readonly Told[]): ProblemState | null {
  const [first, ...rest] = entries;
  if (first?.action !== 'found') return null;
  return rest.reduce<ProblemState | null>((state, { action }) => {
    if (state === null) return null;
    const step = (Object.keys(STEPS) as Step[]).find(
      (one) => STEPS[one].action === action && waysOf(one)[state] !== undefined,
    );
    return (step && waysOf(step)[state]) ?? null;
  }, 'draft');
}
