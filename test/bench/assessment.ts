import 'reflect-metadata';
import { Patrol, PatrolTask, Person, Photo, Post, Problem, Reach, Unit } from '../../entities';
import { parsePeriod } from '../../src/assessment';
import { compute } from '../../src/assessment/assess';
import { Calendar } from '../../src/core/calendar';
import { Database } from '../../src/core/database';
import { addDays, instantAt } from '../../src/core/days';
import { Policies } from '../../src/core/policy';
import { testPolicy } from '../factories';
import { BENCH_BACKENDS, benchDatabase } from './backends';
import { type Finding, median, timed } from './report';

/*
 * The scores of a county's year: 2,000 chiefs, 104,000 tasks, 4,000 problems, every line with its records, against one
 * hand-written aggregate over the same rows as a person who needs the figures alone would write it; five years of it;
 * one town alone; and how the time grows with the county.
 */

const TOWNS = 20;
const WEEKS = 52;
const ROUNDS = 3;
const FLOOR = 8;
/** One town of twenty in at most so much of the whole. */
const TOWN_FLOOR = 0.25;
const MOST_MB = 400;

/** A county of so many chiefs, with so many years of weeks before 2027. */
async function seed(db: Database, chiefs: number, years: number): Promise<void> {
  const all = Array.from({ length: chiefs }, (_, n) => n);
  const { towns, people, reaches } = await db.transaction(async (tx) => {
    const { firstId: towns } = await tx.insert(
      Unit,
      Array.from({ length: TOWNS }, (_, n) => ({ code: `B${n}`, name: `第${n}镇`, type: '镇' as const })),
    );
    const { firstId: people } = await tx.insert(
      Person,
      all.map((n) => ({
        name: `第${n}村河长`,
        mobileCipher: 'x',
        mobileHash: `h${n}`,
        mobileMasked: '199****0000',
        unitId: towns + (n % TOWNS),
        openId: `ou_${n}`,
      })),
    );
    const { firstId: reaches } = await tx.insert(
      Reach,
      all.map((n) => ({ code: `B${n}`, river: '汾河', name: `第${n}村段`, townId: towns + (n % TOWNS) })),
    );
    await tx.insert(
      Post,
      all.map((n) => ({
        reachId: reaches + n,
        level: 'village' as const,
        personId: people + n,
        fromDay: '2020-01-01',
      })),
    );
    return { towns, people, reaches };
  });
  for (let week = 0; week < WEEKS * years; week += 1) {
    const dueDay = addDays('2026-12-27', -7 * week);
    const at = instantAt(dueDay, '10:00');
    const walked = (n: number) => (n + week) % 10 > 0;
    await db.transaction(async (tx) => {
      const { firstId } = await tx.insert(
        PatrolTask,
        all.map((n) => ({
          reachId: reaches + n,
          townId: towns + (n % TOWNS),
          level: 'village' as const,
          periodKey: `w${week}`,
          startDay: addDays(dueDay, -6),
          dueDay,
          lateDay: addDays(dueDay, 7),
          assigneeId: people + n,
          state: walked(n) ? ('done' as const) : ('missed' as const),
          policyVersion: 1,
          createdAt: instantAt(addDays(dueDay, -6), '00:05'),
        })),
      );
      await tx.insert(
        Patrol,
        all.filter(walked).map((n) => ({
          taskId: firstId + n,
          reachId: reaches + n,
          level: 'village' as const,
          personId: people + n,
          result: 'normal' as const,
          channel: 'card' as const,
          occurredAt: at,
          recordedAt: at,
        })),
      );
      // In each week one chief in 26 finds something.
      const finders = all.filter((n) => (n + week) % 26 === 0);
      const { firstId: problems } = await tx.insert(
        Problem,
        finders.map((n) => ({
          source: 'patrol' as const,
          reachId: reaches + n,
          taskId: firstId + n,
          place: '桥下',
          seriousness: '一般' as const,
          finderId: people + n,
          townId: towns + (n % TOWNS),
          state: n % 10 === 0 ? ('accepted' as const) : ('closed' as const),
          dueDay,
          occurredAt: at,
          recordedAt: at,
          assignedAt: at,
          answeredAt: n % 10 === 0 ? null : at,
          closedAt: n % 10 === 0 ? null : at,
          policyVersion: 1,
        })),
      );
      await tx.insert(
        Photo,
        finders.map((n, nth) => ({
          messageId: `om_${week}_${n}`,
          sourceKey: 'k',
          personId: people + n,
          state: 'stored' as const,
          subjectType: 'problem',
          subjectId: problems + nth,
          side: 'before' as const,
          occurredAt: at,
          recordedAt: at,
        })),
      );
    });
  }
}

const BY_HAND = (year: number): string =>
  `SELECT t.reachId, t.assigneeId, COUNT(*) AS due, SUM(t.state = 'done') AS done, SUM(p.recordedAt > t.dueDay) AS late,
          COUNT(q.id) AS problems, SUM(q.state = 'closed') AS closed
     FROM patrol_task t LEFT JOIN patrol p ON p.taskId = t.id LEFT JOIN problem q ON q.taskId = t.id
    WHERE t.kind = 'period' AND t.dueDay >= '${year}-01-01' AND t.dueDay <= '${year}-12-31' GROUP BY t.reachId, t.assigneeId`;

const AT = instantAt('2027-02-01', '09:00');

/** The largest that memory gets while the work is done, in MB. */
async function memoryOf(work: () => Promise<unknown>): Promise<number> {
  let most = process.memoryUsage().rss;
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss);
  }, 10);
  await work();
  clearInterval(timer);
  return Math.round(Math.max(most, process.memoryUsage().rss) / 2 ** 20);
}

async function measured(db: Database, years: number[]) {
  const deps = { db, policies: new Policies(db, testPolicy()), calendar: new Calendar() };
  const ours = async (town?: string): Promise<void> => {
    for (const year of years) await compute(deps, parsePeriod(String(year)), AT, { town });
  };
  const times: { hand: number[]; own: number[]; town: number[] } = { hand: [], own: [], town: [] };
  let rssMb = 0;
  for (let n = 0; n <= ROUNDS; n += 1) {
    const hand = await timed(async () => {
      for (const year of years) await db.read.query(BY_HAND(year));
    });
    let own = 0;
    rssMb = Math.max(
      rssMb,
      await memoryOf(async () => {
        own = await timed(() => ours());
      }),
    );
    const town = await timed(() => ours('B7'));
    // The first of each warms up.
    if (n === 0) continue;
    times.hand.push(hand);
    times.own.push(own);
    times.town.push(town);
  }
  return { hand: median(times.hand), own: median(times.own), town: median(times.town), rssMb };
}

async function over<T>(
  backend: 'sqlite' | 'mariadb',
  county: { chiefs: number; years: number },
  work: (db: Database, flags: string) => Promise<T>,
): Promise<T> {
  const mine = await benchDatabase(backend);
  const db = await Database.open({ url: mine.url });
  try {
    await db.migrate();
    await seed(db, county.chiefs, county.years);
    return await work(db, mine.flags);
  } finally {
    await db.close();
    await mine.drop();
  }
}

const rounded = Math.round;

export async function assessment(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const backend of BENCH_BACKENDS) {
    // Linear: ten times the chiefs take about ten times as long.
    const small = await over(
      backend,
      { chiefs: 200, years: 1 },
      async (db) => (await measured(db, [2026])).own,
    );
    await over(backend, { chiefs: 2_000, years: 5 }, async (db, flags) => {
      const { hand, own, town, rssMb } = await measured(db, [2026]);
      const detail = {
        flags,
        chiefs: 2_000,
        tasks: 104_000,
        byHandMs: rounded(hand),
        oursMs: rounded(own),
        oursOf200ChiefsMs: rounded(small),
        rssMb,
      };
      findings.push({
        bench: 'assessment, a year',
        backend,
        ratio: own / hand,
        floor: FLOOR,
        better: 'lower',
        detail,
      });
      const alone = { oneTownMs: rounded(town), wholeMs: rounded(own) };
      findings.push({
        bench: 'assessment, one town of 20',
        backend,
        ratio: town / own,
        floor: TOWN_FLOOR,
        better: 'lower',
        detail: alone,
      });
      const five = await measured(db, [2022, 2023, 2024, 2025, 2026]);
      const ofFive = {
        byHandMs: rounded(five.hand),
        oursMs: rounded(five.own),
        rssMb: five.rssMb,
        mostMb: MOST_MB,
      };
      findings.push({
        bench: 'assessment, five years',
        backend,
        ratio: five.rssMb > MOST_MB ? Number.POSITIVE_INFINITY : five.own / five.hand,
        floor: FLOOR,
        better: 'lower',
        detail: ofFive,
      });
    });
  }
  return findings;
}
