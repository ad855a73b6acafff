import { type Counts, MANUAL, SHEET_ITEMS, type SheetName, SOURCES } from './policySheets';

/*
 * Faults of score sheets that the schema cannot see: an item that nothing could score, points that nobody could
 * reach, bands with a gap. Reads the file as it was written and says nothing of a value that is wrong by itself.
 */

type Found = readonly [path: string, sentence: string];
type Entry = Record<string, unknown>;

const isNumber = (value: unknown): value is number => typeof value === 'number';
const isEntry = (value: unknown): value is Entry =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const hundredths = (points: number): number => Math.round(points * 100);

/** Lines of their own in every score; an item of that name could not be told from them. */
const TAKEN = ['scaling', 'pending', 'confirmed', 'circulated', 'interviewed', 'veto', 'bonus'];
/** Kept as the `rule` of a line, beside `bonus.commended` and the months of a year. */
const KEY = /^\p{L}[\p{L}\p{N}]{0,39}$/u;

const keyFault = (key: string): string | null => {
  if (TAKEN.includes(key)) return '这个名称程序自己要用，请换一个';
  return KEY.test(key) ? null : '名称只用汉字、字母和数字，不以数字开头，最多 40 个字';
};

const KIND_OF: Record<Counts, string> = {
  share: '占多少，kind 应是 ratio、banded 或 deduction',
  events: '几次，kind 应是 deduction',
};

function sourceFaults(sheet: SheetName, key: string, entry: Entry): [string, string][] {
  const { kind, source } = entry;
  if (source !== undefined && typeof source !== 'string') return [];
  const known = SOURCES[sheet];
  const name = source ?? key;
  const names = Object.keys(known).join('、');
  if (!Object.hasOwn(known, name)) {
    return source === undefined
      ? [['', `要写 source（按哪种记录算），可以是 ${names}；没有记录的就写 kind: manual，由人打分`]]
      : [['.source', `没有“${source}”这种记录，可以是 ${names}`]];
  }
  const counts = known[name] as Counts;
  return counts === 'events' && kind !== 'deduction' ? [['.kind', `“${name}”记的是${KIND_OF[counts]}`]] : [];
}

interface Band {
  from: number;
  to: number;
  points: number;
}
const isBand = (value: unknown): value is Band =>
  isEntry(value) && isNumber(value.from) && isNumber(value.to) && isNumber(value.points);

/** Each band begins where the one before ends, from 0 to 100 per cent, and a better share never earns less. */
function bandFaults({ bands, max }: Entry): [string, string][] {
  if (!Array.isArray(bands) || !bands.every(isBand) || bands.length < 2) return [];
  const faults = bands.flatMap(({ from, to, points }, n): [string, string][] => {
    const at = `.bands.${n}`;
    const before = bands[n - 1];
    if (from >= to) return [[at, `从 ${from}% 到 ${to}% 不成一档，from 应小于 to`]];
    if (!before) return from === 0 ? [] : [[at, '第一档应从 0 开始']];
    if (from < before.to) return [[at, `从 ${from}% 起，和上一档（到 ${before.to}%）重叠了`]];
    if (from > before.to) return [[at, `从 ${from}% 起，和上一档（到 ${before.to}%）之间空了一段`]];
    return points < before.points ? [[at, `得 ${points} 分，不应少于上一档的 ${before.points} 分`]] : [];
  });
  const last = bands.at(-1) as Band;
  if (last.to !== 100) faults.push([`.bands.${bands.length - 1}`, '最后一档应到 100']);
  if (isNumber(max) && last.points !== max) {
    faults.push([`.bands.${bands.length - 1}`, `最后一档应得满分 ${max} 分`]);
  }
  return faults;
}

function itemFaults(sheet: SheetName, key: string, item: unknown): [string, string][] {
  if (isNumber(item)) {
    const isKnown = Object.hasOwn(SOURCES[sheet], key) || Object.hasOwn(MANUAL[sheet], key);
    return isKnown ? [] : [['', '没有这一项，请看是不是写错了']];
  }
  if (!isEntry(item)) return [];
  const wrongKey = keyFault(key);
  const { kind, max, most, rounding } = item;
  const step = 10 ** (2 - (isNumber(rounding) ? rounding : 2));
  return [
    ...(wrongKey ? [['', wrongKey] as [string, string]] : []),
    ...(kind === 'ratio' || kind === 'deduction' || kind === 'banded' ? sourceFaults(sheet, key, item) : []),
    ...(kind === 'banded' ? bandFaults(item) : []),
    ...(kind === 'deduction' && isNumber(most) && isNumber(max) && most > max
      ? [['.most', `最多扣 ${most} 分，超过了满分 ${max} 分`] as [string, string]]
      : []),
    ...(isNumber(max) && hundredths(max) % step !== 0
      ? [['.rounding', `满分 ${max} 分，小数位数不够`] as [string, string]]
      : []),
  ];
}

/** @param items the sheet as written @returns every fault with the place in the file */
export function sheetFaults(sheet: SheetName, items: unknown): Found[] {
  if (!isEntry(items)) return [];
  const path = `assessment.${sheet}`;
  const faults = [
    ...SHEET_ITEMS[sheet]
      .filter((key) => !Object.hasOwn(items, key))
      .map((key): Found => [`${path}.${key}`, '缺这一项，不考就写 0']),
    ...Object.entries(items).flatMap(([key, item]) =>
      itemFaults(sheet, key, item).map(([at, says]): Found => [`${path}.${key}${at}`, says]),
    ),
  ];
  const maxima = Object.values(items).map((item) => (isEntry(item) ? item.max : item));
  if (faults.length > 0 || !maxima.every(isNumber)) return faults;
  const sum = maxima.reduce((all, one) => all + hundredths(one), 0) / 100;
  return sum === 100 ? [] : [[path, `各项加起来是 ${sum} 分，应正好是 100 分`]];
}

export function bonusFaults(bonus: unknown): Found[] {
  if (!isEntry(bonus) || !isEntry(bonus.items)) return [];
  const { most, items } = bonus;
  return Object.entries(items as Entry).flatMap(([key, item]): Found[] => {
    const path = `assessment.bonus.items.${key}`;
    const wrongKey = keyFault(key);
    if (wrongKey) return [[path, wrongKey]];
    const max = isEntry(item) ? item.max : null;
    return isNumber(max) && isNumber(most) && max > most
      ? [[`${path}.max`, `最多加 ${max} 分，超过了合计的 ${most} 分`]]
      : [];
  });
}
