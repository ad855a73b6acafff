import { LadderDocument } from '../../../entities';
import { JOB_PATIENCE } from '../../core/database';
import { dayOf } from '../../core/days';
import { takeTurn } from '../../core/turn';
import type { Deps } from '../deps';
import { advance } from './advance';
import { dropCleared, withdraw, wordsFor } from './decideDraft';
import { linesOf, stillDue } from './evidence';
import { closeDocument, waitingReply } from './reply';

const ACTOR = 'job:documents';

/**
 * What was cleared without anybody pressing on the document: drafts lose those causes, and are withdrawn when nothing
 * is left; a 通报 that was issued ends when all it names is put right and nothing of it waits to be decided.
 *
 * @returns how many documents changed
 */
export async function tidyDocuments(deps: Deps, at: Date): Promise<number> {
  return deps.db.transaction(async (tx) => {
    const open = await tx.find(
      LadderDocument,
      { state: ['draft', 'returned', 'issued'] },
      { order: { id: 'ASC' } },
    );
    if (open.length === 0) return 0;
    await takeTurn(tx, 'documents', at);
    const step = { actor: ACTOR, at };
    let changed = 0;
    for (const document of open) {
      if (document.state === 'issued') {
        if (document.rung !== 2 || (await waitingReply(tx, document.id))) continue;
        const cases = (await linesOf(tx, document)).map(({ caseId }) => caseId);
        if ((await stillDue(tx, deps, cases, dayOf(at))).size > 0) continue;
        await closeDocument(tx, deps, document, step);
      } else {
        const { left, dropped } = await dropCleared(tx, deps, document, at);
        if (left.length === 0) await withdraw(tx, deps, document, step);
        else if (dropped === 0) continue;
        else {
          const words = await wordsFor(tx, deps, document);
          await advance(tx, document, { ...step, step: 'drop', set: { words }, data: { dropped } });
        }
      }
      changed += 1;
    }
    return changed;
  }, JOB_PATIENCE);
}
