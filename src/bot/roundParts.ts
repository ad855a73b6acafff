import type { AssessmentScore } from '../../entities';
import { AssessmentRound, AssessmentRun, Reach, Unit } from '../../entities';
import { type PeriodLine, parsePeriod, periodTitle, ruleName } from '../assessment';
import type { Reader } from '../core/database';
import { postNames } from '../roster';

/** 10月 · 巡河履职 of a year's round; the item alone where the round has one period. */
export const itemName = ({ period, rule }: Pick<PeriodLine, 'period' | 'rule'>, whole: string): string =>
  period === whole ? ruleName(rule) : `${monthName(period)} · ${ruleName(rule)}`;

/** 2026-10 as 10月. */
export const monthName = (period: string): string => `${Number(period.slice(5, 7))}月`;

export const titleOfPeriod = (key: string): string => periodTitle(parsePeriod(key));

type Whose = Pick<AssessmentScore, 'unitId' | 'personId' | 'reachId'>;

/** 龙兴镇; a chief by post and reach. */
export async function whoseNames(
  reader: Reader,
  scores: readonly Whose[],
): Promise<(score: Whose) => string> {
  const [units, people, reaches] = await Promise.all([
    reader.find(Unit, { id: scores.map(({ unitId }) => unitId) }),
    postNames(
      reader,
      scores.map(({ personId }) => personId),
    ),
    reader.find(Reach, { id: scores.flatMap(({ reachId }) => reachId ?? []) }),
  ]);
  const nameOf = new Map(units.map(({ id, name }) => [id, name]));
  const reachOf = new Map(reaches.map(({ id, name }) => [id, name]));
  return ({ unitId, personId, reachId }) =>
    personId === null
      ? (nameOf.get(unitId) ?? '')
      : [people.get(personId) ?? '', reachId === null ? '' : (reachOf.get(reachId) ?? '')]
          .filter(Boolean)
          .join(' · ');
}

/** The period of a score: 2026. */
export const periodOfScore = async (
  reader: Reader,
  { runId }: Pick<AssessmentScore, 'runId'>,
): Promise<string> => (await reader.findOne(AssessmentRun, { id: runId }))?.period ?? '';

export const periodOfRound = async (reader: Reader, id: number): Promise<string> =>
  (await reader.findOne(AssessmentRound, { id }))?.period ?? '';

interface Named {
  code: string;
  name: string;
}

/** What a select offers of lines: the months of a year, and each item once. */
export function offered(lines: readonly PeriodLine[]): { months: Named[]; items: Named[] } {
  const periods = [...new Set(lines.map(({ period }) => period))];
  const rules = [...new Set(lines.map(({ rule }) => rule))];
  return {
    months: periods.map((period) => ({
      code: period,
      name: /^\d{4}-\d{2}$/.test(period) ? monthName(period) : titleOfPeriod(period),
    })),
    items: rules.map((rule) => ({ code: rule, name: ruleName(rule) })),
  };
}
