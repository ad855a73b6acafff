import type { Database, Reader, Tx } from '../core/database';
import { instantOf } from '../core/database';
import { dayOf, instantAt } from '../core/days';
import { findingsOf, groupsOf, type Policy } from '../core/policy';
import type { Secrets } from '../core/secrets';
import { type ImportOptions, type ImportReport, runImport, writeTemplate } from '../core/workbook';
import { openCase } from '../enforcement';
import { officePeople } from '../roster';
import { complaintBook } from './complaintBook';
import { keepComplaint } from './complaints';
import type { ProblemDeps } from './deps';
import { insertDraft } from './openDraft';
import { type ComplaintPlan, type ComplaintSnapshot, planComplaints } from './planComplaints';
import { register } from './submitProblem';

type Deps = ProblemDeps & { db: Database; secrets: Secrets };

/**
 * Imports 投诉.xlsx, what the public said elsewhere (12345, letters); all or nothing. Each lives on like one that
 * 县河长办 took in from a form: handed on with the due day counted from today, 重大 before 县河长办 first, what is open at
 * the same outfall joined.
 *
 * @returns every fault by sheet, row and column; with any, nothing was written
 * @throws Fault `database.busy`
 */
export function importComplaints(
  deps: Deps,
  bytes: Uint8Array,
  options: ImportOptions,
): Promise<ImportReport> {
  const { db, policies } = deps;
  const context = { today: dayOf(options.at), findings: findingsOf(policies.current) };
  return runImport(db, bytes, options, {
    book: complaintBook(groupsOf(policies.current)),
    tables: ['complaint'],
    snapshot: (reader) => snapshotOf(reader, options.actor),
    plan: (tables, stored, findings) => planComplaints(tables, stored, context, findings),
    apply: (tx, plan) => apply(tx, deps, plan, options),
  });
}

/** An empty 投诉.xlsx with headings, drop-downs and one example row. */
export const writeComplaintsTemplate = (policy: Policy): Promise<Buffer> =>
  writeTemplate(complaintBook(groupsOf(policy)));

async function snapshotOf(reader: Reader, actor: string): Promise<ComplaintSnapshot> {
  const reaches = await reader.query<ComplaintSnapshot['reaches'][number]>(
    'SELECT id, code, townId, parentId FROM reach ORDER BY id',
  );
  const outfalls = await reader.query<ComplaintSnapshot['outfalls'][number]>(
    'SELECT id, internalCode, name, reachId FROM outfall ORDER BY id',
  );
  const rows = await reader.query<{
    sourceNo: string | null;
    reachId: number;
    words: string | null;
    occurredAt: unknown;
  }>(
    `SELECT c.sourceNo, p.reachId, p.words, p.occurredAt FROM complaint c JOIN problem p ON p.id = c.problemId
      WHERE p.state NOT IN ('draft', 'withdrawn') ORDER BY c.id`,
  );
  const known = rows.map(({ words, occurredAt, ...row }) => ({
    ...row,
    words: words ?? '',
    day: dayOf(instantOf(occurredAt)),
  }));
  const sender = Number(/^person:(\d+)$/.exec(actor)?.[1] ?? 0) || null;
  const [office] = sender === null ? await officePeople(reader) : [];
  return { reaches, outfalls, known, takenById: sender ?? office?.id ?? null };
}

async function apply(
  tx: Tx,
  deps: Deps,
  { complaints, takenById }: ComplaintPlan,
  { actor, at }: Pick<ImportOptions, 'actor' | 'at'>,
): Promise<void> {
  const { version } = deps.policies.current;
  const by = { personId: takenById, at, actor };
  for (const { sourceNo, mobile, saidOn, ...filled } of complaints) {
    const occurredAt = saidOn === dayOf(at) ? at : instantAt(saidOn, '12:00');
    const { reachId } = filled;
    const first = { ...filled, occurredAt };
    const draft = await insertDraft(tx, version, { source: 'complaint', reachId, ...by, first });
    await keepComplaint(tx, deps.secrets, { problemId: draft.id, sourceNo, phone: mobile, at });
    const { problem } = await register(tx, deps, draft, { filled, by });
    await openCase(tx, deps, problem, at);
  }
}
