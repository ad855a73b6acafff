import { Outfall, type Role, Unit } from '../../entities';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { enqueue } from '../core/outbox';
import type { Policy } from '../core/policy';
import { firstHeld, OFFICE_ROLES } from '../roster';
import { changeOutfall, type OutfallDecision } from './changeOutfall';
import { governmentOf } from './governmentOf';

/** 分局 keeps the ledger; 县河长办 and 县政府 may beside it. */
export const LEDGER_KEEPERS: readonly Role[] = ['分局', ...OFFICE_ROLES];

export const keepsLedger = (roles: readonly Role[]): boolean =>
  roles.some((role) => LEDGER_KEEPERS.includes(role));

/** It is still open whose it is. */
export const mayBeUntraceable = ({ tracing }: Pick<Outfall, 'tracing'>): boolean =>
  tracing === '未溯源' || tracing === '溯源中';

export interface Untraceable extends OutfallDecision {
  outfallId: number;
  /** The version that the card was drawn from. */
  version: number;
  reason: string;
  policy: Policy;
}

/**
 * 定为无法溯源 (plan, clause （二）): the government of the town where it lies is its responsible party from now on,
 * marked as such; who decided so and why stands in its history. The town's hand is told.
 *
 * @throws Fault `matter.gone`; `press.stale` when it is traced, or has changed since
 */
export async function declareUntraceable(tx: Tx, decision: Untraceable): Promise<Outfall> {
  const { outfallId, version, policy, at } = decision;
  const outfall = await tx.findOne(Outfall, { id: outfallId });
  const town = outfall && (await tx.findOne(Unit, { id: outfall.townId }));
  if (!outfall || !town) throw new Fault('matter.gone');
  if (outfall.version !== version || !mayBeUntraceable(outfall)) throw new Fault('press.stale');
  const set = {
    tracing: '无法溯源',
    ownerType: '镇政府',
    owner: governmentOf(town),
    townBackstop: true,
    // What stood there was of the party that it turned out not to be.
    creditCode: null,
    ownerAddress: null,
  };
  const changed = await changeOutfall(tx, outfall, { action: 'untraceable', set }, decision);
  const { copyRoles, headRoles } = policy.reminder;
  const hand = await firstHeld(tx, { unitId: town.id, roles: [...copyRoles, ...headRoles] });
  if (hand) {
    const subject = { type: 'outfall', id: outfall.id };
    await enqueue(tx, { kind: 'outfall', subject, recipientId: hand.id, messageClass: 'task', at });
  }
  return changed;
}
