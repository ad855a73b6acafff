import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Unit } from '../entities';
import type { Database } from './core/database';
import { importLedger } from './ledger';
import { importRoster } from './roster';

type ImportDeps = Parameters<typeof importRoster>[0];

const SAMPLE = join(__dirname, '..', 'test', 'fixtures');

/** Loads the invented sample county into an empty database; a county that is there already is left alone. */
export async function loadSampleCounty(deps: ImportDeps & { db: Database }, at: Date): Promise<boolean> {
  if (await deps.db.read.findOne(Unit, {})) return false;
  const options = { dryRun: false, actor: 'trial', at };
  for (const [file, load] of [
    ['花名册.xlsx', importRoster],
    ['入河排污口台账.xlsx', importLedger],
  ] as const) {
    const report = await load(deps, await readFile(join(SAMPLE, file)), options);
    if (report.errors.length > 0) throw new Error(`sample county: ${report.errors[0]?.message}`);
  }
  return true;
}
