import type { Unit } from '../../entities';

/** Who answers for the outfalls of a town that nobody else answers for: 龙兴镇人民政府, or the 管委会 itself. */
export const governmentOf = ({ type, name }: Pick<Unit, 'type' | 'name'>): string =>
  type === '镇' ? `${name}人民政府` : name;
