import { Outfall, Reach } from '../../entities';
import type { Reader } from '../core/database';
import { Fault } from '../core/errors';
import { reachesUnder } from '../roster';
import { placeWords } from './words';

/** A place that the form offers: `o17` an outfall, `s3`/`e3` where a reach begins or ends, `r5` somewhere on a reach below. */
export interface Place {
  code: string;
  name: string;
  reachId: number;
  outfallId: number | null;
}

/** The form's own word for a place of no list. */
const OTHER = 'other';

/**
 * What one can point at on a reach and those below it: its key outfalls, its ends, the reaches right below it (each
 * belongs to a town of its own, which is the one to handle what is found there), then the other outfalls.
 */
export async function placesOn(reader: Reader, reachId: number): Promise<Place[]> {
  const ids = await reachesUnder(reader, reachId);
  const [outfalls, reach, below] = await Promise.all([
    reader.find(Outfall, { reachId: ids }, { order: { id: 'ASC' } }),
    reader.findOne(Reach, { id: reachId }),
    reader.find(Reach, { parentId: reachId }, { order: { code: 'ASC' } }),
  ]);
  const end = (code: string, label: string, name: string | null | undefined): Place[] =>
    name ? [{ code: `${code}${reachId}`, name: `${label}${name}`, reachId, outfallId: null }] : [];
  const listed = (key: boolean): Place[] =>
    outfalls
      .filter(({ isKey }) => Boolean(isKey) === key)
      .map(({ id, name, ...outfall }) => ({ code: `o${id}`, name, reachId: outfall.reachId, outfallId: id }));
  return [
    ...listed(true),
    ...end('s', '起点：', reach?.startName),
    ...end('e', '止点：', reach?.endName),
    ...below.map(({ id, name }) => ({ code: `r${id}`, name: `其他：${name}`, reachId: id, outfallId: null })),
    ...listed(false),
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

/** 其他：is the form's word; the place is named without it. */
const landmarkOf = ({ code, name }: Place, reach: Reach): string =>
  code.startsWith('r') ? reach.name : name;

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
    place: placeWords(offered ? landmarkOf(offered, reach) : null, spot),
    townId: reach.townId,
  };
}
