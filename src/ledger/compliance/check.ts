import type { RuleWaiver } from '../../../entities';
import { groupBy } from '../../core/groupBy';
import { keptBecause } from '../kept';
import { LEDGER_BOOK } from '../ledgerBook';
import type { Column, Found, Judged, Ledger, Rule } from './rule';
import { RULES } from './rules';

export interface Finding extends Found {
  rule: Rule;
  /** The 豁免 under which it may stand today. */
  waiver: RuleWaiver | null;
}

export interface Check {
  ledger: Ledger;
  rules: readonly Rule[];
  /** In the order of the rules, then of the ledger; the waived among them. */
  findings: Finding[];
  /** 待补: how many outfalls lack a cell that some rule needs; each once, however many rules need it. */
  missing: { heading: string; outfalls: number }[];
  /** Kept outfalls of the government, which may be put together as one project (clause （六）). */
  bundle: Judged[];
}

const inForce = (waiver: RuleWaiver, today: string): boolean =>
  waiver.withdrawnAt === null && waiver.untilDay >= today;

/** The waiver that lasts longest of those that cover every row the finding rests on. */
function waiverOf({ outfalls }: Found, waivers: readonly RuleWaiver[]): RuleWaiver | null {
  if (waivers.length === 0) return null;
  const covering = waivers.filter(({ outfallIds }) => outfalls.every(({ id }) => outfallIds.includes(id)));
  return covering.reduce<RuleWaiver | null>(
    (longest, one) => (longest && longest.untilDay >= one.untilDay ? longest : one),
    null,
  );
}

/** “经过排查溯源后予以保留的责任主体为政府的”: a town's that nobody could trace is the town's (clause （二）). */
const isGovernments = (outfall: Judged): boolean =>
  keptBecause(outfall) !== null &&
  (outfall.ownerType === '镇政府' || outfall.ownerType === '部门') &&
  (outfall.tracing === '已溯源' || outfall.tracing === '无法溯源');

/** Every rule over the whole ledger. Pure; what is waived is shown as such and not left out. */
export function checkLedger(
  given: Ledger,
  waivers: readonly RuleWaiver[],
  rules: readonly Rule[] = RULES,
): Check {
  // Where rows contradict each other (one credit code, two names) the oldest one speaks, whatever order they came in.
  const ledger = { ...given, outfalls: [...given.outfalls].sort((a, b) => a.id - b.id) };
  const valid = groupBy(
    waivers.filter((waiver) => inForce(waiver, ledger.today)),
    ({ rule }) => rule,
  );
  const findings: Finding[] = [];
  const lacking = new Map<Column, Set<number>>();
  for (const rule of rules) {
    const waivable = valid.get(rule.id) ?? [];
    for (const verdict of rule.judge(ledger)) {
      if ('missing' in verdict) {
        const known = lacking.get(verdict.missing);
        if (known) known.add(verdict.outfall.id);
        else lacking.set(verdict.missing, new Set([verdict.outfall.id]));
      } else {
        // Not spread: of a large ledger there are 30,000, and it is a quarter of what checking them costs.
        const { outfalls, says, remedy, owner } = verdict;
        findings.push({ outfalls, says, remedy, owner, rule, waiver: waiverOf(verdict, waivable) });
      }
    }
  }
  const columns = Object.entries(LEDGER_BOOK.outfalls.columns);
  return {
    ledger,
    rules,
    findings,
    missing: columns.flatMap(([key, { heading }]) => {
      const outfalls = lacking.get(key as Column)?.size ?? 0;
      return outfalls > 0 ? [{ heading, outfalls }] : [];
    }),
    bundle: ledger.outfalls.filter(isGovernments),
  };
}
