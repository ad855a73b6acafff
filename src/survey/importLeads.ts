import { Reach, SurveyLead } from '../../entities';
import { audit } from '../core/audit';
import type { Calendar } from '../core/calendar';
import type { Database, Tx } from '../core/database';
import { dayOf } from '../core/days';
import { groupBy } from '../core/groupBy';
import { enqueueMany, type MessageRequest } from '../core/outbox';
import { type Policies, surveyOf } from '../core/policy';
import {
  type Counts,
  type Findings,
  fold,
  type ImportOptions,
  type ImportReport,
  runImport,
  type Tables,
  tellDoubt,
  toPosition,
  writeTemplate,
} from '../core/workbook';
import { type PlaceReach, tellPlaces } from '../roster';
import { lookersOf } from './hands';
import { LEADS_BOOK, type LeadsBook } from './leadsBook';

export interface SurveyDeps {
  db: Database;
  policies: Policies;
  calendar: Calendar;
}

type Lead = Pick<
  SurveyLead,
  'code' | 'source' | 'foundDay' | 'reachId' | 'townId' | 'lonE6' | 'latE6' | 'place' | 'words' | 'evidence'
>;
interface Plan {
  leads: Lead[];
  counts: Counts;
}
interface Stored {
  reaches: (Pick<Reach, 'id' | 'code' | 'townId'> & PlaceReach)[];
  codes: { code: string }[];
}

/**
 * Imports 排查线索.xlsx; all or nothing. Each new point is for the town of its reach to confirm on site; a point that
 * is known by its number stays as it is.
 *
 * @returns every fault by sheet, row and column; with any, nothing was written
 * @throws Fault `database.busy` when the database changed twice while it was planned
 */
export function importLeads(
  deps: SurveyDeps,
  bytes: Uint8Array,
  options: ImportOptions,
): Promise<ImportReport> {
  const today = dayOf(options.at);
  return runImport(deps.db, bytes, options, {
    book: LEADS_BOOK,
    tables: ['survey_lead'],
    snapshot: async (reader): Promise<Stored> => ({
      reaches: await reader.find(Reach, {}, { order: { id: 'ASC' } }),
      codes: await reader.query('SELECT code FROM survey_lead ORDER BY id'),
    }),
    plan: (tables, stored, findings) => planLeads(tables, stored, today, findings),
    apply: (tx, plan) => apply(tx, deps, plan, options),
  });
}

/** An empty 排查线索.xlsx with headings, drop-downs and one example row. */
export const writeLeadsTemplate = (): Promise<Buffer> => writeTemplate(LEADS_BOOK);

/** Pure; what is wrong goes into the findings. */
export function planLeads(
  { leads: table }: Tables<LeadsBook>,
  { reaches, codes }: Stored,
  today: string,
  findings: Findings,
): Plan {
  const plan: Plan = { leads: [], counts: { created: 0, updated: 0, unchanged: 0 } };
  const byCode = new Map(reaches.map((reach) => [fold(reach.code), reach]));
  const known = new Set(codes.map(({ code }) => fold(code)));
  const seen = new Map<string, number>();
  const placed: Parameters<typeof tellPlaces>[0][number][] = [];
  for (const { row, values } of table.rows) {
    const { code, source, foundDay, reach: named, lon, lat, crs, place, words, evidence } = values;
    if (code === null || source === null || foundDay === null || named === null) continue;
    if (lon === null || lat === null || words === null) continue;
    const twice = seen.get(fold(code));
    seen.set(fold(code), row);
    if (twice !== undefined) {
      findings.error(
        table.place(row, 'code'),
        'row.double',
        `和第 ${twice} 行编号相同，请改掉一个或删去一行`,
        code,
      );
      continue;
    }
    const reach = byCode.get(fold(named));
    if (!reach) findings.error(table.place(row, 'reach'), 'lead.reach', '花名册里没有这个河段编号', named);
    if (foundDay > today) {
      findings.error(table.place(row, 'foundDay'), 'lead.future', '发现日期在今天以后，请核对', foundDay);
    }
    tellDoubt(lon, lat, table.place(row, 'lon'), '线索的', findings);
    if (known.has(fold(code))) {
      plan.counts.unchanged += 1;
      continue;
    }
    if (!reach) continue;
    const position = toPosition(lon, lat, crs);
    placed.push({ row, reachId: reach.id, ...position, sourceCrs: crs, was: null });
    plan.leads.push({
      code,
      source,
      foundDay,
      reachId: reach.id,
      townId: reach.townId,
      ...position,
      place,
      words,
      evidence,
    });
    plan.counts.created += 1;
  }
  tellPlaces(placed, reaches, (row, key) => table.place(row, key), findings);
  return plan;
}

async function apply(
  tx: Tx,
  { policies, calendar }: SurveyDeps,
  { leads, counts }: Plan,
  { actor, at }: Pick<ImportOptions, 'actor' | 'at'>,
): Promise<void> {
  const policy = policies.current;
  const dueDay = calendar.addWorkdays(dayOf(at), surveyOf(policy).confirmWorkdays);
  const { firstId } = await tx.insert(
    SurveyLead,
    leads.map((lead) => ({
      ...lead,
      state: 'open' as const,
      dueDay,
      recordedAt: at,
      policyVersion: policy.version,
      version: 1,
    })),
  );
  audit(tx, { at, actor, action: 'leads.imported', subjectType: 'lead', subjectId: null, detail: counts });
  const messages: MessageRequest[] = [];
  const numbered = leads.map((lead, n) => ({ id: firstId + n, townId: lead.townId }));
  for (const [townId, own] of groupBy(numbered, (lead) => lead.townId)) {
    const [only] = own;
    const subject =
      only && own.length === 1 ? { type: 'lead', id: only.id } : { type: 'townLeads', id: townId };
    const kind = own.length === 1 ? 'lead' : 'leads';
    for (const person of await lookersOf(tx, policy, townId)) {
      messages.push({ kind, subject, recipientId: person.id, messageClass: 'task', at });
    }
  }
  await enqueueMany(tx, messages);
}
