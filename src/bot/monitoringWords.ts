import { findOutfalls } from '../ledger';
import { mayRecord } from '../monitoring';
import { type Asker, sendFile, sendMatter } from './openings';
import { after, noneFound, severalFound } from './said';

/**
 * 监测: all results as a workbook that can be filled in and sent back; with a name or a code, the form of that outfall.
 *
 * @returns a sentence, or null when a card is on its way; undefined when it is nothing of this, or said by somebody
 * whose business it is not
 */
export async function monitoringWord(asker: Asker, text: string): Promise<string | null | undefined> {
  const said = /^监测(?:结果)?(?<words>[\s\S]*)$/.exec(text)?.groups?.words;
  if (said === undefined || !mayRecord(asker.roles)) return undefined;
  const words = after(said);
  if (words === '') {
    await sendFile(asker, 'monitoringFile');
    return '监测结果的表马上发给你，接着往下填，再发给我就能导入。只填一个排污口的，发“监测”加名称或编号。';
  }
  const found = await findOutfalls(asker.tx, words, 'all');
  const [only] = found;
  if (!only) return noneFound('台账里没有', words, { word: '监测' });
  if (found.length === 1) {
    await sendMatter(asker, 'monitorForm', only.id);
    return null;
  }
  return severalFound(found, { word: '监测', todo: '填' });
}
