import { type Outfall, type Problem, type ProblemSource, Reach, type Seriousness } from '../../entities';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { findingsOf } from '../core/policy';
import type { Pressing, ProblemDeps } from './deps';
import { insertDraft } from './openDraft';
import { findingOf } from './route';
import { register, type Submitted } from './submitProblem';

export interface NewProblem extends Pressing {
  /** Not 巡河 and not 投诉: those are filled in by people. */
  source: Exclude<ProblemSource, 'patrol' | 'complaint'>;
  reachId: number;
  outfall: Pick<Outfall, 'id' | 'name'> | null;
  place: string | null;
  category: string;
  kind?: string;
  seriousness: Seriousness;
  words: string;
  /** Where it is, when that is known. */
  hint?: Pick<Problem, 'hintName' | 'hintLonE6' | 'hintLatE6'>;
}

/**
 * Opens a problem that no form brought up: 监测超标, 排查线索, 执法检查. From here on it lives like every other; the
 * person who brought it in counts as its finder.
 *
 * @throws Fault `matter.gone` when there is no such reach, `press.form` when the policy knows no such group or kind
 */
export async function openProblem(
  tx: Tx,
  deps: ProblemDeps,
  { source, reachId, outfall, place, category, kind = '', seriousness, words, hint, ...by }: NewProblem,
): Promise<{ problem: Problem; outcome: Submitted }> {
  const reach = await tx.findOne(Reach, { id: reachId });
  if (!reach) throw new Fault('matter.gone');
  const finding = findingOf(findingsOf(deps.policies.current), { category, kind });
  if (!finding) throw new Fault('press.form', { what: `规则里没有“${kind || category}”这一类问题` });
  const filled = {
    ...finding,
    reachId,
    townId: reach.townId,
    outfallId: outfall?.id ?? null,
    place: place ?? outfall?.name ?? null,
    seriousness,
    words,
    ...hint,
  };
  const { personId, at } = by;
  const version = deps.policies.current.version;
  const draft = await insertDraft(tx, version, { source, reachId, personId, at, first: filled });
  return register(tx, deps, draft, { filled, by });
}
