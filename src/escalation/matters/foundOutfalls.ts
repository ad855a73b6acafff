import { instantOf } from '../../core/database';
import { dayOf } from '../../core/days';
import { foundHands } from '../../ledger';
import { idsOf, type Look, type Matter, within } from './matter';

interface FoundRow {
  id: number;
  version: number;
  place: string | null;
  dueDay: string;
  foundAt: unknown;
}

/** 新发现的排污口, 待核: any of 分局 looks into it; it is no town's lag. */
export async function foundOutfalls({ reader, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'foundOutfall');
  if (ids?.length === 0) return [];
  const limit = within('f.id', ids);
  const rows = await reader.query<FoundRow>(
    `SELECT f.id, f.version, f.dueDay, f.foundAt, p.place FROM found_outfall f JOIN problem p ON p.id = f.problemId
      WHERE f.state = 'waiting'${limit.sql} ORDER BY f.id`,
    limit.params,
  );
  if (rows.length === 0) return [];
  const responsible = await foundHands(reader);
  return rows.map(
    (row): Matter => ({
      type: 'foundOutfall',
      id: row.id,
      version: row.version,
      duty: 'enter',
      title: `新发现排污口：${row.place ?? ''}`,
      unitId: null,
      dueDay: row.dueDay,
      since: dayOf(instantOf(row.foundAt)),
      responsible,
      actedFor: false,
      baseline: false,
      clears: '入账、并入或说明不是',
    }),
  );
}
