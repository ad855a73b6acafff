import { explainApart, explainSheet } from '../assessment';
import type { Policy } from '../core/policy';
import { SHEETS, type SheetName } from '../core/policySheets';

const TITLES: Record<SheetName, string> = { town: '镇', chief: '河长个人', department: '县直部门' };

/** The score sheets as `policy check` tells them: each item, its maximum, and how it is scored. */
export function sayExplained(sheet: Policy['assessment']): string[] {
  const sheets = SHEETS.map((of) => ({ of, items: explainSheet(sheet, of) }));
  return [
    ...sheets
      .filter(({ items }) => items.length > 0)
      .flatMap(({ of, items }) => [`考核评分表（${TITLES[of]}）`, ...items.map((item) => `  ${item}`)]),
    ...explainApart(sheet).map((line) => `  ${line}`),
  ];
}
