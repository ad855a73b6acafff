import { type Reader, sqlInstant } from '../../core/database';
import { groupBy } from '../../core/groupBy';
import type { Period } from '../period';

/** One result of a sample at an outfall that was judged. */
export interface SampleFact {
  /** The measurement. */
  id: number;
  outfallId: number;
  over: boolean;
}

/**
 * By the town in which the outfall lies: what a laboratory or an instrument on site measured in the period and a limit
 * was known for. 快检 only ever raises a suspicion, and so it is not read. One statement.
 */
export async function readSamples(
  reader: Reader,
  { fromDay, toDay }: Period,
  asOf: Date,
): Promise<Map<number, SampleFact[]>> {
  const rows = await reader.query<{ id: number; outfallId: number; townId: number; verdict: string }>(
    `SELECT m.id, m.outfallId, o.townId, m.verdict
       FROM measurement m JOIN outfall o ON o.id = m.outfallId
      WHERE m.method <> '快检' AND m.verdict IN ('pass', 'over')
        AND m.sampledDay >= ? AND m.sampledDay <= ? AND m.recordedAt < ? ORDER BY m.id`,
    [fromDay, toDay, sqlInstant(asOf)],
  );
  return new Map(
    [...groupBy(rows, ({ townId }) => townId)].map(([townId, own]) => [
      townId,
      own.map(({ id, outfallId, verdict }) => ({ id, outfallId, over: verdict === 'over' })),
    ]),
  );
}
