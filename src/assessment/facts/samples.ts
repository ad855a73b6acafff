import { instantOf, type Reader } from '../../core/database';
import { groupBy } from '../../core/groupBy';
import type { Period } from '../period';

/** One result of a sample at an outfall that was judged. */
export interface SampleFact {
  /** The measurement. */
  id: number;
  outfallId: number;
  over: boolean;
}

export interface SampleRow extends SampleFact {
  townId: number;
  sampledDay: string;
  recordedAt: Date;
}

/**
 * What a laboratory or an instrument on site measured in the span and a limit was known for. 快检 only ever raises a
 * suspicion, and so it is not read. One statement.
 */
export async function readSamples(
  reader: Reader,
  { fromDay, toDay }: Pick<Period, 'fromDay' | 'toDay'>,
): Promise<SampleRow[]> {
  const rows = await reader.query<Omit<SampleRow, 'recordedAt'> & { recordedAt: unknown; verdict: string }>(
    `SELECT m.id, m.outfallId, m.sampledDay, m.recordedAt, m.verdict, o.townId
       FROM measurement m JOIN outfall o ON o.id = m.outfallId
      WHERE m.method <> '快检' AND m.verdict IN ('pass', 'over') AND m.sampledDay >= ? AND m.sampledDay <= ?
      ORDER BY m.id`,
    [fromDay, toDay],
  );
  return rows.map(({ verdict, recordedAt, ...row }) => ({
    ...row,
    over: verdict === 'over',
    recordedAt: instantOf(recordedAt),
  }));
}

/** By the town in which the outfall lies: of the period, and known before `asOf`. Pure. */
export function samplesOf(
  rows: readonly SampleRow[],
  { fromDay, toDay }: Pick<Period, 'fromDay' | 'toDay'>,
  asOf: Date,
): Map<number, SampleFact[]> {
  return groupBy(
    rows.filter(
      ({ sampledDay, recordedAt }) => sampledDay >= fromDay && sampledDay <= toDay && recordedAt < asOf,
    ),
    ({ townId }) => townId,
  );
}
