import type { RuleWaiver, Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { type Policy, planOf } from '../../core/policy';
import { sameUnit } from '../../core/unitByName';
import { type LedgerPast, takenBack } from '../ledgerPast';
import { checkLedger } from './check';
import type { Judged, Ledger, Rule } from './rule';
import { keyMonitoring } from './rules/keyMonitoring';
import { owned } from './rules/owned';
import { samplingPoint } from './rules/standardised';
import { gate, gateFiled, video } from './rules/watched';
import { isGone } from './words';

/*
 * 规范化建设 as a town answers for it: of the plan's rules those that ask something of an outfall itself and charge
 * whoever answers for it, a town where nobody else does. Left out is what the plan charges 分局 with (分类, 溯源, 标识牌,
 * 档案, 保留清单), what another item of the score sheet counts (整治期限) and what looks at how outfalls lie to each other.
 */
export const STANDARD: readonly Rule[] = [owned, video, gate, gateFiled, samplingPoint, keyMonitoring];

export interface StandardFact {
  /** The outfall. */
  id: number;
  townId: number;
  /** Names of the rules that it does not keep, without what is waived and what is another unit's. */
  lacks: string[];
  /** Of the cells that these rules need some are 待补, which nobody is charged with. */
  unknown: boolean;
}

/** What was read of the ledger, to be judged as of any instant since. */
export interface StandardRead {
  past: LedgerPast<Judged>;
  units: readonly Unit[];
  waivers: readonly RuleWaiver[];
}

/** Every outfall that was in the ledger right before `asOf` and not gone; the waivers as they were then, too. Pure. */
export function standardOf(
  { past: { outfalls, stepsOf }, units, waivers: granted }: StandardRead,
  { policy, asOf }: { policy: Policy; asOf: Date },
): StandardFact[] {
  const waivers = granted
    .filter(({ grantedAt }) => grantedAt < asOf)
    .map((one) => ({
      ...one,
      withdrawnAt: one.withdrawnAt && one.withdrawnAt < asOf ? one.withdrawnAt : null,
    }));
  const names = new Map(units.map(({ id, name }) => [id, name]));
  const limits = planOf(policy);
  const standing = outfalls.flatMap((one): Judged[] => {
    const then = takenBack(one, stepsOf(one.id), asOf);
    return then === null || isGone(then) ? [] : [then];
  });
  const ledger: Ledger = {
    outfalls: standing,
    limits,
    // An instant at the end of a day is 00:00 of the next one.
    today: dayOf(new Date(asOf.getTime() - 1)),
    townOf: ({ townId }) => names.get(townId) ?? '',
    // What these rules do not look at.
    zone: '',
    zonesOf: () => [],
    applicationsOf: () => [],
  };
  const others = [limits.branch, ...units.filter(({ type }) => type === '县直部门').map(({ name }) => name)];
  const lacks = new Map<number, string[]>();
  for (const { rule, outfalls: on, owner, waiver } of checkLedger(ledger, waivers, STANDARD).findings) {
    if (waiver !== null || others.some((unit) => sameUnit(owner, unit))) continue;
    for (const { id } of on) lacks.set(id, [...(lacks.get(id) ?? []), rule.name]);
  }
  const unknown = new Set(
    STANDARD.flatMap((rule) => rule.judge(ledger)).flatMap((one) =>
      'missing' in one ? [one.outfall.id] : [],
    ),
  );
  return standing.map(({ id, townId }) => ({
    id,
    townId,
    lacks: lacks.get(id) ?? [],
    unknown: unknown.has(id),
  }));
}
