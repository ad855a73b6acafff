import { openRectifications, RECTIFICATION_LIST } from '../../rectification';
import { idsOf, type Look, type Matter } from './matter';

/** 整治 of an outfall, a signature of its 销号, 延期, 回头看; 镇代办 for a responsible party that has nobody here. */
export async function outfalls({ reader, policies, calendar, scope }: Look): Promise<Matter[]> {
  const rules = { policy: policies.current, calendar };
  const { today, only } = scope;
  const open = await openRectifications(reader, rules, { today, ids: idsOf(only, 'outfall') });
  return open.map(
    ({ outfallId, name: _, townId, ofTown, ...matter }): Matter => ({
      ...matter,
      type: 'outfall',
      id: outfallId,
      unitId: ofTown ? townId : null,
      list: RECTIFICATION_LIST,
    }),
  );
}
