/*
 * A process that computes the scores of years (`own`), of one town alone (`town`), and the same points by the
 * hand-written statement (`hand`), in turn.
 *
 * Arguments: the database, how often each is measured, which of them, the years.
 */
import 'reflect-metadata';
import { parsePeriod } from '../../src/assessment';
import { type Computation, compute } from '../../src/assessment/assess';
import { Calendar } from '../../src/core/calendar';
import { Database } from '../../src/core/database';
import { instantAt } from '../../src/core/days';
import { Policies } from '../../src/core/policy';
import { byHand, mustAgree, POLICY } from './assessmentByHand';

const AT = instantAt('2027-02-01', '09:00');

const [url = '', rounds = '1', wanted = '', ...years] = process.argv.slice(2);

interface Took {
  ms: number;
  cpuMs: number;
}

async function taken(work: () => Promise<unknown>): Promise<Took> {
  const started = performance.now();
  const cpu = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - started, cpuMs: (user + system) / 1_000 };
}

async function main(): Promise<void> {
  const db = await Database.open({ url });
  const deps = { db, policies: new Policies(db, POLICY), calendar: new Calendar() };
  const ours = (year: string, town?: string): Promise<Computation> =>
    compute(deps, parsePeriod(year), AT, { town });
  const once: Record<string, (year: string) => Promise<unknown>> = {
    own: (year) => ours(year),
    town: (year) => ours(year, 'B7'),
    hand: (year) => db.read.query(byHand(Number(year))),
  };
  const measured: Record<string, Took[]> = { own: [], town: [], hand: [] };
  // The first warms up.
  for (let n = 0; n <= Number(rounds); n += 1) {
    for (const what of wanted.split(',')) {
      const took = await taken(async () => {
        for (const year of years) await once[what]?.(year);
      });
      if (n > 0) measured[what]?.push(took);
    }
  }
  const rssMb = Math.round(process.resourceUsage().maxRSS / 1_024);
  // After the measure of memory, and of one year alone.
  if (wanted.includes('hand')) await mustAgree(db.read, Number(years[0]), await ours(String(years[0])));
  await db.close();
  process.send?.({ ready: url, measured, rssMb });
}

process.on('disconnect', () => process.exit(0));
main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack}\n`);
  process.exit(1);
});
