import { Exceedance, Measurement, OutfallLimit } from '../../entities';
import type { Reader } from '../core/database';
import { inOrder } from './rules';

/** Everything that was ever measured, and every own limit, with the codes of the outfalls. */
export async function readResults(reader: Reader): Promise<{
  results: Measurement[];
  limits: OutfallLimit[];
  codes: Map<number, string>;
}> {
  const codes = await reader.query<{ id: number; internalCode: string }>(
    'SELECT id, internalCode FROM outfall',
  );
  return {
    results: await reader.find(Measurement, {}, { order: { sampledDay: 'ASC', id: 'ASC' } }),
    limits: await reader.find(OutfallLimit, {}, { order: { id: 'ASC' } }),
    codes: new Map(codes.map(({ id, internalCode }) => [id, internalCode])),
  };
}

/** All results of one sample, in the order of a report. */
export async function resultsOfSample(
  reader: Reader,
  {
    outfallId,
    sampledDay,
    sampledTime,
    method,
  }: Pick<Exceedance, 'outfallId' | 'sampledDay' | 'sampledTime' | 'method'>,
): Promise<Measurement[]> {
  return inOrder(await reader.find(Measurement, { outfallId, sampledDay, sampledTime, method }));
}

/** The newest results of an outfall, as many as two or three samples have. */
export const lastResults = (reader: Reader, outfallId: number): Promise<Measurement[]> =>
  reader.find(Measurement, { outfallId }, { order: { sampledDay: 'DESC', id: 'DESC' }, limit: 40 });

/** What a laboratory found at the outfall after a 疑似 sample: null while nothing did. */
export async function confirmedAfter(
  reader: Reader,
  { outfallId, sampledDay }: Pick<Exceedance, 'outfallId' | 'sampledDay'>,
): Promise<'pass' | 'over' | null> {
  const rows = await reader.query<{ verdict: string }>(
    `SELECT verdict FROM measurement
      WHERE outfallId = ? AND sampledDay >= ? AND method <> '快检' AND verdict IN ('pass', 'over')`,
    [outfallId, sampledDay],
  );
  if (rows.length === 0) return null;
  return rows.some(({ verdict }) => verdict === 'over') ? 'over' : 'pass';
}

/** The newest 超标告知 of the county, or of one outfall. */
export const exceedancesOf = (reader: Reader, outfallId: number): Promise<Exceedance[]> =>
  reader.find(Exceedance, { outfallId }, { order: { id: 'DESC' }, limit: 5 });
