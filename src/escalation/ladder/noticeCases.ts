import { LadderCase, LadderReply, type LagNotice } from '../../../entities';
import type { Reader } from '../../core/database';
import { keyOf } from '../rules';

/** The cases of what a 滞后提醒 names, the oldest first. */
export async function casesOfNotice(
  reader: Reader,
  { unitId, matters }: Pick<LagNotice, 'unitId' | 'matters'>,
): Promise<LadderCase[]> {
  const named = new Set(matters.map(keyOf));
  const state = ['running', 'stopped'] as LadderCase['state'][];
  const open = await reader.find(LadderCase, { unitId, state }, { order: { sinceDay: 'ASC', id: 'ASC' } });
  return open.filter(({ matterType, matterId }) => named.has(`${matterType}:${matterId}`));
}

/** What a unit answered to 提醒 about these cases, the newest first. */
export async function repliesAbout(
  reader: Reader,
  unitId: number,
  cases: readonly LadderCase[],
): Promise<LadderReply[]> {
  const ids = new Set(cases.map(({ id }) => id));
  const all = await reader.find(
    LadderReply,
    { unitId, documentId: null },
    { order: { id: 'DESC' }, limit: 100 },
  );
  return all.filter(({ caseIds }) => caseIds.some((id) => ids.has(id)));
}
