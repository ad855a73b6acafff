import { Outfall, type Person, Rectification } from '../../entities';
import type { Reader } from '../core/database';
import type { Policy } from '../core/policy';
import { readRectificationHands } from './hands';
import { nextSide, photosOfRound } from './photos';
import { standingOf } from './record';

/** An outfall whose 整治 a photo may show. */
export interface PhotoMatter {
  outfall: Outfall;
  side: 'before' | 'after';
}

/**
 * The outfall that a person's photo may be for: the one that they opened or pressed last, while they have work to do
 * there. One that they did not touch takes no photo, for a town has dozens.
 */
export async function photoMatterOf(
  reader: Reader,
  person: Pick<Person, 'id'>,
  outfallId: number,
  policy: Policy,
): Promise<PhotoMatter | null> {
  const outfall = await reader.findOne(Outfall, { id: outfallId });
  if (!outfall) return null;
  const standing = standingOf(outfall, await reader.findOne(Rectification, { outfallId }));
  if (standing.record.state !== 'working') return null;
  const hands = await readRectificationHands(reader, policy);
  if (!hands.mayWork(outfall, person)) return null;
  return { outfall, side: nextSide(standing, await photosOfRound(reader, standing)) };
}
