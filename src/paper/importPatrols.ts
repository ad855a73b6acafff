import type { Database, Tx } from '../core/database';
import { dayOf, instantAt } from '../core/days';
import { Fault } from '../core/errors';
import { findingsOf, groupsOf, type Policy } from '../core/policy';
import type { Secrets } from '../core/secrets';
import { type ImportOptions, type ImportReport, runImport, writeTemplate } from '../core/workbook';
import { recordPapers } from '../patrol';
import { type ProblemDeps, registerFound } from '../problem';
import { paperBook } from './paperBook';
import { readPaper } from './paperSnapshot';
import { type PaperPlan, planPaper } from './planPaper';

export type PaperDeps = ProblemDeps & { db: Database; secrets: Secrets };

/**
 * Imports 巡河记录.xlsx, the paper patrols of chiefs whom Feishu does not reach; all or nothing. What was found goes
 * to the town like a problem from a card.
 *
 * @returns every fault by sheet, row and column; with any, nothing was written
 * @throws Fault `database.busy` when a task was done from a card while it was planned
 */
export async function importPatrols(
  deps: PaperDeps,
  bytes: Uint8Array,
  options: ImportOptions,
): Promise<ImportReport> {
  const { db, secrets } = deps;
  const context = {
    hashOf: (mobile: string) => secrets.lookup(mobile),
    today: dayOf(options.at),
    rules: findingsOf(deps.policies.current),
  };
  try {
    return await runImport(db, bytes, options, {
      book: paperBook(groupsOf(deps.policies.current)),
      // Nothing but an import writes posts; a task that is done meanwhile fails its compare-and-set.
      tables: ['post'],
      snapshot: readPaper,
      plan: (tables, stored, findings) => planPaper(tables, stored, context, findings),
      apply: (tx, plan) => apply(tx, deps, plan, options),
    });
  } catch (error) {
    if (error instanceof Fault && error.code === 'press.stale') throw new Fault('database.busy');
    throw error;
  }
}

/** An empty 巡河记录.xlsx with headings, drop-downs and one example row. */
export const writePatrolsTemplate = (policy: Policy): Promise<Buffer> =>
  writeTemplate(paperBook(groupsOf(policy)));

/** Who entered it, of an actor as in the audit; null for the command line. */
const personIn = (actor: string): number | null => Number(/^person:(\d+)$/.exec(actor)?.[1] ?? 0) || null;

async function apply(
  tx: Tx,
  deps: ProblemDeps,
  { patrols, problems }: PaperPlan,
  { actor, at }: Pick<ImportOptions, 'actor' | 'at'>,
): Promise<void> {
  const by = { actor, at, enteredById: personIn(actor) };
  /** Paper says the day and no more; today's is not later than now. */
  const instantOn = (day: string): Date => (day === dayOf(at) ? at : instantAt(day, '12:00'));
  await recordPapers(
    tx,
    patrols.map(({ walkedOn, ...patrol }) => ({ ...patrol, occurredAt: instantOn(walkedOn) })),
    by,
  );
  await registerFound(
    tx,
    deps,
    problems.map(({ foundOn, ...problem }) => ({ ...problem, occurredAt: instantOn(foundOn) })),
    by,
  );
}
