import { FoundOutfall, type Problem } from '../../../entities';
import { audit } from '../../core/audit';
import type { Calendar } from '../../core/calendar';
import type { Reader, Tx } from '../../core/database';
import { dayOf } from '../../core/days';
import { history } from '../../core/history';
import { enqueueMany } from '../../core/outbox';
import { type Policies, planOf } from '../../core/policy';
import { acting, peopleWith } from '../../roster';
import { LEDGER_KEEPERS } from '../declareUntraceable';

interface Deps {
  policies: Policies;
  calendar: Calendar;
}

/** Who looks into it: everybody of 分局 whom Feishu reaches, else of 县河长办, else of 县政府. */
export async function foundHands(reader: Reader): Promise<number[]> {
  const held = LEDGER_KEEPERS.map((role) => peopleWith(reader, { roles: [role] }));
  return acting(await Promise.all(held)).map(({ id }) => id);
}

/**
 * 待核: a problem that says an outfall is new goes to those who keep the ledger as well, whatever becomes of the
 * problem itself (`plan.newOutfallKind` of the policy). One that names an outfall of the ledger is not new.
 */
export async function noteFound(
  tx: Tx,
  { policies, calendar }: Deps,
  problem: Pick<Problem, 'id' | 'kind' | 'outfallId' | 'reachId' | 'townId' | 'occurredAt'>,
  { at, actor }: { at: Date; actor: string },
): Promise<void> {
  const { newOutfallKind, newOutfallWorkdays } = planOf(policies.current);
  if (problem.kind !== newOutfallKind || problem.outfallId !== null) return;
  const { id: problemId, reachId, townId, occurredAt } = problem;
  const { firstId: id, affected } = await tx.insert(
    FoundOutfall,
    {
      problemId,
      reachId,
      townId,
      state: 'waiting',
      outfallId: null,
      foundAt: occurredAt,
      dueDay: calendar.addWorkdays(dayOf(at), newOutfallWorkdays),
      reason: null,
      decidedById: null,
      decidedAt: null,
      version: 1,
    },
    { ignore: true },
  );
  if (affected === 0) return;
  const row = { at, actor, subjectType: 'foundOutfall', subjectId: id };
  history(tx, { ...row, version: 1, action: 'found', state: 'waiting', data: { problemId } });
  audit(tx, { ...row, action: 'foundOutfall.found', detail: { problemId } });
  await enqueueMany(
    tx,
    (await foundHands(tx)).map((recipientId) => ({
      kind: 'foundOutfall',
      subject: { type: 'foundOutfall', id },
      recipientId,
      messageClass: 'task',
      at,
    })),
  );
}
