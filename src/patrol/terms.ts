import type { Level } from '../../entities';
import type { Calendar } from '../core/calendar';
import { instantOf, marks, type Reader } from '../core/database';
import { dayOf } from '../core/days';
import { groupBy } from '../core/groupBy';
import { graceOf, type Policy } from '../core/policy';
import type { Term } from './answerable';
import { leavesEver } from './leaves';

export interface PostTerm extends Term {
  reachId: number;
  level: Level;
}

/** A reach at a level: what a post is held of. */
export const postKey = ({ reachId, level }: { reachId: number; level: Level }): string =>
  `${reachId} ${level}`;

/** Every term that ever was of the county's posts, or of those of some reaches. */
export async function readTerms(reader: Reader, reachIds?: readonly number[]): Promise<PostTerm[]> {
  if (reachIds?.length === 0) return [];
  const away = groupBy(await leavesEver(reader), ({ chiefId }) => chiefId);
  const rows = await reader.query<
    Omit<PostTerm, 'reachable'> & { openId: string | null; privacySentAt: unknown }
  >(
    `SELECT p.reachId, p.level, p.personId, p.fromDay, p.toDay, h.openId, h.privacySentAt
       FROM post p JOIN person h ON h.id = p.personId
       ${reachIds ? `WHERE p.reachId IN (${marks(reachIds)})` : ''} ORDER BY p.id`,
    reachIds ? [...reachIds] : [],
  );
  return rows.map(({ openId, privacySentAt, ...term }) => {
    const own = away.get(term.personId)?.filter(({ reachId }) => (reachId ?? term.reachId) === term.reachId);
    return {
      ...term,
      reachable: openId !== null,
      // The 告知书 goes out once, before any task, on the day on which Feishu first knows somebody.
      ...(privacySentAt !== null && { reachedFrom: dayOf(instantOf(privacySentAt)) }),
      ...(own && own.length > 0 && { away: own }),
    };
  });
}

/** The same by post (`postKey`). */
export const termsByPost = async (
  reader: Reader,
  reachIds?: readonly number[],
): Promise<Map<string, PostTerm[]>> => groupBy(await readTerms(reader, reachIds), postKey);

/**
 * The same terms with the day from which each holder answers: some working days after the post began, as the policy
 * says (`patrol.graceWorkdays`). Pure.
 */
export function graced<T extends Term>(
  terms: readonly T[],
  { policy, calendar }: { policy: Policy; calendar: Calendar },
): T[] {
  const workdays = graceOf(policy);
  const known = new Map<string, string>();
  return terms.map((term) => {
    const answersFrom = known.get(term.fromDay) ?? calendar.addWorkdays(term.fromDay, workdays);
    known.set(term.fromDay, answersFrom);
    return { ...term, answersFrom };
  });
}
