import type { AssessmentScore } from '../../entities';
import { AssessmentRound, AssessmentRun } from '../../entities';
import { isMonth, type NamedLine, type NameOf, parsePeriod, periodTitle, ruleName } from '../assessment';
import type { Reader } from '../core/database';
import { groupBy } from '../core/groupBy';

/** 10月 · 巡河履职 of a year's round; the item alone where the round has one period. */
export const itemName = (line: NamedLine, whole: string, nameOf: NameOf): string =>
  line.period === whole ? nameOf(line) : `${ruleName(line.period)} · ${nameOf(line)}`;

export const titleOfPeriod = (key: string): string => periodTitle(parsePeriod(key));

/** The period of a score: 2026. */
export const periodOfScore = async (
  reader: Reader,
  { runId }: Pick<AssessmentScore, 'runId'>,
): Promise<string> => (await reader.findOne(AssessmentRun, { id: runId }))?.period ?? '';

export const periodOfRound = async (reader: Reader, id: number): Promise<string> =>
  (await reader.findOne(AssessmentRound, { id }))?.period ?? '';

interface Offer {
  code: string;
  name: string;
}

/** What a select offers of lines: the months of a year, and each item once. */
export function offered(lines: readonly NamedLine[], nameOf: NameOf): { months: Offer[]; items: Offer[] } {
  const periods = [...new Set(lines.map(({ period }) => period))];
  return {
    months: periods.map((period) => ({
      code: period,
      name: isMonth(period) ? ruleName(period) : titleOfPeriod(period),
    })),
    items: [...groupBy(lines, ({ rule }) => rule)].map(([code, own]) => ({
      code,
      // Towns and chiefs, and the sheets of different months, may call one item differently.
      name: [...new Set(own.map(nameOf))].join('／'),
    })),
  };
}
