import type { AssessmentScore } from '../../entities';
import { AssessmentRound, AssessmentRun } from '../../entities';
import {
  isMonth,
  namesOf,
  nameWithReach,
  type PeriodLine,
  parsePeriod,
  periodTitle,
  ruleName,
} from '../assessment';
import type { Reader } from '../core/database';

/** 10月 · 巡河履职 of a year's round; the item alone where the round has one period. */
export const itemName = ({ period, rule }: Pick<PeriodLine, 'period' | 'rule'>, whole: string): string =>
  period === whole ? ruleName(rule) : `${ruleName(period)} · ${ruleName(rule)}`;

export const titleOfPeriod = (key: string): string => periodTitle(parsePeriod(key));

/** 龙兴镇; a chief by post and reach. */
export async function whoseNames(
  ...asked: Parameters<typeof namesOf>
): Promise<(score: Parameters<Awaited<ReturnType<typeof namesOf>>>[0]) => string> {
  const names = await namesOf(...asked);
  return (score) => nameWithReach(names(score));
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
      name: isMonth(period) ? ruleName(period) : titleOfPeriod(period),
    })),
    items: rules.map((rule) => ({ code: rule, name: ruleName(rule) })),
  };
}
