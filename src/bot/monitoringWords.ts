import { findOutfalls } from '../ledger';
import { mayRecord } from '../monitoring';
import { type Asker, sendFile, sendMatter } from './openings';

const MOST = 8;

/** Words of others in a plain message: nothing in them may look like a tag of the messenger's. */
const safe = (text: string): string => text.replaceAll('<', '＜').replaceAll('>', '＞');

/**
 * 监测: all results as a workbook that can be filled in and sent back; with a name or a code, the form of that outfall.
 *
 * @returns a sentence, or null when a card is on its way; undefined when it is nothing of this, or said by somebody
 * whose business it is not
 */
export async function monitoringWord(asker: Asker, text: string): Promise<string | null | undefined> {
  const words = /^监测(?:结果)?(?<words>[\s\S]*)$/
    .exec(text)
    ?.groups?.words?.replace(/^[\s:：,，]+/, '')
    .trim();
  if (words === undefined || !mayRecord(asker.roles)) return undefined;
  if (words === '') {
    await sendFile(asker, 'monitoringFile');
    return '监测结果的表马上发给你，接着往下填，再发给我就能导入。只填一个排污口的，发“监测”加名称或编号。';
  }
  const found = await findOutfalls(asker.tx, words, 'all');
  const [only] = found;
  if (!only) return `台账里没有“${safe(words.slice(0, 40))}”。可以发“监测”加名称里的几个字，或者编号。`;
  if (found.length === 1) {
    await sendMatter(asker, 'monitorForm', only.id);
    return null;
  }
  const listed = found.slice(0, MOST).map(({ internalCode, name }) => `${internalCode} ${name}`);
  const more = found.length > MOST ? `\n……还有${found.length - MOST}个` : '';
  return `找到${found.length}个，发“监测”加编号填其中一个：\n${safe(listed.join('\n'))}${more}`;
}
