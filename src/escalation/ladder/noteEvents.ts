import type { LadderCase, MatterRef } from '../../../entities';
import type { Tx } from '../../core/database';
import { dayOf } from '../../core/days';
import { ladderOf } from '../../core/policy';
import type { Deps } from '../deps';
import { openMatters } from '../matters';
import { withEvents, writeDown } from './cases';
import type { LadderEvent } from './lifecycle';
import { type FrozenRules, nextStep } from './rules';
import { readStandings } from './standings';

/** The figures by which cases are judged: those of the policy under which each began. */
export async function frozenRules(
  { policies }: Pick<Deps, 'policies'>,
  rows: readonly LadderCase[],
): Promise<(row: LadderCase) => FrozenRules> {
  const versions = [...new Set(rows.map(({ policyVersion }) => policyVersion))];
  const known = new Map(
    await Promise.all(
      versions.map(async (version) => [version, ladderOf(await policies.at(version))] as const),
    ),
  );
  return ({ policyVersion }) => known.get(policyVersion) ?? ladderOf(policies.current);
}

export interface Happened {
  /** In the order in which they happened. */
  events: readonly LadderEvent[];
  actor: string;
  reason?: string | null;
  at: Date;
}

/**
 * Writes the same into the history of some cases that are not cleared, and what comes next for each. Whoever calls it
 * has the turn (`LADDER_TURN`).
 *
 * @returns how many cases changed
 */
export async function noteEvents(
  tx: Tx,
  deps: Deps,
  rows: readonly LadderCase[],
  { events: happened, actor, reason, at }: Happened,
): Promise<number> {
  const running = rows.filter(({ state }) => state !== 'cleared');
  if (running.length === 0) return 0;
  const today = dayOf(at);
  const only = running.map(({ matterType, matterId: id }) => ({ type: matterType as MatterRef['type'], id }));
  const matters = await openMatters(tx, deps, { today, only });
  const rulesOf = await frozenRules(deps, running);
  const standings = await readStandings(tx, deps, running, matters, { today, rulesOf });
  const notes = happened.map((event) => ({ event, actor, reason }));
  const cases = await withEvents(tx, running);
  return writeDown(
    tx,
    cases.flatMap(({ row, events }) => {
      const standing = standings.get(row.id);
      if (!standing) return [];
      const all = [...events, ...happened];
      return [{ row, events: all, notes, next: nextStep(standing, all, rulesOf(row), deps.calendar, today) }];
    }),
    at,
  );
}
