import fc from 'fast-check';
import type { ProblemState } from '../../entities';
import { isRunning } from '../../src/problem';
import { nextState, replay, STEPS, type Standing, type Step, stepsFrom } from '../../src/problem/lifecycle';

const STATES: ProblemState[] = [
  'draft',
  'registered',
  'assigned',
  'accepted',
  'answered',
  'closed',
  'unfounded',
  'merged',
  'withdrawn',
];
/** Where nothing is left to do. A closed one can come back, a merged one stand alone, but nobody has to. */
const ENDED: ProblemState[] = ['closed', 'unfounded', 'merged', 'withdrawn'];
const SIGNED = new Date(0);

/** Where a step leads, with the signature that it gives or takes. */
function take(standing: Standing, step: Step): Standing {
  const state = nextState(standing, step) as ProblemState;
  const signs: Step[] = ['accept', 'reopen'];
  const anew: Step[] = ['submit', 'assign', 'sendUp', 'transfer', 'rebound', 'split', 'settle'];
  const acceptedAt = signs.includes(step) ? SIGNED : anew.includes(step) ? null : standing.acceptedAt;
  return { state, acceptedAt };
}

const START: Standing = { state: 'draft', acceptedAt: null };

/** Where these choices lead, each one of the steps that can be taken there. */
function live(choices: readonly number[]): { rows: { action: string; state: string }[]; standing: Standing } {
  const rows = [{ action: 'found', state: 'draft' }];
  let standing = START;
  for (const choice of choices) {
    const steps = stepsFrom(standing);
    const step = steps[choice % Math.max(1, steps.length)];
    if (!step) break;
    standing = take(standing, step);
    rows.push({ action: STEPS[step].action, state: standing.state });
  }
  return { rows, standing };
}
const life = fc.array(fc.nat(1_000), { maxLength: 40 }).map(live);

const walk = (...steps: Step[]): ProblemState | null =>
  steps.reduce<Standing | null>(
    (at, step) => (at && nextState(at, step) !== null ? take(at, step) : null),
    START,
  )?.state ?? null;

describe('the life of a problem', () => {
  test('goes 发现、交办、签收、反馈、核查、销号', () => {
    expect(walk('submit', 'accept', 'report', 'pass')).toBe('closed');
    expect(walk('withdraw')).toBe('withdrawn');
  });
  test('退回 goes back to its unit, which has signed and need not twice', () => {
    expect(walk('submit', 'accept', 'report', 'return')).toBe('assigned');
    expect(walk('submit', 'accept', 'report', 'return', 'report', 'pass')).toBe('closed');
  });
  test('登记 waits for 县河长办, which hands it on', () => {
    expect(walk('register')).toBe('registered');
    expect(walk('register', 'accept')).toBeNull();
    expect(walk('register', 'assign', 'accept')).toBe('accepted');
    expect(walk('submit', 'accept', 'sendUp', 'assign')).toBe('assigned');
  });
  test('转办 and 反弹 have to be signed for anew', () => {
    expect(walk('submit', 'accept', 'transfer')).toBe('assigned');
    expect(walk('submit', 'accept', 'transfer', 'report')).toBeNull();
    expect(walk('submit', 'accept', 'report', 'pass', 'rebound')).toBe('assigned');
    expect(walk('submit', 'accept', 'report', 'pass', 'rebound', 'report')).toBeNull();
  });
  test('不属实 and 合并 end it before anything was answered, never after', () => {
    for (const step of ['dismiss', 'merge'] as const) {
      expect(walk('submit', 'accept', step)).toBe(step === 'merge' ? 'merged' : 'unfounded');
      expect(walk('submit', 'accept', 'report', step)).toBeNull();
    }
  });
  test('现场已处理 is verified like every other', () => {
    expect(walk('settle')).toBe('answered');
    expect(walk('settle', 'pass')).toBe('closed');
  });
  test('an 延期 changes no state', () => {
    expect(walk('submit', 'accept', 'ask', 'extend')).toBe('accepted');
    expect(walk('submit', 'ask', 'refuse')).toBe('assigned');
  });
});

describe('any life', () => {
  test('has a way out of every state that it comes to, and one that leads to an end', () => {
    const ends = (from: Standing, depth: number): boolean =>
      ENDED.includes(from.state) ||
      (depth > 0 && stepsFrom(from).some((step) => ends(take(from, step), depth - 1)));
    fc.assert(fc.property(life, ({ standing }) => expect(ends(standing, 3)).toBe(true)));
  });
  test('is told again by its history, to the same state', () => {
    fc.assert(fc.property(life, ({ rows, standing }) => expect(replay(rows)).toBe(standing.state)));
  });
  test('with a row left out or turned round never tells a state that no step led to', () => {
    fc.assert(
      fc.property(life, fc.nat(), ({ rows }, n) => {
        const kept = rows.filter((_, i) => i !== n % rows.length);
        const told = replay(kept);
        expect(told === null || STATES.includes(told)).toBe(true);
        if (n % rows.length === 0) expect(told).toBeNull();
      }),
    );
  });
  test('is answered only after somebody signed for it, or put it right on the spot', () => {
    fc.assert(
      fc.property(life, ({ rows }) => {
        const answered = rows.findIndex(({ action }) => action === 'answered');
        if (answered < 0) return;
        const before = rows.slice(0, answered).map(({ action }) => action);
        expect(before.some((action) => action === 'accepted' || action === 'settled')).toBe(true);
      }),
    );
  });
  test('counts as running exactly while a unit or a verifier has it', () => {
    expect(STATES.filter(isRunning)).toEqual(['assigned', 'accepted', 'answered']);
  });
});
