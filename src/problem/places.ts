import { Outfall, Reach } from '../../entities';
import type { Reader } from '../core/database';
import { Fault } from '../core/errors';
import { reachesUnder } from '../roster';
import { placeWords } from './words';

/** A place that the form offers: `o17` an outfall, `s3`/`e3` where a reach begins or ends. */
export interface Place {
  code: string;
  name: string;
  reachId: number;
  outfallId: number | null;
}

/** The form's own word for a place of no list. */
const OTHER = 'other';

/** What one can point at on a reach and those below it: key outfalls first, then the others, then its ends. */
export async function placesOn(reader: Reader, reachId: number): Promise<Place[]> {
  const ids = await reachesUnder(reader, reachId);
  const outfalls = await reader.find(Outfall, { reachId: ids }, { order: { isKey: 'DESC', id: 'ASC' } });
  const reach = await reader.findOne(Reach, { id: reachId });
  const end = (code: string, label: string, name: string | null | undefined): Place[] =>
    name ? [{ code: `${code}${reachId}`, name: `${label}${name}`, reachId, outfallId: null }] : [];
  return [
    ...outfalls.map((outfall) => ({
      code: `o${outfall.id}`,
      name: outfall.name,
      reachId: outfall.reachId,
      outfallId: outfall.id,
    })),
    ...end('s', '起点：', reach?.startName),
    ...end('e', '止点：', reach?.endName),
  ];
}

export interface FoundPlace {
  reachId: number;
  outfallId: number | null;
  /** The whole place in words. */
  place: string;
  /** The town that owns the reach. */
  townId: number;
}

/** The place that a form names. @throws Fault `problem.place` when it is not on this reach */
export async function placeOf(
  reader: Reader,
  reachId: number,
  { code, spot }: { code: string; spot: string },
): Promise<FoundPlace> {
  const offered = code === OTHER ? null : (await placesOn(reader, reachId)).find((one) => one.code === code);
  if (offered === undefined) throw new Fault('problem.place');
  const reach = await reader.findOne(Reach, { id: offered?.reachId ?? reachId });
  if (!reach) throw new Fault('problem.place');
  return {
    reachId: reach.id,
    outfallId: offered?.outfallId ?? null,
    place: placeWords(offered?.name ?? null, spot),
    townId: reach.townId,
  };
}
