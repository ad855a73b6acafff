import type { Level } from '../../entities';
import { groupBy } from '../core/groupBy';
import { holdsOn, type PostTerm, postKey } from '../patrol';
import type { FoundBy, PostProblem, ProblemFact } from './subjectFacts';

/*
 * Whose a problem is when chiefs are measured by it. Pure.
 *
 * At each level a problem is one post's: of the posts of that level on its reach and those above it that were held
 * on the day of the finding, the finder's own; where the finder has none, the nearest. So a problem on a village's
 * reach is the village chief's, the town chief's and the county chief's, once each.
 *
 * Within the post it is a person's only when they held the post on that day: nobody is measured by what was found
 * before they came or after they left.
 *
 * 发现问题 is the share of the own findings among all on the reach (domain.md §2.1 B). It is no chief's failing what
 * somebody else found on a reach below, or what a chief of a lower level found: that is the other's daily work. Nor
 * what a co-holder found: that is the post's. Where nothing is left, nobody gains or loses.
 *
 * 督办办结 is of all that is due on the reach and those below it, whoever found it, for to see it done is what a
 * higher chief is for; only what a co-holder found is the co-holder's to see done.
 */

/** Below every level those that are walked more often. */
const LOWER: Record<Level, readonly Level[]> = {
  county: ['town', 'village'],
  town: ['village'],
  village: [],
};
const LEVELS: readonly Level[] = ['county', 'town', 'village'];

export interface ReachFact {
  id: number;
  /** 上级河段. */
  parentId: number | null;
}

export interface Roster {
  terms: readonly PostTerm[];
  reaches: readonly ReachFact[];
}

export class Findings {
  private readonly termsOfPost: ReadonlyMap<string, PostTerm[]>;
  private readonly parents: ReadonlyMap<number, number | null>;
  private readonly ofPost: ReadonlyMap<string, ProblemFact[]>;

  constructor(problems: readonly ProblemFact[], { terms, reaches }: Roster) {
    this.termsOfPost = groupBy(terms, postKey);
    this.parents = new Map(reaches.map(({ id, parentId }) => [id, parentId]));
    const placed = problems.flatMap((problem) =>
      LEVELS.flatMap((level) => {
        const reachId = this.postOf(problem, level);
        return reachId === null ? [] : [{ problem, post: postKey({ reachId, level }) }];
      }),
    );
    this.ofPost = new Map(
      [...groupBy(placed, ({ post }) => post)].map(([post, own]) => [
        post,
        own.map(({ problem }) => problem),
      ]),
    );
  }

  /** The problems of a chief's post that were found while they held it, and by whom as they see it. */
  of(chief: { reachId: number; level: Level; personId: number }): PostProblem[] {
    const { personId } = chief;
    return (this.ofPost.get(postKey(chief)) ?? [])
      .filter(({ foundDay }) => this.held(chief, personId, foundDay))
      .map((problem) => ({ ...problem, by: this.finderOf(problem, chief) }));
  }

  /** The reach of the one post of that level whose problem it is; null where none was held. */
  private postOf({ reachId, finderId, foundDay }: ProblemFact, level: Level): number | null {
    const held = this.upFrom(reachId).filter((reach) =>
      this.terms({ reachId: reach, level }).some((term) => holdsOn(term, foundDay)),
    );
    return held.find((reach) => this.held({ reachId: reach, level }, finderId, foundDay)) ?? held[0] ?? null;
  }

  private finderOf(
    { reachId, finderId, foundDay }: ProblemFact,
    chief: { reachId: number; level: Level; personId: number },
  ): FoundBy {
    if (finderId === chief.personId) return 'self';
    if (this.held(chief, finderId, foundDay)) return 'coHolder';
    const lower = LOWER[chief.level].some((level) =>
      this.held({ reachId: chief.reachId, level }, finderId, foundDay),
    );
    return lower || reachId !== chief.reachId ? 'below' : 'other';
  }

  private terms(post: { reachId: number; level: Level }): readonly PostTerm[] {
    return this.termsOfPost.get(postKey(post)) ?? [];
  }

  private held(post: { reachId: number; level: Level }, personId: number, day: string): boolean {
    return this.terms(post).some((term) => term.personId === personId && holdsOn(term, day));
  }

  /** The reach and those above it, nearest first; a ring in the records ends where it closes. */
  private upFrom(reachId: number): number[] {
    const found = new Set<number>();
    for (let at: number | null = reachId; at !== null && !found.has(at); at = this.parents.get(at) ?? null) {
      found.add(at);
    }
    return [...found];
  }
}
