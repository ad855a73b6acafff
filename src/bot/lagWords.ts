import { isDay } from '../core/days';
import { lagUnitOf, mayHaveCountyLag } from './mayHaveLag';
import { type Asker, sendFile, sendMatter } from './openings';
import { after } from './said';

/** A day as the id of what is asked for: 20261120; 0 is now. */
export const dayId = (day: string): number => Number(day.replaceAll('-', ''));
export function dayOfId(id: number): string | undefined {
  const [, year, month, date] = /^(\d{4})(\d{2})(\d{2})$/.exec(String(id)) ?? [];
  return year === undefined ? undefined : `${year}-${month}-${date}`;
}

/**
 * 滞后: how the own unit, or to the office every unit, stands. 滞后表: the same as a file, of a past day too.
 *
 * @returns a sentence to answer with, null when a card is on its way; undefined when it is nothing of this
 */
export async function lagWord(asker: Asker, text: string): Promise<string | null | undefined> {
  const said = /^滞后(?<table>表?)(?<words>[\s\S]*)$/.exec(text)?.groups;
  if (!said) return undefined;
  const { tx, person, roles, deps } = asker;
  const words = after(said.words ?? '');
  if (said.table === '表') {
    if (!mayHaveCountyLag(roles)) return '全县的滞后表由县河长办、县领导和分局看。发“滞后”看自己单位的。';
    if (words !== '' && !isDay(words)) return '看不懂是哪天，请这样写：滞后表 2026-11-20';
    await sendFile(asker, 'lagFile', { type: 'lagDay', id: words === '' ? 0 : dayId(words) });
    return '滞后表马上发给你，每个数都能查到是哪几件。';
  }
  if (words !== '' && words !== '情况') return undefined;
  const unitId = await lagUnitOf(tx, person, roles, deps.policies.current);
  if (unitId === null) return '滞后情况由各镇、各部门和县河长办看。等你办的事，发“任务”或“问题”。';
  await sendMatter(asker, 'lag', unitId);
  return null;
}
