import type { Level } from '../../entities';

const LEVELS: readonly Level[] = ['county', 'town', 'village'];

/** A post has no row of its own: its number is its reach's and its level's. */
export const postIdOf = ({ reachId, level }: { reachId: number; level: Level }): number =>
  reachId * 4 + LEVELS.indexOf(level);

/** The reach of a post, by its number. */
export const reachOfPost = (postId: number): number => Math.floor(postId / 4);

/** The level of a post, by its number. */
export const levelOfPost = (postId: number): Level => LEVELS[postId % 4] ?? 'village';
