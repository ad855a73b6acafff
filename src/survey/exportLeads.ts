import { type LeadState, Outfall, Reach, SurveyLead, Unit } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import type { Policy } from '../core/policy';
import { type CellOut, notesSheet, writeFilled, writtenUnder } from '../core/workbook';
import { postNames } from '../roster';
import { LEADS_BOOK } from './leadsBook';

/** What came of it, as the file says it. */
const STATES: Record<LeadState, string> = {
  open: '还没核实',
  notFound: '没有找到',
  known: '是台账里的口',
  new: '有口，台账里没有',
  unlawful: '违法排污，已报分局',
};

const ANSWERS = [
  { heading: '线索编号', asText: true, width: 18 },
  { heading: '核实的镇', width: 14 },
  { heading: '核实期限', asDay: true, width: 12 },
  { heading: '核实结果', width: 22 },
  { heading: '说明', width: 40 },
  { heading: '核实人', width: 20 },
  { heading: '核实日期', asDay: true, width: 12 },
  { heading: '台账里的口', width: 36 },
  { heading: '问题编号', width: 10 },
];

/**
 * 排查线索.xlsx, clause （十三）: every point as it was imported, so that importing it again changes nothing, and beside
 * it what the towns found there.
 */
export async function exportLeads(
  reader: Reader,
  { policy, at, writtenFor }: { policy: Policy; at: Date; writtenFor: string },
): Promise<Buffer> {
  const leads = await reader.find(SurveyLead, {}, { order: { id: 'ASC' } });
  const [reaches, towns, outfalls, names] = await Promise.all([
    reader.find(Reach),
    reader.find(Unit, { type: ['镇', '管委会'] }),
    reader.find(Outfall, { id: leads.flatMap(({ outfallId }) => outfallId ?? []) }),
    postNames(
      reader,
      leads.map(({ doneById }) => doneById),
    ),
  ]);
  const nameOf = (rows: readonly { id: number; name: string }[], id: number | null) =>
    rows.find((one) => one.id === id)?.name ?? null;
  const codes = new Map(reaches.map(({ id, code }) => [id, code]));
  const rows = leads.map((lead) => ({
    ...lead,
    reach: codes.get(lead.reachId) ?? '',
    lon: lead.lonE6 / 1e6,
    lat: lead.latE6 / 1e6,
    crs: 'WGS84',
  }));
  const answers = leads.map((lead): CellOut[] => [
    lead.code,
    nameOf(towns, lead.townId),
    lead.dueDay,
    STATES[lead.state],
    lead.answer,
    lead.doneById === null ? null : (names.get(lead.doneById) ?? null),
    lead.doneAt && dayOf(lead.doneAt),
    nameOf(outfalls, lead.outfallId),
    lead.problemId,
  ]);
  const open = leads.filter(({ state }) => state === 'open').length;
  const notes = [
    `新政办发〔2023〕30号（十三）：排查线索共${leads.length}条，还没核实${open}条，截至${dayOf(at)}`,
    writtenUnder(writtenFor, policy),
  ];
  return writeFilled(LEADS_BOOK, { leads: rows }, [
    { name: '核实情况', columns: ANSWERS, rows: answers },
    notesSheet(notes),
  ]);
}
