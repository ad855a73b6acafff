import type { Role } from '../../entities';
import { findOutfalls } from '../ledger';
import { type Asker, sendFile } from './openings';
import { after, noneFound, safe, severalFound } from './said';

/** What is published is 分局's; 县河长办 beside it. */
export const mayPublish = (roles: readonly Role[]): boolean =>
  roles.includes('分局') || roles.includes('县河长办');

const NO_ADDRESS = '还没设对外的网址（PUBLIC_URL），二维码做不出来。请找管系统的人设好再来。';

/**
 * 公示: the list to publish. 二维码: all signs' codes, or that of one outfall.
 *
 * @returns a sentence; undefined when it is nothing of this, or said by somebody whose business it is not
 */
export async function publicityWord(asker: Asker, text: string): Promise<string | undefined> {
  const said = /^(?<what>公示|二维码)(?<words>[\s\S]*)$/.exec(text)?.groups;
  if (!said || !mayPublish(asker.roles)) return undefined;
  const words = after(said.words ?? '');
  if (said.what === '公示') {
    if (words !== '' && words !== '清单') return undefined;
    await sendFile(asker, 'publicListFile');
    return '公开清单马上发给你，里面没有个人信息，可以直接公开。';
  }
  if (!asker.deps.publicUrl) return NO_ADDRESS;
  if (words === '') {
    await sendFile(asker, 'signFile');
    return '全部排污口的二维码打成一个包发给你，里面有清单。只要一个的，发“二维码”加名称或编号。';
  }
  const found = await findOutfalls(asker.tx, words, 'all');
  const [only] = found;
  if (!only) return noneFound('台账里没有', words, { word: '二维码' });
  if (found.length > 1) return severalFound(found, { word: '二维码', todo: '要' });
  await sendFile(asker, 'signFile', { type: 'outfall', id: only.id });
  return `${safe(only.name)}的二维码马上发给你，做牌子用。`;
}
