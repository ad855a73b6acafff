import type { Policy } from '../core/policy';
import type { Period } from './period';
import type { Score } from './points';
import { byCode, byPost, type Scores } from './scores';
import { type MonthScore, scoreYear } from './year';

interface OfYear<S> {
  /** As the latest month has it. */
  subject: S;
  months: MonthScore[];
}

function collect<S extends Score>(
  months: readonly Period[],
  scores: readonly (readonly S[])[],
  keyOf: (subject: S) => string,
): OfYear<S>[] {
  const found = new Map<string, OfYear<S>>();
  for (const [n, { key: period }] of months.entries()) {
    for (const subject of scores[n] ?? []) {
      const { score, grade, lines } = subject;
      const month = { period, score: { score, grade, lines } };
      const known = found.get(keyOf(subject));
      if (known) {
        known.subject = subject;
        known.months.push(month);
      } else found.set(keyOf(subject), { subject, months: [month] });
    }
  }
  return [...found.values()];
}

/** A year's scores out of those of its months: of everybody who was scored in any of them. Pure. */
export function scoreMonths(
  months: readonly Period[],
  scores: readonly Scores[],
  grades: Policy['assessment']['grades'],
): Scores {
  const towns = collect(
    months,
    scores.map((one) => one.towns),
    ({ unitId }) => String(unitId),
  );
  const chiefs = collect(
    months,
    scores.map((one) => one.chiefs),
    ({ reachId, level, personId }) => `${reachId} ${level} ${personId}`,
  );
  return {
    towns: towns.map((one) => ({ ...one.subject, ...scoreYear(one.months, grades) })).sort(byCode),
    chiefs: chiefs.map((one) => ({ ...one.subject, ...scoreYear(one.months, grades) })).sort(byPost),
    vacant: scores.flatMap(({ vacant }) => vacant).sort((a, b) => a.id - b.id),
  };
}
