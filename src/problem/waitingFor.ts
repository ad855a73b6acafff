import type { ProblemAsk, ProblemState } from '../../entities';
import { marks, type Reader } from '../core/database';
import { handlingRoles, type Policy } from '../core/policy';
import { mayTell } from './complaints';
import { mayDecide } from './desk';
import { type Actor, mayHandle, mayVerify } from './mayAct';

/** What somebody can be asked to do: finish the form, hand on or decide, handle, verify, tell the complainant. */
export type Part = 'finish' | 'decide' | 'handle' | 'verify' | 'tell';

const PART: Partial<Record<ProblemState, Part>> = {
  draft: 'finish',
  registered: 'decide',
  assigned: 'handle',
  accepted: 'handle',
  answered: 'verify',
};

interface Row {
  id: number;
  state: ProblemState;
  townId: number;
  unitId: number | null;
  handlerId: number | null;
  verifierId: number | null;
  category: string | null;
  outfallId: number | null;
  ask: string | null;
  deskAt: Date | null;
}

/** A part in a problem; 告知投诉人 by the complaint's id. */
export interface Waiting {
  id: number;
  part: Part;
}

/**
 * The problems that wait for this person, or for one of their unit's hands where they are one; their own first,
 * then the most pressing.
 */
export async function waitingFor(
  reader: Reader,
  actor: Actor,
  { policy, day, most }: { policy: Policy; day: string; most: number },
): Promise<Waiting[]> {
  const { id, unitId, roles } = actor;
  const units = roles.some((role) => handlingRoles(policy).includes(role)) ? [unitId] : [];
  const office = roles.includes('县河长办') || roles.includes('县政府') ? 1 : 0;
  const decides = office === 1 || roles.includes('分局') ? 1 : 0;
  const rows = await reader.query<Row>(
    `SELECT id, state, townId, unitId, handlerId, verifierId, category, outfallId, ask, deskAt FROM problem
      WHERE (state = 'draft' AND finderId = ?)
         OR (deskAt IS NOT NULL AND state IN ('registered', 'assigned', 'accepted') AND ? = 1)
         OR (state IN ('assigned', 'accepted') AND (handlerId = ? OR COALESCE(unitId, townId) IN (${marks(units)})))
         OR (state = 'answered' AND (verifierId = ? OR ? = 1))
      ORDER BY CASE WHEN deskAt IS NULL AND state IN ('assigned', 'accepted') AND COALESCE(handlerId, 0) <> ?
                    THEN 1 ELSE 0 END, dueDay, id`,
    [id, decides, id, ...units, id, roles.includes('县河长办') ? 1 : 0, id],
  );
  const waiting: Waiting[] = [];
  for (const row of rows) {
    if (waiting.length === most) break;
    const part = await partOf(reader, row, actor, { policy, day });
    if (part) waiting.push({ id: row.id, part });
  }
  return [...waiting, ...(mayTell(roles) ? await toTell(reader, most - waiting.length) : [])];
}

async function partOf(
  reader: Reader,
  row: Row,
  actor: Actor,
  { policy, day }: { policy: Policy; day: string },
): Promise<Part | null> {
  const ask = row.ask === null ? null : (JSON.parse(row.ask) as ProblemAsk);
  if (mayDecide({ ...row, ask }, actor)) return 'decide';
  const part = PART[row.state] ?? null;
  if (part === 'handle') return mayHandle(row, actor, policy) ? part : null;
  if (part === 'verify') return (await mayVerify(reader, row, actor, day)) ? part : null;
  return part === 'finish' ? part : null;
}

async function toTell(reader: Reader, most: number): Promise<Waiting[]> {
  const rows = await reader.query<{ id: number }>(
    `SELECT id FROM complaint WHERE tellDueDay IS NOT NULL ORDER BY tellDueDay, id LIMIT ${Math.max(0, Math.trunc(most))}`,
  );
  return rows.map(({ id }) => ({ id, part: 'tell' }));
}
