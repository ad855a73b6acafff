import { AssessmentAppeal, AssessmentRound, type AssessmentScore } from '../../entities';
import { mayAppeal, newestRound, scoresAbout, waitingAppeals, watchesRounds } from '../assessment';
import { dayOf } from '../core/days';
import { type Asker, sendMatter } from './openings';

const MOST_APPEALS = 5;

/**
 * 申诉: what waits for this person's 复核, what they appealed, and the form of the round that can be contested now.
 *
 * @returns a sentence to answer with, null when cards are on their way; undefined when it is nothing of this
 */
export async function appealWord(asker: Asker, text: string): Promise<string | null | undefined> {
  if (text !== '申诉') return undefined;
  const { tx, person, roles, deps } = asker;
  const waiting = (await waitingAppeals(tx, deps)).filter(({ reviewers }) =>
    reviewers.some(({ id }) => id === person.id),
  );
  for (const { appeal } of waiting.slice(0, MOST_APPEALS)) await sendMatter(asker, 'appeal', appeal.id);
  const own = await tx.find(
    AssessmentAppeal,
    { byId: person.id },
    { order: { id: 'DESC' }, limit: MOST_APPEALS },
  );
  for (const { id } of own) await sendMatter(asker, 'appeal', id);
  const scores = await contestedBy(asker);
  for (const { id } of scores) await sendMatter(asker, 'appealForm', id);
  if (waiting.length + own.length + scores.length > 0) return null;
  if (watchesRounds(roles)) {
    const round = await newestRound(tx);
    if (round) await sendMatter(asker, 'assessmentRound', round.id);
    return round ? null : '现在没有要复核的申诉。';
  }
  return '现在没有公示的考核。公示以后，在自己的考核卡片上点“我要申诉”。';

  /** The person's own rows of what is in 公示. */
  async function contestedBy({ at }: Asker): Promise<AssessmentScore[]> {
    const today = dayOf(at);
    const rounds = (await tx.find(AssessmentRound, { state: 'notice' })).filter(
      ({ noticeUntil }) => noticeUntil !== null && noticeUntil >= today,
    );
    const runId = rounds.map((round) => round.runId);
    const rows = await scoresAbout(tx, person, runId);
    return rows.filter(
      (score) => score.score !== null && mayAppeal(score, person, { roles, policy: deps.policies.current }),
    );
  }
}
