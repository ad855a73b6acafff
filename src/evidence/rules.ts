import type { Photo } from '../../entities';
import { dayOf } from '../core/days';

/** A photo and what it stands for. */
export type Bound = Pick<Photo, 'personId' | 'subjectType' | 'subjectId' | 'side' | 'occurredAt'>;

/**
 * Whether a photo that shows the same picture as an earlier one is worth a question. It is when the earlier one was
 * evidence already: for another matter, or for the other side of the same one. It is none when nothing rests on the
 * later one, when the same matter has the photo twice, when the earlier one had found no matter (it was kept, and sent
 * again for the one it was meant for), or when it was for the patrol on which its sender reported the problem that day.
 */
export function worthAsking(later: Bound, earlier: Bound): boolean {
  if (later.subjectId === null || earlier.subjectId === null) return false;
  const sameMatter = later.subjectType === earlier.subjectType && later.subjectId === earlier.subjectId;
  if (sameMatter) return later.side !== earlier.side;
  const sameWalk =
    later.personId === earlier.personId && dayOf(later.occurredAt) === dayOf(earlier.occurredAt);
  const bothProblems = later.subjectType === 'problem' && earlier.subjectType === 'problem';
  return bothProblems || !sameWalk;
}
