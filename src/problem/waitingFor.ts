import type { ProblemState } from '../../entities';
import { marks, type Reader } from '../core/database';
import type { Policy } from '../core/policy';
import { type Actor, mayHandle, mayVerify } from './mayAct';

/** What somebody can be asked to do about a problem: finish the form, handle it, verify the handling. */
export type Part = 'finish' | 'handle' | 'verify';

const PART: Partial<Record<ProblemState, Part>> = {
  draft: 'finish',
  assigned: 'handle',
  accepted: 'handle',
  answered: 'verify',
};

interface Row {
  id: number;
  state: ProblemState;
  townId: number;
  handlerId: number | null;
  verifierId: number | null;
}

/**
 * The problems that wait for this person, or for one of their town's hands where they are one; their own first,
 * then the most pressing.
 */
export async function waitingFor(
  reader: Reader,
  actor: Actor,
  { policy, day, most }: { policy: Policy; day: string; most: number },
): Promise<{ id: number; part: Part }[]> {
  const { id, unitId, roles } = actor;
  const inTown = roles.filter((role) => policy.problem.handlerRoles.includes(role)).length > 0;
  const towns = inTown ? [unitId] : [];
  const rows = await reader.query<Row>(
    `SELECT id, state, townId, handlerId, verifierId FROM problem
      WHERE (state = 'draft' AND finderId = ?)
         OR (state IN ('assigned', 'accepted') AND (handlerId = ? OR townId IN (${marks(towns)})))
         OR (state = 'answered' AND (verifierId = ? OR ? = 1))
      ORDER BY CASE WHEN state IN ('assigned', 'accepted') AND COALESCE(handlerId, 0) <> ? THEN 1 ELSE 0 END, dueDay, id`,
    [id, id, ...towns, id, roles.includes('县河长办') ? 1 : 0, id],
  );
  const waiting: { id: number; part: Part }[] = [];
  for (const row of rows) {
    const part = PART[row.state];
    if (waiting.length === most || !part) break;
    const may =
      part === 'finish' ||
      (part === 'handle' ? mayHandle(row, actor, policy) : await mayVerify(reader, row, actor, day));
    if (may) waiting.push({ id: row.id, part });
  }
  return waiting;
}
