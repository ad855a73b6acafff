import type { Outfall } from '../../entities';

/** Why an outfall is on 保留清单; null when it is not: the ledger says so, or else what is done with it. */
export function keptBecause({
  retained,
  remedyType,
}: Pick<Outfall, 'retained' | 'remedyType'>): string | null {
  if (retained !== null) return retained ? '台账注明保留' : null;
  return remedyType === '规范整治' || remedyType === '无需整治' ? `整治类型为${remedyType}` : null;
}
