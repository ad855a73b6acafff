import { createHash } from 'node:crypto';

/**
 * 随机抽查: which of these are looked at again. The same seed and the same list draw the same ones, in whichever order
 * the list is given, so that anybody can draw again and see that nobody was picked by hand.
 *
 * @param seed made known with the draw, e.g. the county's code and the month: `140825 2026-11`
 * @param part 0–1; of a list that is not empty at least one is drawn
 */
export function drawForRecheck(seed: string, ids: readonly number[], part: number): number[] {
  const lot = (id: number): string => createHash('sha256').update(`${seed}:${id}`).digest('hex');
  const lots = [...new Set(ids)].map((id) => ({ id, lot: lot(id) }));
  lots.sort((a, b) => a.lot.localeCompare(b.lot) || a.id - b.id);
  return lots
    .slice(0, Math.ceil(lots.length * part))
    .map(({ id }) => id)
    .sort((a, b) => a - b);
}
