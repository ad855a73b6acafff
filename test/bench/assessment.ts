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
/** Ten times the chiefs take ten times as long, to the power of so much. */
const GROWTH_FLOOR = 1.1;
/** Node's, as `npm start` has them. */
const FLAGS = ['--max-semi-space-size=64'];

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
  rounds = ROUNDS,
): Promise<{ took: Record<What, number>; cpu: Record<What, number>; rssMb: number }> {
  const args = [url, String(rounds), what.join(), ...years.map(String)];
  const child = await startChild('assessmentYears.ts', args, FLAGS);
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
  // Seeding a million tasks takes a minute; once shows the slope.
  const large =
    backend === 'sqlite'
      ? await over(backend, { chiefs: CHIEFS * 10, years: 1 }, (url) => measure(url, [2026], ['own'], 1))
      : null;
  const last = large ? large.took.own : own;
  const tenfolds = large ? 2 : 1;
  return {
    bench: `assessment, growth from 200 to ${large ? '20,000' : '2,000'} chiefs`,
    backend,
    ratio: Math.log10(last / small.took.own) / tenfolds,
    floor: GROWTH_FLOOR,
    better: 'lower',
    detail: {
      of200Ms: rounded(small.took.own),
      of2000Ms: rounded(own),
      ...(large && { of20000Ms: rounded(large.took.own), of20000RssMb: large.rssMb }),
    },
  };
}

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
      const five = await measure(url, [2022, 2023, 2024, 2025, 2026], ['own', 'hand'], 1);
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
        detail: {},
      });
      return took.own;
    });
    findings.push(await growth(backend, own));
  }
  return findings;
}
