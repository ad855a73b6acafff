import { groupBy } from '../core/groupBy';
import type { Findings, Place } from '../core/workbook';
import { ownerKey } from './ownerKey';
import type { PlannedOutfall } from './plannedOutfall';

/**
 * One enterprise spelled several ways: the same name but for brackets, spaces and 有限责任公司, or the same credit code
 * under different names. Told once an enterprise, at its second spelling; taken as written.
 */
export function tellSpellings(
  planned: readonly PlannedOutfall[],
  placeOf: (row: number, key: 'owner') => Place,
  findings: Findings,
): void {
  const named = planned.filter(({ record }) => record.owner !== null);
  const codes = new Map<string, string>();
  for (const { record } of named) {
    if (record.creditCode !== null) codes.set(ownerKey(record.owner ?? ''), record.creditCode);
  }
  const parties = groupBy(named, ({ record }) => {
    const key = ownerKey(record.owner ?? '');
    return record.creditCode ?? codes.get(key) ?? key;
  });
  for (const rows of parties.values()) {
    const spellings = [...new Set(rows.map(({ record }) => record.owner ?? ''))];
    const second = rows.find(({ record }) => record.owner === spellings[1]);
    if (!second) continue;
    const message = `同一个责任主体写成了${spellings.length}种：${spellings.slice(0, 5).join('、')}，按一家算；请统一写法`;
    findings.warn(placeOf(second.row, 'owner'), 'outfall.ownerSpelling', message, second.record.owner);
  }
}
