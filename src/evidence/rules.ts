import type { Photo, PhotoCheck } from '../../entities';
import { dayOf } from '../core/days';
import { distanceM } from '../core/distance';

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

type Placed = Pick<PhotoCheck, 'lonE6' | 'latE6'>;

/** Metres between where two cameras say they were; null when one does not say. */
export function metresApart(a: Placed, b: Placed): number | null {
  if (a.lonE6 === null || a.latE6 === null || b.lonE6 === null || b.latE6 === null) return null;
  return Math.round(distanceM({ lonE6: a.lonE6, latE6: a.latE6 }, { lonE6: b.lonE6, latE6: b.latE6 }));
}
