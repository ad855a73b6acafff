import { FoundOutfall } from '../../entities';
import { keepsLedger } from '../ledger';
import { type Asker, sendMatter } from './openings';

/** As many as are looked into at one sitting. */
const MOST = 5;

/**
 * 待核: the outfalls that were found and are not in the ledger yet, each as its card, the most pressing first.
 *
 * @returns a sentence, null when the cards are all there is; undefined when it is nothing of this, or said by somebody
 * whose business it is not
 */
export async function foundWord(asker: Asker, text: string): Promise<string | null | undefined> {
  if (text === '待核' && keepsLedger(asker.roles)) return openFound(asker);
  return undefined;
}

async function openFound(asker: Asker): Promise<string | null> {
  const waiting = await asker.tx.find(
    FoundOutfall,
    { state: 'waiting' },
    { order: { dueDay: 'ASC', id: 'ASC' } },
  );
  for (const { id } of waiting.slice(0, MOST)) await sendMatter(asker, 'foundOutfall', id);
  if (waiting.length === 0) return '现在没有待核的新排污口。';
  if (waiting.length <= MOST) return null;
  return `待核的新排污口有${waiting.length}个，先发最急的${MOST}个，办完再发“待核”。`;
}
