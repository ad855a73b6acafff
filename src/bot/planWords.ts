import { Unit } from '../../entities';
import type { Reader } from '../core/database';
import { enqueue } from '../core/outbox';
import { findOutfalls } from '../ledger';
import { mayPlan, openPlanDraft } from '../rectification';
import { type Asker, sendMatter } from './openings';
import { after, noneFound, severalFound } from './said';

/** The years whose plans are built: this one and the next, and that of a plan that was begun earlier. */
export function planYears(today: string, begun: number | null): number[] {
  const year = Number(today.slice(0, 4));
  return [...new Set([...(begun === null ? [] : [begun]), year, year + 1])].sort();
}

/** Who can lead: the county's departments and the 管委会. */
export const leadUnits = async (reader: Reader): Promise<{ id: number; name: string }[]> =>
  (await reader.find(Unit, { type: ['县直部门', '管委会'] }, { order: { code: 'ASC' } })).map(
    ({ id, name }) => ({ id, name }),
  );

/**
 * 年度方案: built by card; with a name or a code the row of that outfall.
 *
 * @returns a sentence to answer with, null when a card is on its way; undefined when it is nothing of this, or said by
 * somebody whose business it is not
 */
export async function planWord(asker: Asker, text: string): Promise<string | null | undefined> {
  const said = /^年度方案(?<words>[\s\S]*)$/.exec(text)?.groups?.words;
  const { tx, person, roles, at, deps } = asker;
  if (said === undefined || !mayPlan(roles, deps.policies)) return undefined;
  const words = after(said);
  if (words === '') {
    const id = await openPlanDraft(tx, person.id, at);
    const subject = { type: 'planDraft', id };
    await enqueue(tx, { kind: 'yearPlan', subject, recipientId: person.id, messageClass: 'answer', at });
    return null;
  }
  const found = await findOutfalls(tx, words, 'all');
  const [only] = found;
  if (!only) return noneFound('台账里没有', words, { word: '年度方案', code: '内部编号' });
  if (found.length > 1) return severalFound(found, { word: '年度方案', todo: '改' });
  await sendMatter(asker, 'planRow', only.id);
  return null;
}
