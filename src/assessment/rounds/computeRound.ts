import { Fault } from '../../core/errors';
import { type Computation, compute } from '../assess';
import type { Deps } from '../deps';
import { type Period, parsePeriod } from '../period';
import type { Score } from '../points';

/** A year is the mean of its months: its lines are called by them (2026-03). */
export const isMonth = (rule: string): boolean => /^\d{4}-\d{2}$/.test(rule);

const monthsOf = (scores: readonly Score[]): string[] => [
  ...new Set(scores.flatMap(({ lines }) => lines.flatMap(({ rule }) => (isMonth(rule) ? rule : [])))),
];

/**
 * A round's scores, the whole period last; of a year that is made of months each month's too, for a line of a month is
 * what is contested. Null where the county has nobody to score.
 */
export async function computeRound(deps: Deps, period: Period, at: Date): Promise<Computation[] | null> {
  const whole = await compute(deps, period, at).catch((error: unknown) => {
    if (error instanceof Fault && error.code === 'assess.empty') return null;
    throw error;
  });
  if (!whole) return null;
  const months = monthsOf([...whole.scores.towns, ...whole.scores.chiefs]).sort();
  const parts: Computation[] = [];
  for (const month of months) parts.push(await compute(deps, parsePeriod(month), at));
  return [...parts, whole];
}
