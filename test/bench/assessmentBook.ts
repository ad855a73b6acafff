/*
 * A process that computes and stores the scores of 2026 (`assess`), or writes them as a workbook, a piece after the other
 * as `export assessment` does. Apart, so that the memory of the second is that of writing alone.
 *
 * Arguments: the database, `assess` or the file.
 */
import 'reflect-metadata';
import { AssessmentRun } from '../../entities';
import { assess, exportAssessment } from '../../src/assessment';
import { Calendar } from '../../src/core/calendar';
import { Database } from '../../src/core/database';
import { instantAt } from '../../src/core/days';
import { Policies } from '../../src/core/policy';
import { writeWhole } from '../../src/core/writeWhole';
import { POLICY } from './assessmentByHand';

const PERIOD = '2026';
const [url = '', out = ''] = process.argv.slice(2);

const inMb = (bytes: number): number => Math.round(bytes / 1_048_576);

async function main(): Promise<void> {
  const db = await Database.open({ url });
  const policies = new Policies(db, POLICY);
  if (out === 'assess') {
    await assess(
      { db, policies, calendar: new Calendar() },
      { period: PERIOD, at: instantAt('2027-02-01', '09:00') },
    );
    await db.close();
    process.send?.({ ready: url });
    return;
  }
  const run = await db.read.findOne(AssessmentRun, { period: PERIOD });
  const baseMb = inMb(process.memoryUsage().rss);
  const started = performance.now();
  const written = run && (await exportAssessment(db.read, policies, run.id));
  if (!written) throw new Error('nothing was assessed');
  await writeWhole(out, written.pieces);
  const ms = Math.round(performance.now() - started);
  const rssMb = inMb(process.resourceUsage().maxRSS * 1_024);
  await db.close();
  process.send?.({ ready: url, baseMb, rssMb, ms });
}

process.on('disconnect', () => process.exit(0));
main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});
