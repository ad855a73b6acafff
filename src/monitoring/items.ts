/** What is measured, in the ledger's words, with the unit in which it is kept. */
export const ITEMS = {
  pH: '无量纲',
  化学需氧量: 'mg/L',
  氨氮: 'mg/L',
  总磷: 'mg/L',
  总氮: 'mg/L',
  五日生化需氧量: 'mg/L',
  高锰酸盐指数: 'mg/L',
  悬浮物: 'mg/L',
  石油类: 'mg/L',
  挥发酚: 'mg/L',
  水温: '℃',
  流量: 'm³/d',
} as const;
export type Item = keyof typeof ITEMS;

export const ITEM_NAMES = Object.keys(ITEMS) as Item[];

/** Other names for them, upper-case. */
export const ITEM_ALIASES: Record<string, Item> = {
  PH值: 'pH',
  COD: '化学需氧量',
  CODCR: '化学需氧量',
  化学需氧量COD: '化学需氧量',
  'NH3-N': '氨氮',
  NH3N: '氨氮',
  TP: '总磷',
  TN: '总氮',
  BOD: '五日生化需氧量',
  BOD5: '五日生化需氧量',
  CODMN: '高锰酸盐指数',
  SS: '悬浮物',
};

/** What the form of a card asks for; the rest comes by workbook. */
export const FORM_ITEMS: readonly Item[] = [
  'pH',
  '化学需氧量',
  '氨氮',
  '总磷',
  '总氮',
  '五日生化需氧量',
  '悬浮物',
  '流量',
];

export const UNITS = ['mg/L', 'μg/L', '无量纲', '℃', 'm³/d'] as const;
export type Unit = (typeof UNITS)[number];

/** By how much a value in this unit is multiplied to stand in the item's own; null when it cannot. */
export function scaleOf(item: Item, unit: Unit | null): number | null {
  const own = ITEMS[item];
  if (unit === null || unit === own) return 1;
  return own === 'mg/L' && unit === 'μg/L' ? 0.001 : null;
}

/** Ten-thousandths fit the database up to here. */
export const MOST_VALUE = 200_000;

/** A result as it is written in a report. */
export interface Reading {
  value: number;
  /** `<0.5`: less than the method can tell; 未检出 is below 0. */
  below: boolean;
}

/** 65, <0.025, 未检出, 0.5L (检出限加 L) → a reading; null when it is none. */
export function parseReading(text: string): Reading | null {
  const plain = text.normalize('NFKC').replace(/\s+/g, '');
  if (/^(?:未检出|ND)$/i.test(plain)) return { value: 0, below: true };
  const [, less, digits, limit] = /^([<≤]?)(\d{1,7}(?:\.\d{1,4})?)(L?)$/i.exec(plain) ?? [];
  if (digits === undefined || (less !== '' && limit !== '')) return null;
  return { value: Number(digits), below: less !== '' || limit !== '' };
}

export const toE4 = (value: number): number => Math.round(value * 1e4);
export const fromE4 = (valueE4: number): number => valueE4 / 1e4;

/** 化学需氧量 65 mg/L, pH 9.6, 总磷 未检出. */
export function readingWords({
  item,
  valueE4,
  below,
}: {
  item: string;
  valueE4: number;
  below: boolean;
}): string {
  if (below && valueE4 === 0) return `${item} 未检出`;
  const unit = unitOf(item);
  return `${item} ${below ? '低于' : ''}${fromE4(valueE4)}${unit ? ` ${unit}` : ''}`;
}

/** mg/L; nothing for what has none. */
export const unitOf = (item: string): string => {
  const unit = Object.hasOwn(ITEMS, item) ? ITEMS[item as Item] : '';
  return unit === '无量纲' ? '' : unit;
};

/** 限值 40, 限值 6—9; null when there is none. */
export function limitWords({
  lowE4,
  highE4,
}: {
  lowE4: number | null;
  highE4: number | null;
}): string | null {
  if (lowE4 !== null && highE4 !== null) return `限值 ${fromE4(lowE4)}—${fromE4(highE4)}`;
  if (highE4 !== null) return `限值 ${fromE4(highE4)}`;
  return lowE4 === null ? null : `不低于 ${fromE4(lowE4)}`;
}
