/*
 * A process that imports a 台账 and has presses to answer meanwhile: the bot's, as 确认导入 makes it go.
 *
 * Arguments: the database, the workbook.
 */
import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { AuditEntry, Unit } from '../../entities';
import { Database } from '../../src/core/database';
import { readSheetsApart, UnreadableWorkbook } from '../../src/core/workbook';
import { importLedger } from '../../src/ledger';

const AT = new Date('2026-11-25T01:00:00Z');
/** People press this often, in ms. */
const EVERY_MS = 50;

const [url = '', file = ''] = process.argv.slice(2);

/** As a press goes: something is read, something is written, and it is answered when that is committed. */
async function press(db: Database, n: number): Promise<number> {
  const started = performance.now();
  await db.transaction(
    async (tx) => {
      await tx.findOne(Unit, { code: '140825100' });
      const deed = { at: AT, actor: 'person:1', action: 'bench.pressed', subjectType: 'bench', subjectId: n };
      tx.deferInsert(AuditEntry, deed);
    },
    { together: `bench:${n}` },
  );
  return performance.now() - started;
}

async function main(): Promise<void> {
  const db = await Database.open({ url });
  const importing = { over: false };
  const answered: Promise<number>[] = [];
  const presses = async () => {
    while (!importing.over) {
      // Not waited for: whoever presses does not know of the others.
      answered.push(press(db, answered.length));
      await pause(EVERY_MS);
    }
  };
  const pressing = presses();
  const started = performance.now();
  const cpu = process.cpuUsage();
  const bytes = readFileSync(file);
  const outcome = await readSheetsApart(bytes)
    .then((sheets) => importLedger({ db }, bytes, { dryRun: false, actor: 'cli', at: AT, sheets }))
    .catch((error: unknown) => {
      if (error instanceof UnreadableWorkbook) return { created: 0, errors: [{ code: error.code }] };
      throw error;
    });
  const tookMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  importing.over = true;
  await pressing;
  const took = (await Promise.all(answered)).sort((a, b) => a - b);
  await db.close();
  process.send?.({
    ready: url,
    created: outcome.created,
    fault: outcome.errors[0]?.code ?? '',
    tookMs: Math.round(tookMs),
    cpuMs: Math.round((user + system) / 1_000),
    presses: took.length,
    worstPressMs: Math.round(took.at(-1) ?? 0),
    rssMb: Math.round(process.resourceUsage().maxRSS / 1_024),
  });
}

process.on('disconnect', () => process.exit(0));
main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});
