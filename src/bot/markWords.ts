import { entersMarks, waitingMarkSheets, waitingProposals } from '../assessment';
import { type Asker, sendMatter, sendOwn } from './openings';

const MOST_PROPOSALS = 5;

/**
 * 打分: the sheets that wait for this person. 加分, 否决: what waits for this person's 确认, and the form of 县河长办.
 *
 * @returns a sentence to answer with, null when cards are on their way; undefined when it is nothing of this
 */
export async function markWord(asker: Asker, text: string): Promise<string | null | undefined> {
  const { tx, person, roles, deps } = asker;
  if (text === '打分') {
    const own = (await waitingMarkSheets(tx, deps)).filter(({ responsible }) =>
      responsible.some(({ id }) => id === person.id),
    );
    for (const { sheet } of own) await sendMatter(asker, 'markSheet', sheet.id);
    return own.length > 0 ? null : '现在没有等你打的分。';
  }
  if (text === '加分' || text === '否决') {
    const waiting = (await waitingProposals(tx)).filter(({ confirmers }) =>
      confirmers.some(({ id }) => id === person.id),
    );
    for (const { proposal } of waiting.slice(0, MOST_PROPOSALS))
      await sendMatter(asker, 'markProposal', proposal.id);
    if (entersMarks(roles)) await sendOwn(asker, 'markForm');
    return entersMarks(roles) || waiting.length > 0 ? null : undefined;
  }
  return undefined;
}
