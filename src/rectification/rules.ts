import type { CheckedItem, CloseOutSign, CloseOutStep, Outfall } from '../../entities';

/*
 * Who signs 销号 next, and what has to be so before it is asked for. Pure.
 */

/** What the chain has to know of the units that sign. */
export interface Signers {
  /** The unit whose step it is; null when there is none. */
  unitOf(step: CloseOutStep): number | null;
  /** Those of it whom Feishu reaches, in order of preference. */
  people(step: CloseOutStep): readonly number[];
}

/** Everybody who has signed in this round. */
export const signedBy = (signs: readonly CloseOutSign[]): Set<number> =>
  new Set(signs.flatMap(({ personId }) => personId ?? []));

/**
 * The step whose turn it is after `signs`, and the steps passed over on the way to it: those of a unit that has signed
 * already, and those with nobody to sign. The last step is never passed over: nobody closes out what is their own.
 *
 * @param acted who had a hand in it beside the signatures, and does not sign
 * @returns `step` null when the chain is at its end
 */
export function nextSign(
  chain: readonly CloseOutStep[],
  signs: readonly CloseOutSign[],
  { unitOf, people }: Signers,
  { acted, at }: { acted: ReadonlySet<number>; at: string },
): { step: CloseOutStep | null; passed: CloseOutSign[] } {
  const excluded = new Set([...acted, ...signedBy(signs)]);
  const units = new Set(
    signs.flatMap(({ how, unitId }) => (how === 'did' && unitId !== null ? [unitId] : [])),
  );
  const passed: CloseOutSign[] = [];
  const rest = chain.slice(signs.length);
  for (const [n, step] of rest.entries()) {
    const unitId = unitOf(step);
    const free = people(step).some((id) => !excluded.has(id));
    const merged = unitId !== null && units.has(unitId);
    if (n === rest.length - 1 || (free && !merged)) return { step, passed };
    passed.push({ step, how: merged ? 'merged' : 'absent', personId: null, unitId, at, words: '' });
  }
  return { step: null, passed };
}

/** What an item of the 销号清单 is in the ledger, where it is a fact of the ledger's. */
interface Item {
  key: string;
  words: string;
  /** Left out: of every outfall of the type. */
  applies?(outfall: Outfall): boolean;
  /** True: the ledger says that it is so, and nobody is asked. */
  known?(outfall: Outfall): boolean;
  /** What 销号 then writes into the ledger. */
  set?: Partial<Outfall>;
}

const ARCHIVE: Item = {
  key: 'archive',
  words: '建好档案',
  known: ({ archive }) => archive === '有',
  set: { archive: '有' },
};

/** 销号清单 by 整治类型 (domain.md §4.4; HJ 1308—2023 was not seen, so 待分局确认). */
export const CHECKLIST: Readonly<Record<string, readonly Item[]>> = {
  依法取缔: [
    { key: 'sealed', words: '口门封堵或拆除' },
    { key: 'elsewhere', words: '源头污水有去处' },
    { key: 'dry30', words: '封堵后30天没有再排' },
  ],
  清理合并: [
    { key: 'joined', words: '接入了管网或别的口，接纳方确认' },
    { key: 'sealed', words: '原口封堵' },
  ],
  规范整治: [
    {
      key: 'owned',
      words: '责任主体明确',
      known: ({ owner, ownerType }) => ownerType !== '不明' && (owner !== null || ownerType === '镇政府'),
    },
    {
      key: 'approved',
      words: '已审批或登记',
      known: ({ approval }) => approval === '已审批' || approval === '已登记',
    },
    { key: 'sign', words: '立标识牌', known: ({ sign }) => sign === '有', set: { sign: '有' } },
    {
      key: 'sampling',
      words: '有采样点',
      known: ({ samplingPoint }) => samplingPoint === '有',
      set: { samplingPoint: '有' },
    },
    ARCHIVE,
    {
      key: 'monitored',
      words: '达标监测一次',
      // Where nothing flows nothing can be sampled (无水口免).
      applies: ({ flowTrait }) => flowTrait !== '无水',
    },
  ],
  无需整治: [ARCHIVE],
};

/** The items of an outfall that somebody has to speak to, and those that the ledger knows to be so. */
export function checklistOf(outfall: Outfall): { open: Item[]; known: Item[] } {
  const items = (CHECKLIST[outfall.remedyType ?? ''] ?? []).filter(
    ({ applies }) => applies?.(outfall) ?? true,
  );
  const isKnown = ({ known }: Item) => known?.(outfall) === true;
  return { open: items.filter((item) => !isKnown(item)), known: items.filter(isKnown) };
}

export const itemWords = (key: string): string =>
  Object.values(CHECKLIST)
    .flat()
    .find((item) => item.key === key)?.words ?? key;

/** What the ledger learns from a signed checklist. */
export const learntFrom = (outfall: Outfall, checks: readonly CheckedItem[]): Partial<Outfall> =>
  Object.assign(
    {},
    ...checklistOf(outfall).open.map(({ key, set }) =>
      set && checks.some((one) => one.key === key && one.done) ? set : {},
    ),
  );

/** 整治后 needs a photo; of 无需整治 there is nothing to show. */
export const needsPhotos = ({ remedyType }: Pick<Outfall, 'remedyType'>): boolean =>
  remedyType !== '无需整治';

/** The same day of the month some months later, or the month's last. */
export function monthsLater(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  const end = new Date(Date.UTC(year, month - 1 + months, Math.min(date, last.getUTCDate())));
  return end.toISOString().slice(0, 10);
}
