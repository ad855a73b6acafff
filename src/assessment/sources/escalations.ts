import type { EvidenceRef } from '../../../entities';
import type { EscalationFact } from '../facts/escalations';
import { evidenceOf } from '../points';

/**
 * 通报 (clause （九）) or 约谈 (clause （十二）) that a person signed, by the day of its signature. One document may name a
 * post for several things, and is one document.
 */
export function escalated(
  escalations: readonly EscalationFact[],
  kind: EscalationFact['kind'],
): { documents: number; evidence: EvidenceRef[] } {
  const own = new Set(escalations.filter((one) => one.kind === kind).map(({ id }) => id));
  return { documents: own.size, evidence: evidenceOf(['document', [...own].map((id) => ({ id }))]) };
}
