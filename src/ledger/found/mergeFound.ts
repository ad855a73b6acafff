import { Outfall } from '../../../entities';
import type { Tx } from '../../core/database';
import { Fault } from '../../core/errors';
import { changeOutfall } from '../changeOutfall';
import { endFound, type FoundDecision, foundWaiting } from './rules';

/**
 * 并入: the ledger has it already. Nothing of what was found is lost: the problem with its photos becomes one about
 * that outfall, and the outfall's history says so.
 *
 * @returns the outfall and the problem that is now about it
 * @throws Fault `matter.gone`, `press.stale`
 */
export async function mergeFound(
  tx: Tx,
  { outfallId, ...decision }: FoundDecision & { outfallId: number },
): Promise<{ outfall: Outfall; problemId: number }> {
  const found = await foundWaiting(tx, decision);
  const outfall = await tx.findOne(Outfall, { id: outfallId });
  if (!outfall) throw new Fault('matter.gone');
  const { personId, at } = decision;
  const more = { foundId: found.id, problemId: found.problemId };
  const by = { actor: `person:${personId}`, at, reason: null };
  await changeOutfall(tx, outfall, { action: 'joined', set: {}, more }, by);
  await endFound(tx, found, decision, { state: 'merged', outfallId });
  return { outfall, problemId: found.problemId };
}

/** 不是排污口, and why; the problem goes its own way. @throws Fault `matter.gone`, `press.stale` */
export async function dismissFound(
  tx: Tx,
  { reason, ...decision }: FoundDecision & { reason: string },
): Promise<void> {
  await endFound(tx, await foundWaiting(tx, decision), decision, { state: 'unfounded', reason });
}
