import { dayOf, lastOfMonth } from '../core/days';
import { mayDraw } from './mayHave';
import { type Asker, sendFile } from './openings';
import { after } from './said';

/** A month as the id of what is asked for: 202610. */
export const monthOfId = (id: number): string => `${String(id).slice(0, 4)}-${String(id).slice(4)}`;

/** The first month that can be written, and no further than this one: 2026-10, 2026年10月. */
function monthSaid(words: string, today: string): string | null {
  const [, year, month = ''] = /^(20\d\d)[-年./](\d{1,2})月?$/.exec(words) ?? [];
  const said = `${year}-${month.padStart(2, '0')}`;
  return /^20\d\d-(0[1-9]|1[0-2])$/.test(said) && said <= today.slice(0, 7) ? said : null;
}

const monthBefore = (today: string): string =>
  dayOf(new Date(Date.parse(`${today.slice(0, 7)}-01T00:00:00+08:00`) - 1)).slice(0, 7);

/**
 * 抽查: the tenth of a month's patrols that is looked at again, as a workbook; of last month where none is named.
 *
 * @returns a sentence to answer with; undefined when it is nothing of this, or said by somebody whose business it is not
 */
export async function recheckWord(asker: Asker, text: string): Promise<string | undefined> {
  const said = /^抽查(?<words>[\s\S]*)$/.exec(text)?.groups?.words;
  if (said === undefined || !mayDraw(asker.roles)) return undefined;
  const today = dayOf(asker.at);
  const words = after(said);
  const month = words === '' ? monthBefore(today) : monthSaid(words, today);
  if (month === null) return '看不懂是哪个月，请这样写：抽查 2026-10';
  await sendFile(asker, 'recheckFile', { type: 'month', id: Number(month.replace('-', '')) });
  const early = lastOfMonth(`${month}-01`) >= today ? '这个月还没过完，月底后再抽会变。' : '';
  return `${month} 抽查的表马上发给你：随机抽一成，谁来抽都一样。${early}`;
}
