import type { Policy } from '../core/policy';
import type { Period } from './period';
import type { Score } from './points';
import { asUnit, byCode, byPost, type Chief, type ScoredUnit, type Scores } from './scores';
import { subjectKey } from './subjectKey';
import { type MonthPart, partOf, scoreYear } from './year';

interface OfYear<S> {
  /** As the latest month has it. */
  subject: S;
  months: MonthPart[];
}

function collect<S extends Score>(
  found: Map<string, OfYear<S>>,
  { key: period }: Period,
  subjects: readonly S[],
  keyOf: (subject: S) => string,
): void {
  for (const subject of subjects) {
    const { score, grade, lines } = subject;
    const month = partOf({ period, score: { score, grade, lines } });
    const known = found.get(keyOf(subject));
    // Its lines are those of the month, and let go.
    const bare = { ...subject, lines: [] };
    if (known) {
      known.subject = bare;
      known.months.push(month);
    } else found.set(keyOf(subject), { subject: bare, months: [month] });
  }
}

/**
 * A year's scores out of those of its months: of everybody who was scored in any of them. Pure.
 *
 * @param months one after the other: of each is kept only what the year needs of it
 */
export function scoreMonths(
  months: Iterable<{ period: Period; scores: Scores }>,
  grades: Policy['assessment']['grades'],
): Scores {
  const towns = new Map<string, OfYear<ScoredUnit & Score>>();
  const chiefs = new Map<string, OfYear<Chief & Score>>();
  const departments = new Map<string, OfYear<ScoredUnit & Score>>();
  const vacant: Scores['vacant'] = [];
  for (const { period, scores } of months) {
    collect(towns, period, scores.towns, (town) => subjectKey(asUnit('town', town)));
    collect(chiefs, period, scores.chiefs, (chief) => subjectKey({ subject: 'chief', ...chief }));
    collect(departments, period, scores.departments, (one) => subjectKey(asUnit('department', one)));
    vacant.push(...scores.vacant);
  }
  const scored = <S extends Score>({ subject, months: own }: OfYear<S>): S => ({
    ...subject,
    ...scoreYear(own, grades),
  });
  return {
    towns: [...towns.values()].map(scored).sort(byCode),
    chiefs: [...chiefs.values()].map(scored).sort(byPost),
    departments: [...departments.values()].map(scored).sort(byCode),
    vacant: vacant.sort((a, b) => a.id - b.id),
  };
}
