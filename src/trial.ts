import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Unit } from '../entities';
import type { Database } from './core/database';
import { recall, remember } from './core/state';
import { importLedger } from './ledger';
import { importRoster } from './roster';
import { playSampleSettings } from './trialSettings';
import { importZones } from './zones';

type ImportDeps = Parameters<typeof importRoster>[0] &
  Parameters<typeof importZones>[0] &
  Parameters<typeof playSampleSettings>[1];

const SAMPLE = join(__dirname, '..', 'test', 'fixtures');

/** How far the loading has come: `begun` and `done`. */
const STATE = 'trial.sample';

/**
 * Loads the invented sample county into an empty database; a county that is there already is left alone. A start
 * that was cut short is taken up again: importing twice changes nothing.
 *
 * @param imported what must follow an import
 */
export async function loadSampleCounty(
  deps: ImportDeps & { db: Database },
  at: Date,
  imported: () => Promise<void>,
): Promise<void> {
  const { db } = deps;
  const state = await recall(db.read, STATE);
  if (state === 'done' || (state === null && (await db.read.findOne(Unit, {})))) return;
  await db.transaction((tx) => remember(tx, STATE, 'begun'));
  const options = { dryRun: false, actor: 'trial', at };
  for (const [file, load] of [
    ['花名册.xlsx', importRoster],
    ['入河排污口台账.xlsx', importLedger],
    ['区划.xlsx', importZones],
  ] as const) {
    const report = await load(deps, await readFile(join(SAMPLE, file)), options);
    if (report.errors.length > 0) throw new Error(`sample county: ${report.errors[0]?.message}`);
  }
  await imported();
  await db.transaction(async (tx) => {
    await playSampleSettings(tx, deps, at);
    await remember(tx, STATE, 'done');
  });
}
