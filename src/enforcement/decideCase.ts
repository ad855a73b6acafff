import { EnforcementCase, type Outcome, type Person, type Role } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { addDays, dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { refreshCards } from '../core/outbox';
import { enforcementOf } from '../core/policy';
import type { EnforcementDeps } from './deps';

/** Clause （九）: 分局 alone enforces. */
export const mayDecideCase = (roles: readonly Role[]): boolean => roles.includes('分局');

export interface CaseDecision {
  caseId: number;
  /** The version that the card was drawn from. */
  version: number;
  outcome: Outcome;
  words: string;
  person: Pick<Person, 'id'>;
  roles: readonly Role[];
  at: Date;
  /** The pressed card; its new state is the answer to the press. */
  messageId?: string | null;
}

/**
 * 立案, 处罚, 取缔, 不予处罚: what came of it, on which grounds. A 立案 waits for one of the others.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function decideCase(
  tx: Tx,
  { policies }: Pick<EnforcementDeps, 'policies'>,
  { caseId: id, version, outcome, words, person, roles, at, messageId }: CaseDecision,
): Promise<void> {
  const known = await tx.findOne(EnforcementCase, { id });
  if (!known) throw new Fault('matter.gone');
  if (!mayDecideCase(roles)) throw new Fault('press.notYours');
  if (known.version !== version || known.endedAt !== null || known.outcome === outcome) {
    throw new Fault('press.stale');
  }
  const { caseDays } = enforcementOf(await policies.at(known.policyVersion));
  const goesOn = outcome === '立案';
  const next = version + 1;
  const won = await tx.update(
    EnforcementCase,
    { id, version },
    {
      outcome,
      words,
      decidedById: person.id,
      decidedAt: at,
      endedAt: goesOn ? null : at,
      dueDay: goesOn ? addDays(dayOf(at), caseDays) : known.dueDay,
      version: next,
    },
  );
  if (won === 0) throw new Fault('press.stale');
  const step = { at, actor: `person:${person.id}`, subjectType: 'enforcement', subjectId: id };
  const state = goesOn ? 'filed' : 'ended';
  history(tx, { ...step, version: next, action: 'decided', state, reason: words, data: { outcome } });
  audit(tx, { ...step, action: 'enforcement.decided', detail: { outcome, words } });
  await refreshCards(tx, { subject: { type: 'enforcement', id }, at, exceptMessageId: messageId });
}
