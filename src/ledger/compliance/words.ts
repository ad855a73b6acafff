import type { Judged, Ledger } from './rule';

/** Who answers for an outfall; the town's government where nobody is known (clause （二）). */
export function responsible(outfall: Judged, ledger: Ledger): string {
  return outfall.owner ?? townGovernment(outfall, ledger);
}

export function townGovernment(outfall: Judged, ledger: Ledger): string {
  const town = ledger.townOf(outfall);
  return town.endsWith('镇') ? `${town}人民政府` : town;
}

/** It is to go: nothing is asked of it but that it goes in time. */
export const leaves = ({ remedyType }: Judged): boolean =>
  remedyType === '依法取缔' || remedyType === '清理合并';

/** It has gone. */
export const isGone = (outfall: Judged): boolean => leaves(outfall) && outfall.remedyStage === '完成整治';
