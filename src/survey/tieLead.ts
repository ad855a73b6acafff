import { SurveyLead } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { history } from '../core/history';
import { refreshCards } from '../core/outbox';

/**
 * What a lead brought up as new was entered into the ledger, or joined with one that it has: from now on the lead says
 * which. Nothing where the problem came from no lead.
 */
export async function tieLead(
  tx: Tx,
  {
    problemId,
    outfallId,
    personId,
    at,
  }: { problemId: number; outfallId: number; personId: number; at: Date },
): Promise<void> {
  for (const lead of await tx.find(SurveyLead, { problemId, state: 'new', outfallId: null })) {
    const { id } = lead;
    const version = lead.version + 1;
    const won = await tx.update(SurveyLead, { id, version: lead.version }, { outfallId, version });
    if (won === 0) continue;
    const step = { at, actor: `person:${personId}`, subjectType: 'lead', subjectId: id };
    history(tx, { ...step, version, action: 'entered', state: lead.state, data: { outfallId } });
    audit(tx, { ...step, action: 'lead.entered', detail: { outfallId } });
    await refreshCards(tx, { subject: { type: 'lead', id }, at });
  }
}
