import type { Outfall } from '../../entities';
import { type Findings, fold, type Place } from '../core/workbook';
import type { PlannedOutfall } from './plannedOutfall';

const KEYS = ['internalCode', 'nationalCode', 'name'] as const;
type Key = (typeof KEYS)[number];

const WORDS: Record<Key, string> = { internalCode: '内部编号', nationalCode: '国家编码', name: '名称' };

const keyOf = ({ internalCode, record }: PlannedOutfall, key: Key): string | null =>
  key === 'internalCode' ? internalCode : record[key];

/**
 * Which stored outfall each row speaks of: by 内部编号, else by 国家编码, else by 名称 (contract.md). An outfall
 * that gets its national code later is thus still found by its name; an unknown internal code is a new outfall.
 * Rows that claim a key of another outfall, or the same outfall twice, are told as faults.
 */
export function matchOutfalls(
  rows: readonly PlannedOutfall[],
  stored: readonly Outfall[],
  placeOf: (row: number, key: Key) => Place,
  findings: Findings,
): Map<PlannedOutfall, Outfall> {
  const index = new Map<Key, Map<string, Outfall>>();
  for (const key of KEYS) {
    const known = stored.filter((outfall) => outfall[key] !== null);
    index.set(key, new Map(known.map((outfall) => [fold(String(outfall[key])), outfall])));
  }
  const find = (row: PlannedOutfall, key: Key): Outfall | undefined => {
    const value = keyOf(row, key);
    return value === null ? undefined : index.get(key)?.get(fold(value));
  };
  const matched = new Map<PlannedOutfall, Outfall>();
  const taken = new Map<number, number>();
  for (const row of rows) {
    const found =
      row.internalCode === null
        ? (find(row, 'nationalCode') ?? find(row, 'name'))
        : find(row, 'internalCode');
    for (const key of KEYS) {
      const owner = find(row, key);
      if (!owner || owner === found) continue;
      const message = `${WORDS[key]}已经用在 ${owner.internalCode}“${owner.name}”上，请改正这一行`;
      findings.error(placeOf(row.row, key), 'outfall.taken', message, keyOf(row, key));
    }
    if (!found) continue;
    const earlier = taken.get(found.id);
    if (earlier !== undefined) {
      const message = `和第 ${earlier} 行说的是同一个排污口 ${found.internalCode}，请删去一行`;
      findings.error(placeOf(row.row, 'name'), 'outfall.double', message, row.record.name);
    }
    taken.set(found.id, row.row);
    matched.set(row, found);
  }
  return matched;
}
