import type { EvidenceRef } from '../../entities';
import type { Policy } from '../core/policy';

/*
 * Arithmetic of scores, in whole hundredths of a point, so that nothing is lost or gained on the way. Rounding is
 * half-up, once a line and once for the total. A share of nothing is 不适用, never 0 or full.
 */

export interface Line {
  rule: string;
  /** Hundredths of a point. */
  points: number;
  max: number;
  applicable: boolean;
  reason: string;
  /** Every record that was counted, for and against, in the order of kind and id; of `PENDING` what waits. */
  evidence: EvidenceRef[];
}

export interface Score {
  /** Hundredths of a point; null when no line was applicable. */
  score: number | null;
  grade: string;
  lines: Line[];
}

/** A line of its own that carries the sum over to a hundred when some items are 不适用 (缺项比率计分). */
export const SCALING = 'scaling';

/** A line of its own that names what can still be entered late (待补录): left out of every other line so far. */
export const PENDING = 'pending';

/** A line of its own for what is taken off the total: each 待核 that 县河长办 found 成立. */
export const CONFIRMED = 'confirmed';

/** Lines of their own for what is taken off it for 通报 and 约谈. */
export const CIRCULATED = 'circulated';
export const INTERVIEWED = 'interviewed';

/** Lines of their own for what is added to the total: `bonus.commended`. */
export const BONUS = 'bonus.';

/** A line of its own for what makes the grade 不合格 whatever the points. */
export const VETO = 'veto';

export const isVeto = ({ rule }: Pick<Line, 'rule'>): boolean => rule === VETO;

const DEDUCTIONS: readonly string[] = [CONFIRMED, CIRCULATED, INTERVIEWED];
export const isDeduction = ({ rule }: Pick<Line, 'rule'>): boolean => DEDUCTIONS.includes(rule);

export const isBonus = ({ rule }: Pick<Line, 'rule'>): boolean => rule.startsWith(BONUS);

/** Whether the line is one of the sheet's items: what the ratio of the total is made of. */
export const isItem = (line: Pick<Line, 'rule'>): boolean =>
  line.rule !== SCALING && ![isVeto, isDeduction, isBonus, isPending].some((is) => is(line));

/** An item that is 不适用: it counts neither way. */
export const isLeftOut = (line: Pick<Line, 'rule' | 'applicable'>): boolean =>
  isItem(line) && !line.applicable;

export const isPending = ({ rule }: Pick<Line, 'rule'>): boolean => rule === PENDING;

/** Points of the policy file as hundredths. */
export const hundredths = (points: number): number => Math.round(points * 100);

/** 87.5, 40, 0.05: hundredths for a sentence. */
export const inPoints = (value: number): string => String(value / 100);

/** 87.5 for a cell; null for nothing. */
export const hundredthsOut = (value: number | null): number | null => (value === null ? null : value / 100);

/** 87.50; — for nothing. */
export const pointsInWords = (value: number | null): string =>
  value === null ? '—' : (value / 100).toFixed(2);

/** +1.65, -4.10, 0.00; — where there is nothing to compare with. */
export const changeInWords = (value: number | null): string =>
  `${value !== null && value > 0 ? '+' : ''}${pointsInWords(value)}`;

/** `of` × part ÷ whole in whole hundredths, halves up. `0 ≤ part ≤ whole`, `whole > 0`. */
export const share = (of: number, part: number, whole: number): number =>
  Math.floor((2 * of * part + whole) / (2 * whole));

const byKindAndId = (a: EvidenceRef, b: EvidenceRef): number =>
  a.kind === b.kind ? a.id - b.id : a.kind < b.kind ? -1 : 1;

/** In the order of kind and id; most records come in it already, and to see that is a third of sorting them. */
function inOrder(refs: EvidenceRef[]): EvidenceRef[] {
  for (let n = 1; n < refs.length; n += 1) {
    if (byKindAndId(refs[n - 1] as EvidenceRef, refs[n] as EvidenceRef) > 0) return refs.sort(byKindAndId);
  }
  return refs;
}

export function evidenceOf(
  ...parts: (readonly [EvidenceRef['kind'], Iterable<{ id: number }>])[]
): EvidenceRef[] {
  const refs: EvidenceRef[] = [];
  for (const [kind, rows] of parts) for (const { id } of rows) refs.push({ kind, id });
  return inOrder(refs);
}

/** Both lists, which are in order, as one that is. */
function merged(a: readonly EvidenceRef[], b: readonly EvidenceRef[]): readonly EvidenceRef[] {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  const all: EvidenceRef[] = [];
  for (let [i, j] = [0, 0]; i < a.length || j < b.length; ) {
    const [left, right] = [a[i], b[j]];
    const order = left && right ? byKindAndId(left, right) : left ? -1 : 1;
    all.push((order <= 0 ? left : right) as EvidenceRef);
    if (order <= 0) i += 1;
    if (order >= 0) j += 1;
  }
  return all;
}

/** All that several lines cite, each record once: it may speak for several items. */
export const citedBy = (lines: readonly Pick<Line, 'evidence'>[]): EvidenceRef[] => [
  ...lines.reduce<readonly EvidenceRef[]>((all, { evidence }) => merged(all, evidence), []),
];

export const notApplicable = (rule: string, max: number, reason: string): Line => ({
  rule,
  points: 0,
  max,
  applicable: false,
  reason,
  evidence: [],
});

/** Below every other grade. */
const FAILED = '不合格';

export function gradeOf(score: number | null, grades: Policy['assessment']['grades']): string {
  if (score === null) return '不适用';
  const reached = Object.entries(grades)
    .sort(([, a], [, b]) => b - a)
    .find(([, from]) => score >= hundredths(from));
  return reached?.[0] ?? FAILED;
}

/** Beside the items: points of bonuses are above zero, of deductions below, of vetoes zero. */
export interface Apart {
  bonuses?: readonly Line[];
  deductions?: readonly Line[];
  vetoes?: readonly Line[];
}

/**
 * The total of the lines: Σ points ÷ Σ max of the applicable ones × 100, and the line that says so; with the bonuses,
 * less the deductions, one after the other and never below nothing, so that all lines add up to the total. A veto
 * leaves the points and fails the grade.
 *
 * @param scalingReason instead of the sentence about items
 */
export function total(
  lines: readonly Line[],
  grades: Policy['assessment']['grades'],
  { bonuses = [], deductions = [], vetoes = [] }: Apart = {},
  scalingReason?: string,
): Score {
  const counted = lines.filter(({ applicable }) => applicable);
  const points = counted.reduce((sum, line) => sum + line.points, 0);
  const max = counted.reduce((sum, line) => sum + line.max, 0);
  const grade = (score: number | null): string => (vetoes.length > 0 ? FAILED : gradeOf(score, grades));
  if (max === 0) {
    const unmoved = [...bonuses, ...deductions].map((line) => ({ ...line, points: 0 }));
    return { score: null, grade: grade(null), lines: [...lines, ...unmoved, ...vetoes] };
  }
  const scaled = share(10_000, points, max);
  const scaling: Line = {
    rule: SCALING,
    points: scaled - points,
    max: 0,
    // Not one of the items that are scaled: Σ points ÷ Σ max of the applicable lines stays what the total is made of.
    applicable: false,
    reason:
      scalingReason ??
      `适用项目得 ${inPoints(points)} 分，满分 ${inPoints(max)} 分，按 ${inPoints(points)} ÷ ${inPoints(max)} × 100 折算`,
    evidence: [],
  };
  let score = bonuses.reduce((sum, line) => sum + line.points, scaled);
  const taken = deductions.map((line) => {
    const loss = Math.min(score, -line.points);
    score -= loss;
    return { ...line, points: 0 - loss };
  });
  return { score, grade: grade(score), lines: [...lines, scaling, ...bonuses, ...taken, ...vetoes] };
}

/** The middle of the towns' scores, halves up; null when nobody has one. */
export function median(scores: readonly (number | null)[]): number | null {
  const known = scores.filter((score) => score !== null).sort((a, b) => a - b);
  if (known.length === 0) return null;
  const [low, high] = [known[Math.floor((known.length - 1) / 2)], known[Math.floor(known.length / 2)]];
  return share(1, (low as number) + (high as number), 2);
}
