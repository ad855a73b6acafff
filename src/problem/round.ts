import { HistoryEntry } from '../../entities';
import { type Reader, sqlInstant } from '../core/database';
import { STEPS } from './lifecycle';
import { photosOf } from './photosOf';

/*
 * A round of handling: from the 交办, the last 退回, 转办 or 反弹, to the verification. What an earlier round did counts
 * neither for this one nor against anybody in it.
 */
const BEGINS = [STEPS.return, STEPS.transfer, STEPS.rebound, STEPS.sendUp].map(({ action }) => action);

/** What began this round; null in the first. */
export async function roundBegan(reader: Reader, problemId: number): Promise<HistoryEntry | null> {
  const [entry] = await reader.find(
    HistoryEntry,
    { subjectType: 'problem', subjectId: problemId, action: BEGINS },
    { order: { version: 'DESC' }, limit: 1 },
  );
  return entry ?? null;
}

/** The photos of the handling that came in this round. */
export async function photosOfRound(reader: Reader, problemId: number): Promise<number> {
  const [began, photos] = await Promise.all([roundBegan(reader, problemId), photosOf(reader, problemId)]);
  return photos.filter(({ side, recordedAt }) => side === 'after' && (!began || recordedAt >= began.at))
    .length;
}

/** Everybody who had a hand in this round: who signed for it, who sent a photo of it (lost ones too), who reported. */
export async function actedInRound(reader: Reader, problemId: number): Promise<Set<number>> {
  const began = await roundBegan(reader, problemId);
  const [steps, photos] = await Promise.all([
    reader.query<{ actor: string }>(
      `SELECT actor FROM history_entry
        WHERE subjectType = 'problem' AND subjectId = ? AND action IN ('accepted', 'answered', 'settled') AND version > ?`,
      [problemId, began?.version ?? 0],
    ),
    reader.query<{ personId: number }>(
      `SELECT personId FROM photo
        WHERE subjectType = 'problem' AND subjectId = ? AND side = 'after' AND recordedAt >= ?`,
      [problemId, sqlInstant(began?.at ?? new Date(0))],
    ),
  ]);
  return new Set([
    ...steps.map(({ actor }) => Number(actor.split(':')[1])),
    ...photos.map(({ personId }) => personId),
  ]);
}
