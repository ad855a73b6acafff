import { type DocumentRung, LadderCase, type LadderDocument } from '../../../entities';
import type { Tx } from '../../core/database';
import { dayOf } from '../../core/days';
import { takeTurn } from '../../core/turn';
import type { Deps } from '../deps';
import { LADDER_TURN } from './cases';
import type { DocumentEvent } from './lifecycle';
import { noteEvents } from './noteEvents';

export interface DocumentNote {
  caseIds: readonly number[];
  documentId: LadderDocument['id'];
  rung: DocumentRung;
  /** What happened to the document; a report that came in is `replied`. */
  event: DocumentEvent;
  at: Date;
  /** `person:7`, `job:ladder`. */
  actor: string;
  /** Why, for a refusal. */
  reason?: string;
}

/**
 * Tells the cases of a 通报, 约谈 or 督查 what became of it: one row of each case's history, and what comes next for it.
 * A case that was cleared meanwhile is passed over.
 *
 * @returns how many cases changed
 */
export async function noteDocument(tx: Tx, deps: Deps, note: DocumentNote): Promise<number> {
  const { caseIds, documentId, rung, event, at, actor, reason = null } = note;
  await takeTurn(tx, LADDER_TURN, at);
  const rows = await tx.find(LadderCase, { id: [...caseIds] }, { order: { id: 'ASC' } });
  return noteEvents(tx, deps, rows, {
    events: [{ what: event, rung, documentId, day: dayOf(at) }],
    actor,
    reason,
    at,
  });
}
