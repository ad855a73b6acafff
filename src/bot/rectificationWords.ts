import { Outfall } from '../../entities';
import { dayOf } from '../core/days';
import { enqueue } from '../core/outbox';
import { findOutfalls } from '../ledger';
import { touch } from '../problem';
import { openRectifications, RECTIFICATION_LIST, readLedBy, readRectificationHands } from '../rectification';
import type { BotDeps } from './frame';
import { ledgerTown, mayHaveProgress } from './mayHave';
import { type Asker, sendFile, sendMatter } from './openings';
import { after, noneFound, severalFound } from './said';

/**
 * 整治: what waits for whoever asks, and how it stands; with a name or a code the card of that outfall; 整治进度表 and
 * 保留清单 as files.
 *
 * @returns a sentence to answer with, null when a card is on its way; undefined when it is nothing of this
 */
export async function rectificationWord(
  asker: Asker & { deps: BotDeps },
  text: string,
): Promise<string | null | undefined> {
  if (text === '整治进度表' || text === '保留清单') {
    if (!mayHaveProgress(asker.roles)) return '这张表由县河长办和分局看。';
    await sendFile(asker, text === '保留清单' ? 'retainedFile' : 'progressFile');
    return `${text}马上发给你。`;
  }
  const said = /^整治(?:进度)?(?<words>[\s\S]*)$/.exec(text)?.groups?.words;
  if (said === undefined) return undefined;
  const words = after(said);
  return words === '' ? list(asker) : one(asker, words);
}

async function list(asker: Asker & { deps: BotDeps }): Promise<string | null> {
  const { tx, person, roles, at, deps } = asker;
  const policy = deps.policies.current;
  const town = await ledgerTown(tx, person, roles, policy);
  if (town === undefined) {
    const rules = { policy, calendar: deps.calendar };
    const open = await openRectifications(tx, rules, { today: dayOf(at) });
    const waits = open.some(({ responsible }) => responsible.includes(person.id));
    if (!waits && !(await readLedBy(tx, policy, person, { roles, today: dayOf(at) }))) {
      return '现在没有等你整治的排污口。';
    }
  }
  await enqueue(tx, { ...RECTIFICATION_LIST, recipientId: person.id, messageClass: 'answer', at });
  return null;
}

async function one(asker: Asker & { deps: BotDeps }, words: string): Promise<string | null> {
  const { tx, person, deps } = asker;
  const hands = await readRectificationHands(tx, deps.policies.current);
  const meant = (await findOutfalls(tx, words, 'all')).map(({ id }) => id);
  const outfalls = meant.length > 0 ? await tx.find(Outfall, { id: meant }, { order: { id: 'ASC' } }) : [];
  const found = outfalls.filter((outfall) => hands.concerns(outfall, person));
  const [first] = found;
  if (!first) return noneFound('在你管的排污口里没有找到', words, { word: '整治', code: '内部编号' });
  if (found.length > 1) return severalFound(found, { word: '整治', todo: '看' });
  await sendMatter(asker, 'rectification', first.id);
  // The next photo of theirs is of this one.
  await touch(tx, person.id, { type: 'outfall', id: first.id }, asker.at);
  return null;
}
