import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { scripts } from '../../package.json';
import { BENCH_BACKENDS, benchDatabase } from './backends';
import { startChild } from './child';
import { type Finding, median } from './report';

/*
 * The scores of a county's year: 2,000 chiefs, 104,000 tasks, 4,000 problems, every line with its records, against one
 * hand-written statement that gives the same points of each month by item (assessmentByHand.ts); five years of it; one
 * town alone; and how the time grows with the county, from 200 to 20,000 chiefs.
 */

const CHIEFS = 2_000;
const ROUNDS = 3;
const FLOOR = 8;
/** One town of twenty in at most so much of the whole. */
const TOWN_FLOOR = 0.25;
const MOST_MB = 400;
/** So many chiefs' year is a workbook of 100,000 records, and the most that writing it may add. */
const BOOK_CHIEFS = 660;
const BOOK_MOST_MB = 200;
/** Ten times the chiefs take ten times as long, to the power of so much. */
const GROWTH_FLOOR = 1.1;
/** Node's, as `npm start` has them. */
const FLAGS = ['--max-semi-space-size=64'];
/** As `npm run cli` has them: so many years are a command's work. */
const COMMAND_FLAGS = scripts.cli.split(' ').filter((word) => word.startsWith('--heap-growing'));

interface Took {
  ms: number;
  cpuMs: number;
}
type What = 'own' | 'town' | 'hand';
type Measured = Record<What, Took[]>;

/** In a process of its own, so that its memory is that of the work alone. */
async function measure(
  url: string,
  years: number[],
  what: What[],
  { rounds = ROUNDS, flags = FLAGS } = {},
): Promise<{ took: Record<What, number>; cpu: Record<What, number>; rssMb: number }> {
  const args = [url, String(rounds), what.join(), ...years.map(String)];
  const child = await startChild('assessmentYears.ts', args, flags);
  await child.stop();
  const { measured, rssMb } = child.message as unknown as { measured: Measured; rssMb: number };
  const of = (figure: keyof Took): Record<What, number> => ({
    own: median(measured.own.map((one) => one[figure])),
    town: median(measured.town.map((one) => one[figure])),
    hand: median(measured.hand.map((one) => one[figure])),
  });
  return { took: of('ms'), cpu: of('cpuMs'), rssMb };
}

/** A county seeded in a process of its own. */
async function over<T>(
  backend: 'sqlite' | 'mariadb',
  county: { chiefs: number; years: number },
  work: (url: string, flags: string) => Promise<T>,
): Promise<T> {
  const mine = await benchDatabase(backend);
  try {
    const args = [mine.url, String(county.chiefs), String(county.years)];
    await (await startChild('assessmentCounty.ts', args)).stop();
    return await work(mine.url, mine.flags);
  } finally {
    await mine.drop();
  }
}

const rounded = Math.round;

/** The power of the county's size with which the time grows: 1 is linear. */
async function growth(backend: 'sqlite' | 'mariadb', own: number): Promise<Finding> {
  const small = await over(backend, { chiefs: CHIEFS / 10, years: 1 }, (url) =>
    measure(url, [2026], ['own']),
  );
  // Seeding a million tasks takes a minute or two; once shows the slope.
  const large = await over(backend, { chiefs: CHIEFS * 10, years: 1 }, (url) =>
    measure(url, [2026], ['own'], { rounds: 1 }),
  );
  return {
    bench: 'assessment, growth from 200 to 20,000 chiefs',
    backend,
    ratio: Math.log10(large.took.own / small.took.own) / 2,
    floor: GROWTH_FLOOR,
    better: 'lower',
    detail: {
      of200Ms: rounded(small.took.own),
      of2000Ms: rounded(own),
      of20000Ms: rounded(large.took.own),
      of20000RssMb: large.rssMb,
    },
  };
}

/** What writing 100,000 rows as a workbook adds to what the process had before. */
const book = (backend: 'sqlite' | 'mariadb'): Promise<Finding> =>
  over(backend, { chiefs: BOOK_CHIEFS, years: 1 }, async (url) => {
    await (await startChild('assessmentBook.ts', [url, 'assess'])).stop();
    const dir = mkdtempSync(join(tmpdir(), 'river-book-'));
    try {
      const child = await startChild('assessmentBook.ts', [url, join(dir, 'book.xlsx')], COMMAND_FLAGS);
      await child.stop();
      const { baseMb, rssMb, ms } = child.message as unknown as Record<'baseMb' | 'rssMb' | 'ms', number>;
      return {
        bench: 'assessment.xlsx of 100,000 rows, memory added in MB',
        backend,
        ratio: rssMb - baseMb,
        floor: BOOK_MOST_MB,
        better: 'lower',
        detail: { baseMb, rssMb, ms, flags: COMMAND_FLAGS.join(' ') },
      };
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

export async function assessment(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const backend of BENCH_BACKENDS) {
    const own = await over(backend, { chiefs: CHIEFS, years: 5 }, async (url, flags) => {
      const { took, cpu, rssMb } = await measure(url, [2026], ['own', 'town', 'hand']);
      findings.push({
        bench: 'assessment, a year',
        backend,
        ratio: took.own / took.hand,
        floor: FLOOR,
        better: 'lower',
        detail: {
          flags,
          chiefs: CHIEFS,
          tasks: 104_000,
          byHandMs: rounded(took.hand),
          oursMs: rounded(took.own),
          byHandCpuMs: rounded(cpu.hand),
          oursCpuMs: rounded(cpu.own),
          rssMb,
        },
      });
      findings.push({
        bench: 'assessment, one town of 20',
        backend,
        ratio: took.town / took.own,
        floor: TOWN_FLOOR,
        better: 'lower',
        detail: { oneTownMs: rounded(took.town), wholeMs: rounded(took.own) },
      });
      const five = await measure(url, [2022, 2023, 2024, 2025, 2026], ['own', 'hand'], {
        rounds: 1,
        flags: COMMAND_FLAGS,
      });
      findings.push({
        bench: 'assessment, five years',
        backend,
        ratio: five.took.own / five.took.hand,
        floor: FLOOR,
        better: 'lower',
        detail: { byHandMs: rounded(five.took.hand), oursMs: rounded(five.took.own) },
      });
      findings.push({
        bench: 'assessment, memory of five years in MB',
        backend,
        ratio: five.rssMb,
        floor: MOST_MB,
        better: 'lower',
        detail: { flags: COMMAND_FLAGS.join(' ') },
      });
      return took.own;
    });
    findings.push(await growth(backend, own));
    findings.push(await book(backend));
  }
  return findings;
}
