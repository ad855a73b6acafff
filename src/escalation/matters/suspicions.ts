import { officeHands } from '../../roster';
import { idsOf, type Look, type Matter, within } from './matter';

interface SuspicionRow {
  id: number;
  version: number;
  personId: number;
  settleDueDay: string;
}

/** 待核, once its person has explained it or might have: any of 县河长办 but that person settles it. */
export async function suspicions({ reader, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'suspicion');
  if (ids?.length === 0) return [];
  const limit = within('id', ids);
  const rows = await reader.query<SuspicionRow>(
    `SELECT id, version, personId, settleDueDay FROM suspicion WHERE state = 'toSettle'${limit.sql} ORDER BY id`,
    limit.params,
  );
  if (rows.length === 0) return [];
  const office = (await officeHands(reader)).map(({ id }) => id);
  return rows.map(
    ({ id, version, personId, settleDueDay }): Matter => ({
      type: 'suspicion',
      id,
      version,
      duty: 'settle',
      // Whose it is stands on its card only.
      title: '待核：一件请人说明的事',
      unitId: null,
      dueDay: settleDueDay,
      since: null,
      responsible: office.filter((one) => one !== personId),
      actedFor: false,
      baseline: false,
      clears: '认定',
    }),
  );
}
