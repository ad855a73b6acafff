import { AssessmentRun, type AssessmentScore } from '../../entities';
import type { Reader } from '../core/database';
import { bonusOf, type Policies, type Policy } from '../core/policy';
import { SHEETS } from '../core/policySheets';
import { BONUS, hundredths } from './points';
import { type Item, itemsOf } from './sheet';
import { ruleName } from './words';

/** A line of somebody's score in a period. */
export interface NamedLine {
  period: string;
  subject: AssessmentScore['subject'];
  rule: string;
}

/** What people call a line's item: as the county wrote it on the sheet that judged the period. */
export type NameOf = (line: NamedLine) => string;

type Sheet = Policy['assessment'];

/** What it is called, and its most in hundredths of a point. */
type Scorable = Pick<Item, 'name' | 'max'>;

/** `town patrol` → 巡河履职, 1500: the items and bonuses of the sheets, by whose they are and their key. */
export function scorableOn(sheet: Sheet): ReadonlyMap<string, Scorable> {
  const bonuses = Object.entries(bonusOf(sheet).items);
  return new Map(
    SHEETS.flatMap((of) => [
      ...itemsOf(sheet, of).map((item): [string, Scorable] => [`${of} ${item.key}`, item]),
      ...bonuses.map(([key, { name, max }]): [string, Scorable] => [
        `${of} ${BONUS}${key}`,
        { name, max: hundredths(max) },
      ]),
    ]),
  );
}

/** @param periods of the lines that are asked for: 2026, 2026-03 */
export async function itemNames(
  reader: Reader,
  policies: Pick<Policies, 'at'>,
  periods: readonly string[],
): Promise<NameOf> {
  const names = new Map<string, ReadonlyMap<string, Scorable>>();
  for (const { period, policyVersion } of await reader.find(AssessmentRun, { period: [...new Set(periods)] }))
    names.set(period, scorableOn((await policies.at(policyVersion)).assessment));
  return ({ period, subject, rule }) => names.get(period)?.get(`${subject} ${rule}`)?.name ?? ruleName(rule);
}
