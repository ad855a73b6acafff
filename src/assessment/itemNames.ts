import { AssessmentRun, type AssessmentScore } from '../../entities';
import type { Reader } from '../core/database';
import { bonusOf, type Policies, type Policy } from '../core/policy';
import type { SheetName } from '../core/policySheets';
import { BONUS } from './points';
import { itemsOf } from './sheet';
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
const SHEETS: readonly SheetName[] = ['town', 'chief', 'department'];

/** `town patrol` → 巡河履职: the items and bonuses of a sheet, by whose it is and their key. */
export function namesOn(sheet: Sheet): ReadonlyMap<string, string> {
  const bonuses = Object.entries(bonusOf(sheet).items);
  return new Map(
    SHEETS.flatMap((of) => [
      ...itemsOf(sheet, of).map(({ key, name }) => [`${of} ${key}`, name] as const),
      ...bonuses.map(([key, { name }]) => [`${of} ${BONUS}${key}`, name] as const),
    ]),
  );
}

/** @param periods of the lines that are asked for: 2026, 2026-03 */
export async function itemNames(
  reader: Reader,
  policies: Pick<Policies, 'at'>,
  periods: readonly string[],
): Promise<NameOf> {
  const names = new Map<string, ReadonlyMap<string, string>>();
  for (const { period, policyVersion } of await reader.find(AssessmentRun, { period: [...new Set(periods)] }))
    names.set(period, namesOn((await policies.at(policyVersion)).assessment));
  return ({ period, subject, rule }) => names.get(period)?.get(`${subject} ${rule}`) ?? ruleName(rule);
}
