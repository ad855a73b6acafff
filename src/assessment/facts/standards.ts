import type { Reader } from '../../core/database';
import { groupBy } from '../../core/groupBy';
import type { Policy } from '../../core/policy';
import { readStandard, type StandardFact } from '../../ledger';

/** By town: what each outfall lacks right before `asOf` (src/ledger/compliance/standard.ts). */
export const readStandards = async (
  reader: Reader,
  policy: Policy,
  asOf: Date,
): Promise<Map<number, StandardFact[]>> =>
  groupBy(await readStandard(reader, { policy, asOf }), ({ townId }) => townId);
