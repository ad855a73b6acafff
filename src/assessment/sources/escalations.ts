import type { EscalationFact } from '../facts/escalations';
import { evidenceOf } from '../points';
import type { Counted, Source } from '../source';

type Facts = { escalations: readonly EscalationFact[] };

function countedOf({ escalations }: Facts, kind: EscalationFact['kind']): Counted {
  // One document may name a post for several things, and is one document.
  const own = [
    ...new Map(escalations.filter((one) => one.kind === kind).map((one) => [one.id, one])).values(),
  ];
  return {
    kind: 'events',
    events: own.length,
    looked: true,
    reason: own.length === 0 ? `本期没有被${kind}` : `本期被${kind} ${own.length} 次`,
    nothing: `本期没有被${kind}`,
    evidence: evidenceOf(['document', own]),
  };
}

/** 通报 (clause （九）) that a person signed, by the day of its signature. */
export const circulated: Source<Facts> = (facts) => countedOf(facts, '通报');

/** 约谈 (clause （十二）), likewise. */
export const interviewed: Source<Facts> = (facts) => countedOf(facts, '约谈');
