import { idsOf, type Look, type Matter, within } from './matter';

interface OutfallRow {
  id: number;
  version: number;
  name: string;
  townId: number;
  remedyDueDay: string;
  baselineDay: string | null;
  ownerType: string;
}

/** 排污口整治: the town's liaison acts; for a responsible party that has nobody here, as 镇代办. */
export async function outfalls({ reader, policies, hands, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'outfall');
  if (ids?.length === 0) return [];
  const limit = within('id', ids);
  const rows = await reader.query<OutfallRow>(
    `SELECT id, version, name, townId, ownerType, remedyDueDay, baselineDay FROM outfall
      WHERE remedyDueDay IS NOT NULL AND (remedyStage IS NULL OR remedyStage <> '完成整治')
        AND (remedyType IS NULL OR remedyType <> '无需整治')${limit.sql} ORDER BY id`,
    limit.params,
  );
  const { copyRoles, headRoles } = policies.current.reminder;
  return rows.map(
    (row): Matter => ({
      type: 'outfall',
      id: row.id,
      version: row.version,
      duty: 'rectify',
      title: `排污口整治：${row.name}`,
      unitId: row.townId,
      dueDay: row.remedyDueDay,
      since: null,
      responsible: hands.first(row.townId, [...copyRoles, ...headRoles]).slice(0, 1),
      actedFor: row.ownerType !== '镇政府',
      baseline: row.baselineDay !== null,
      clears: '完成整治',
    }),
  );
}
