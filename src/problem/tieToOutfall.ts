import type { Problem } from '../../entities';
import type { Tx } from '../core/database';
import { advance, problemOf } from './advance';
import type { Pressing } from './deps';
import { nextState } from './lifecycle';

/**
 * It turned out which outfall of the ledger the problem is about: from now on it stands, with its photos, among what
 * is known of that one. Its state stays.
 *
 * @throws Fault `matter.gone`
 */
export async function tieToOutfall(
  tx: Tx,
  { problemId, outfallId, ...by }: Pressing & { problemId: number; outfallId: number },
): Promise<Problem> {
  const problem = await problemOf(tx, { problemId });
  const step = nextState(problem, 'add') ? 'add' : 'tell';
  return advance(tx, problem, { ...by, step, set: { outfallId }, data: { outfallId } });
}
