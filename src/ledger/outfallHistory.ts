import { HistoryEntry, Reach, Unit } from '../../entities';
import type { Reader } from '../core/database';
import { LEDGER_BOOK } from './ledgerBook';

/** One field of one step, in the words of the ledger's columns; an empty cell is 待补. */
export interface FieldChange {
  heading: string;
  was: string;
  now: string;
}

/** What was done to an outfall, from its first entry on. */
export interface OutfallStep {
  version: number;
  at: Date;
  /** `cli`, `person:12`. */
  actor: string;
  /** 导入台账, 导入改动: a workbook; the rest a card or the command line. */
  what: string;
  reason: string | null;
  changes: FieldChange[];
}

const STEPS: Record<string, string> = {
  imported: '导入台账',
  changed: '导入改动',
  untraceable: '定为无法溯源，属地兜底',
  found: '新发现，核实后入账',
  joined: '又有人发现，并入这个口',
  agreed: '设置申请同意后入账',
  decided: '设置申请有了结果',
};

/** Columns that are stored otherwise than the ledger has them. */
const STORED: Record<string, string> = {
  townId: '所属镇',
  reachId: '河段编号',
  lonE6: '经度',
  latE6: '纬度',
  sourceCrs: '坐标系',
  baselineDay: '基线',
};

const HEADINGS: ReadonlyMap<string, string> = new Map([
  ...Object.entries(LEDGER_BOOK.outfalls.columns).map(([key, { heading }]) => [key, heading] as const),
  ...Object.entries(STORED),
]);

type Values = Record<string, unknown>;
interface Changed {
  was: Values;
  now: Values;
}

const isChanged = (data: unknown): data is Changed =>
  typeof data === 'object' && data !== null && 'was' in data && 'now' in data;

/** As the ledger's own cell would read. */
function cellOf(key: string, value: unknown, names: Record<string, Map<number, string>>): string {
  if (value === null || value === undefined) return '待补';
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value !== 'number') return String(value);
  if (key === 'lonE6' || key === 'latE6') return String(value / 1e6);
  if (key === 'dailyVolumeL') return String(value / 1_000);
  return names[key]?.get(value) ?? String(value);
}

const changesOf = ({ was, now }: Changed, names: Record<string, Map<number, string>>): FieldChange[] =>
  Object.keys(now).map((key) => ({
    heading: HEADINGS.get(key) ?? key,
    was: cellOf(key, was[key], names),
    now: cellOf(key, now[key], names),
  }));

/**
 * The life of an outfall, the newest step first: who changed which field when, from what to what.
 *
 * @param most how many steps at most
 */
export async function outfallHistory(
  reader: Reader,
  outfallId: number,
  most = 1_000,
): Promise<OutfallStep[]> {
  const entries = await reader.find(
    HistoryEntry,
    { subjectType: 'outfall', subjectId: outfallId },
    { order: { version: 'DESC' }, limit: most },
  );
  const ids = (key: string): number[] => [
    ...new Set(
      entries.flatMap(({ data }) =>
        isChanged(data) ? [data.was[key], data.now[key]].filter((id) => typeof id === 'number') : [],
      ),
    ),
  ];
  const [units, reaches] = await Promise.all([
    reader.find(Unit, { id: ids('townId') }),
    reader.find(Reach, { id: ids('reachId') }),
  ]);
  const names = {
    townId: new Map(units.map(({ id, name }) => [id, name])),
    reachId: new Map(reaches.map(({ id, code }) => [id, code])),
  };
  return entries.map(({ version, at, actor, action, reason, data }) => ({
    version,
    at,
    actor,
    what: STEPS[action] ?? action,
    reason,
    changes: isChanged(data) ? changesOf(data, names) : [],
  }));
}
