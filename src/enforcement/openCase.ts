import { EnforcementCase, type Problem } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { history } from '../core/history';
import { enqueueMany } from '../core/outbox';
import { enforcementOf } from '../core/policy';
import { WATCHERS } from '../outfallTask';
import { acting, peopleWith } from '../roster';
import type { EnforcementDeps } from './deps';

/** Who enforces: 分局; where it has nobody, 县河长办 hears of it. */
export const enforcersOf = async (tx: Pick<Tx, 'query' | 'find'>) =>
  acting(await Promise.all(WATCHERS.map((role) => peopleWith(tx as Tx, { roles: [role] }))));

/**
 * Clause （十）: a problem of one of the kinds that evade supervision is reported to 分局 at once, at any hour. Of any
 * other nothing is asked of the database.
 *
 * @returns whether 分局 was told now
 */
export async function openCase(
  tx: Tx,
  { policies, calendar }: EnforcementDeps,
  problem: Problem,
  at: Date,
): Promise<boolean> {
  const policy = policies.current;
  const { kinds, decideWorkdays } = enforcementOf(policy);
  const { kind } = problem;
  if (kind === null || !kinds.includes(kind)) return false;
  const problemId = problem.mergedIntoId ?? problem.id;
  const { affected, firstId: id } = await tx.insert(
    EnforcementCase,
    {
      problemId,
      kind,
      openedAt: at,
      dueDay: calendar.addWorkdays(dayOf(at), decideWorkdays),
      policyVersion: policy.version,
      version: 1,
    },
    { ignore: true },
  );
  if (affected === 0) return false;
  const step = { at, actor: 'bot', subjectType: 'enforcement', subjectId: id };
  history(tx, { ...step, version: 1, action: 'opened', state: 'open' });
  audit(tx, { ...step, action: 'enforcement.opened', detail: { problemId, kind } });
  await enqueueMany(
    tx,
    (await enforcersOf(tx)).map((person) => ({
      kind: 'enforcement',
      subject: { type: 'enforcement', id },
      recipientId: person.id,
      messageClass: 'alert',
      at,
    })),
  );
  return true;
}
