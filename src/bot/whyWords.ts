import type { WhyLines } from '../../cards/kit';
import type { Explained } from '../escalation';

/** What a card says of why a case is on the ladder. */
export const whyOf = ({
  title,
  sinceDay,
  whyUnit,
  rule,
  policyVersion,
  records,
  steps,
  clears,
  next,
}: Explained): WhyLines => ({
  title,
  since: sinceDay,
  whyUnit,
  rule,
  policyVersion,
  records,
  steps,
  clears,
  next,
});
