import { enqueue } from '../core/outbox';
import { findOutfalls } from '../ledger';
import { ledgerScope } from './ledgerScope';
import { ledgerTown } from './mayHave';
import { type Asker, sendFile } from './openings';
import { noneFound, severalFound } from './said';

const NONE_LEFT = '在你能看的台账里没有找到';

/** 台账 and a name or a code: its card, or the answer in words where it is not clear which one. */
async function openOutfall(asker: Asker, words: string): Promise<string | null> {
  const { tx, person, at } = asker;
  const found = await findOutfalls(tx, words, await ledgerScope(tx, asker));
  const [first] = found;
  if (!first) return noneFound(NONE_LEFT, words, { word: '台账', code: '内部编号' });
  if (found.length === 1) {
    const subject = { type: 'outfall', id: first.id };
    await enqueue(tx, { kind: 'outfall', subject, recipientId: person.id, messageClass: 'answer', at });
    return null;
  }
  return severalFound(found, { word: '台账', todo: '看' });
}

/** 台账: the table as a file; with a name or a code, the card of that outfall. */
export async function askLedger(asker: Asker, words: string): Promise<string | null> {
  if (words !== '') return openOutfall(asker, words);
  const town = await ledgerTown(asker.tx, asker.person, asker.roles, asker.deps.policies.current);
  if (town === undefined) return '整张台账由县河长办、分局和各镇看。要看一个排污口，发“台账”加名称或编号。';
  await sendFile(asker, 'ledgerFile');
  return town === null ? '全县的台账马上发给你。' : '本镇的台账马上发给你。';
}
