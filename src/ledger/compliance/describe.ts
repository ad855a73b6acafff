import type { Check, Finding } from './check';
import { RULES } from './rules';

/** One finding as a document for other programs. */
const plainFinding = ({ rule, says, remedy, owner, outfalls, waiver }: Finding) => ({
  rule: rule.id,
  name: rule.name,
  clause: rule.clause,
  says,
  remedy,
  owner,
  outfalls: outfalls.map(({ id, internalCode, name }) => ({ id, code: internalCode, name })),
  waiver: waiver && { reason: waiver.reason, until: waiver.untilDay, grantedAt: waiver.grantedAt },
});

/** How many findings each rule has: the kept ones have none. */
export const tally = ({ rules, findings }: Check) =>
  rules.map(({ id, name, clause }) => {
    const of = findings.filter(({ rule }) => rule.id === id);
    const waived = of.filter(({ waiver }) => waiver !== null).length;
    return { rule: id, name, clause, open: of.length - waived, waived };
  });

/** The whole check as a document. */
export const plainCheck = (check: Check) => ({
  day: check.ledger.today,
  outfalls: check.ledger.outfalls.length,
  rules: tally(check),
  findings: check.findings.map(plainFinding),
  missing: check.missing,
  bundle: check.bundle.map(({ id, internalCode, name }) => ({ id, code: internalCode, name })),
});

/** What a rule is called; its id when it is none of today's. */
export const ruleName = (id: string): string => RULES.find((rule) => rule.id === id)?.name ?? id;
