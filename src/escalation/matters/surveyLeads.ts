import { dayOf } from '../../core/days';
import { lookersOf, openLeads } from '../../survey';
import { idsOf, type Look, type Matter } from './matter';

/** 排查线索: the town of the reach goes and looks. */
export async function surveyLeads({ reader, policies, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'lead');
  if (ids?.length === 0) return [];
  const leads = (await openLeads(reader)).filter(({ id }) => ids === undefined || ids.includes(id));
  const lookers = new Map<number, number[]>();
  for (const townId of new Set(leads.map((lead) => lead.townId))) {
    lookers.set(
      townId,
      (await lookersOf(reader, policies.current, townId)).map(({ id }) => id),
    );
  }
  return leads.map(
    ({ id, version, townId, code, place, dueDay, recordedAt }): Matter => ({
      type: 'lead',
      id,
      version,
      duty: 'confirm',
      title: `排查线索：${place ?? code}`,
      unitId: townId,
      dueDay,
      since: dayOf(recordedAt),
      responsible: lookers.get(townId) ?? [],
      actedFor: false,
      baseline: false,
      clears: '到现场看看，填核实结果',
      list: { kind: 'leads', subject: { type: 'townLeads', id: townId } },
    }),
  );
}
