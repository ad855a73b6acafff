import { AssessmentScore, type SubjectColumns } from '../../../entities';
import type { Tx } from '../../core/database';
import { dayOf } from '../../core/days';
import { enqueueMany, type MessageRequest } from '../../core/outbox';
import { type Policy, roundsOf } from '../../core/policy';
import { peopleWith } from '../../roster';
import type { Deps } from '../deps';
import { subjectKey } from '../subjectKey';
import { advanceRound, must, type RoundPress, refuse, roundToPress } from './advance';
import { effectsOf } from './queries';
import { headRolesOf, keepsRounds, noticeUntil } from './rules';

/**
 * 公示: each head of a town or department and each chief is sent their own row with the county's median, the county's leaders the
 * whole table; from now on lines can be contested.
 *
 * @returns the last day of it, and how many people hear of it
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form` (否决 or 扣分 not confirmed, scores that
 * are being computed)
 */
export async function publishRound(
  tx: Tx,
  { policies, calendar }: Pick<Deps, 'policies' | 'calendar'>,
  press: RoundPress,
): Promise<{ until: string; people: number }> {
  const round = await roundToPress(tx, press);
  must(keepsRounds(press.roles));
  if (round.stale) refuse('分数正在重算，请过一分钟再公示');
  if (round.confirmedById === null && (await effectsOf(tx, round)).length > 0) {
    refuse('请先确认否决和扣分，再公示');
  }
  const { at, person, messageId } = press;
  const rules = roundsOf(await policies.at(round.policyVersion));
  const until = noticeUntil(dayOf(at), { rules, calendar });
  await advanceRound(tx, round, {
    step: 'publish',
    actor: `person:${person.id}`,
    at,
    messageId,
    data: { until },
    set: { publishedById: person.id, publishedAt: at, noticeUntil: until },
  });
  const leaders = (await peopleWith(tx, { roles: ['县政府'] })).map(
    ({ id }): MessageRequest => ({
      kind: 'assessmentSummary',
      subject: { type: 'assessmentRun', id: round.runId },
      recipientId: id,
      messageClass: 'notice',
      at,
    }),
  );
  const own = await ownRows(tx, policies.current, { runId: round.runId, at });
  await enqueueMany(tx, [...leaders, ...own]);
  return { until, people: new Set([...leaders, ...own].map(({ recipientId }) => recipientId)).size };
}

/**
 * To each who is scored their own row: all the heads of a unit, for each of them may contest it.
 *
 * @param of whose alone; everybody's without it
 */
export async function ownRows(
  tx: Tx,
  policy: Policy,
  { runId, of, at }: { runId: number; of?: SubjectColumns; at: Date },
): Promise<MessageRequest[]> {
  const all = await tx.find(AssessmentScore, { runId }, { order: { id: 'ASC' } });
  const scores = of ? all.filter((score) => subjectKey(score) === subjectKey(of)) : all;
  const heads = {
    town: await peopleWith(tx, { roles: headRolesOf('town', policy) }),
    department: await peopleWith(tx, { roles: headRolesOf('department', policy) }),
  };
  const rows = scores
    .filter(({ score }) => score !== null)
    .flatMap(({ id, subject, unitId, personId }): MessageRequest[] => {
      const to =
        subject === 'chief'
          ? [personId]
          : [...new Set(heads[subject].filter((one) => one.unitId === unitId).map((one) => one.id))];
      return to.flatMap((recipientId) =>
        recipientId === null
          ? []
          : [
              {
                kind: 'assessmentOwn',
                subject: { type: 'assessmentScore', id },
                recipientId,
                messageClass: 'notice',
                at,
              },
            ],
      );
    });
  await tx.update(AssessmentScore, { id: scores.map(({ id }) => id) }, { toldAt: at });
  return rows;
}
