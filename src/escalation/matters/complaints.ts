import { officeHands } from '../../roster';
import { idsOf, type Look, type Matter, within } from './matter';

interface ComplaintRow {
  id: number;
  version: number;
  place: string | null;
  tellDueDay: string;
}

/** 告知投诉人: any of 县河长办 does it. */
export async function complaints({ reader, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'complaint');
  if (ids?.length === 0) return [];
  const limit = within('c.id', ids);
  const rows = await reader.query<ComplaintRow>(
    `SELECT c.id, p.version, p.place, c.tellDueDay FROM complaint c JOIN problem p ON p.id = c.problemId
      WHERE c.tellDueDay IS NOT NULL${limit.sql} ORDER BY c.id`,
    limit.params,
  );
  if (rows.length === 0) return [];
  const responsible = (await officeHands(reader)).map(({ id }) => id);
  return rows.map(
    ({ id, version, place, tellDueDay }): Matter => ({
      type: 'complaint',
      id,
      version,
      duty: 'tell',
      title: `告知投诉人：${place ?? ''}`,
      unitId: null,
      dueDay: tellDueDay,
      since: null,
      responsible,
      actedFor: false,
      baseline: false,
      clears: '告知投诉人并写下来',
    }),
  );
}
