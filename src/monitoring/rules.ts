import type { Measurement, MonitorMethod, OutfallLimit, Verdict } from '../../entities';
import type { MonitoringRules, StandardLimits } from '../core/policyMonitoring';
import { ITEM_NAMES, toE4 } from './items';

/** By what a result is judged: in ten-thousandths, and where it stands. */
export type Limit = Pick<Measurement, 'lowE4' | 'highE4' | 'limitSource'>;

const NO_LIMIT: Limit = { lowE4: null, highE4: null, limitSource: null };

/** `GB 3838-2002 Ⅴ类` as it can be compared: without spaces, Roman figures as letters. */
const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase();

/** A ledger's cell may cite several; the grade belongs to the standard beside it. */
const citations = (standard: string): string[] =>
  plain(standard)
    .split(/[、,;；及和\n]+/)
    .filter((part) => part !== '');

function cites(part: string, { cite, grade }: StandardLimits): boolean {
  const from = part.indexOf(plain(cite));
  // GB3838 is not in GB38381, and IV类 is no V类.
  if (from < 0 || /^\d/.test(part.slice(from + plain(cite).length))) return false;
  if (grade === undefined) return true;
  return new RegExp(`(?<![IVX])${plain(grade).replace(/[^\p{L}\p{N}]/gu, '\\$&')}`, 'u').test(part);
}

const E4 = (value: number | undefined): number | null => (value === undefined ? null : toE4(value));

const smaller = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.min(a, b);
const larger = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

/** The stricter of two; the source names whichever gave what is judged by. */
function stricter(a: Limit, b: Limit): Limit {
  const highE4 = smaller(a.highE4, b.highE4);
  const lowE4 = larger(a.lowE4, b.lowE4);
  const gives = (one: Limit) => one.highE4 === highE4 && one.lowE4 === lowE4;
  const source = gives(a) ? a.limitSource : gives(b) ? b.limitSource : null;
  return { lowE4, highE4, limitSource: source ?? a.limitSource ?? b.limitSource };
}

/**
 * The limits of one outfall by item: its own, from the permit or 登记表, and those of the standards that the ledger
 * cites for it; the stricter where there are several.
 */
export function limitsOf(
  outfall: { standard: string | null },
  own: readonly Pick<OutfallLimit, 'item' | 'lowE4' | 'highE4' | 'source'>[],
  { standards }: Pick<MonitoringRules, 'standards'>,
): Map<string, Limit> {
  const limits = new Map<string, Limit>();
  const add = (item: string, limit: Limit): void => {
    limits.set(item, stricter(limits.get(item) ?? NO_LIMIT, limit));
  };
  for (const { item, lowE4, highE4, source } of own) {
    add(item, { lowE4, highE4, limitSource: source ?? '排污口自己的限值' });
  }
  const parts = citations(outfall.standard ?? '');
  for (const one of standards.filter((each) => parts.some((part) => cites(part, each)))) {
    const limitSource = [one.cite, one.grade].filter(Boolean).join(' ');
    for (const [item, { low, high }] of Object.entries(one.limits)) {
      add(item, { lowE4: E4(low), highE4: E4(high), limitSource });
    }
  }
  return limits;
}

/** What a result says. Below what the method can tell is no exceedance (domain.md §5); 快检 never confirms one. */
export function judge(
  { valueE4, below, method }: { valueE4: number; below: boolean; method: MonitorMethod },
  { lowE4, highE4 }: Pick<Limit, 'lowE4' | 'highE4'>,
): Verdict {
  if (lowE4 === null && highE4 === null) return 'unjudged';
  if (below) return 'pass';
  const over = (highE4 !== null && valueE4 > highE4) || (lowE4 !== null && valueE4 < lowE4);
  if (!over) return 'pass';
  return method === '快检' ? 'suspected' : 'over';
}

/** A result and what became of it. */
export const judged = <R extends { item: string; valueE4: number; below: boolean; method: MonitorMethod }>(
  result: R,
  limits: ReadonlyMap<string, Limit>,
): R & Limit & { verdict: Verdict } => {
  const limit = limits.get(result.item) ?? NO_LIMIT;
  return { ...result, ...limit, verdict: judge(result, limit) };
};

/** In the order in which reports list them. */
export const inOrder = <R extends { item: string }>(results: readonly R[]): R[] =>
  results.toSorted((a, b) => order(a.item) - order(b.item));
const order = (item: string): number => (ITEM_NAMES as string[]).indexOf(item);
