import { enforcersOf, openCases } from '../../enforcement';
import { idsOf, type Look, type Matter } from './matter';

/** 执法线索: any of 分局 decides it. */
export async function enforcement({ reader, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'enforcement');
  if (ids?.length === 0) return [];
  const cases = (await openCases(reader)).filter(({ id }) => ids === undefined || ids.includes(id));
  if (cases.length === 0) return [];
  const responsible = (await enforcersOf(reader)).map(({ id }) => id);
  return cases.map(
    ({ id, version, kind, outcome, dueDay }): Matter => ({
      type: 'enforcement',
      id,
      version,
      duty: 'enforce',
      title: `执法线索：${kind}${outcome ? `，已${outcome}` : ''}`,
      unitId: null,
      dueDay,
      since: null,
      responsible,
      actedFor: false,
      baseline: false,
      clears: '填处理结果',
    }),
  );
}
