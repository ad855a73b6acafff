import { type Reader, sqlInstant } from '../core/database';
import { photosOf } from './photosOf';
import { lastReturn } from './queries';

/*
 * A round of handling: from the 交办, or from the last 退回, to the verification. What an earlier round did counts
 * neither for this one nor against anybody in it.
 */

/** The photos of the handling that came in this round. */
export async function photosOfRound(reader: Reader, problemId: number): Promise<number> {
  const [sentBack, photos] = await Promise.all([lastReturn(reader, problemId), photosOf(reader, problemId)]);
  const since = sentBack?.at;
  return photos.filter(({ side, recordedAt }) => side === 'after' && (!since || recordedAt >= since)).length;
}

/** Everybody who had a hand in this round: who signed for it, who sent a photo of it (lost ones too), who reported. */
export async function actedInRound(reader: Reader, problemId: number): Promise<Set<number>> {
  const sentBack = await lastReturn(reader, problemId);
  const [steps, photos] = await Promise.all([
    reader.query<{ actor: string }>(
      `SELECT actor FROM history_entry
        WHERE subjectType = 'problem' AND subjectId = ? AND action IN ('accepted', 'answered') AND version > ?`,
      [problemId, sentBack?.version ?? 0],
    ),
    reader.query<{ personId: number }>(
      `SELECT personId FROM photo
        WHERE subjectType = 'problem' AND subjectId = ? AND side = 'after' AND recordedAt >= ?`,
      [problemId, sqlInstant(sentBack?.at ?? new Date(0))],
    ),
  ]);
  return new Set([
    ...steps.map(({ actor }) => Number(actor.split(':')[1])),
    ...photos.map(({ personId }) => personId),
  ]);
}
