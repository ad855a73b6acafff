import 'reflect-metadata';
import { Patrol, PatrolTask, Person, Post, Problem, Reach, SERIOUSNESS, Unit } from '../../entities';
import { Calendar } from '../../src/core/calendar';
import { Database } from '../../src/core/database';
import { addDays, instantAt } from '../../src/core/days';
import { Policies } from '../../src/core/policy';
import { lagAt } from '../../src/lag';
import { testPolicy } from '../factories';
import { BENCH_BACKENDS, benchDatabase } from './backends';
import { type Finding, median, timed } from './report';

/*
 * 滞后 of all units and chiefs of a large county's five years: 2,000 chiefs, 520,000 tasks, 20,000 problems, against one
 * hand-written aggregate a figure over the same rows, grouped by unit as a person who needs that one figure would write it.
 */

const CHIEFS = 2_000;
const WEEKS = 260;
const TOWNS = 10;
const PROBLEMS = 20_000;
const ROUNDS = 3;
const FLOOR = 3;
const FROM = '2021-11-01';
const AT = instantAt('2026-11-25', '09:00');

async function seed(db: Database): Promise<void> {
  const chiefs = Array.from({ length: CHIEFS }, (_, n) => n);
  const { towns, people, reaches } = await db.transaction(async (tx) => {
    const { firstId: towns } = await tx.insert(
      Unit,
      Array.from({ length: TOWNS }, (_, n) => ({ code: `B${n}`, name: `第${n}镇`, type: '镇' as const })),
    );
    const { firstId: people } = await tx.insert(
      Person,
      chiefs.map((n) => ({
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
      chiefs.map((n) => ({ code: `B${n}`, river: '汾河', name: `第${n}村段`, townId: towns + (n % TOWNS) })),
    );
    await tx.insert(
      Post,
      chiefs.map((n) => ({
        reachId: reaches + n,
        level: 'village' as const,
        personId: people + n,
        fromDay: '2020-01-01',
      })),
    );
    return { towns, people, reaches };
  });
  for (let week = 0; week < WEEKS; week += 1) {
    const startDay = addDays(FROM, week * 7);
    const dueDay = addDays(startDay, 6);
    const walked = chiefs.filter((n) => (n + week) % 10 > 0);
    await db.transaction(async (tx) => {
      const { firstId } = await tx.insert(
        PatrolTask,
        chiefs.map((n) => ({
          reachId: reaches + n,
          townId: towns + (n % TOWNS),
          level: 'village' as const,
          periodKey: `w${week}`,
          startDay,
          dueDay,
          lateDay: addDays(dueDay, 7),
          assigneeId: people + n,
          state: (n + week) % 10 > 0 ? ('done' as const) : ('missed' as const),
          policyVersion: 1,
          createdAt: instantAt(startDay, '00:05'),
        })),
      );
      const at = instantAt(dueDay, '10:00');
      await tx.insert(
        Patrol,
        walked.map((n) => ({
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
    });
  }
  for (let from = 0; from < PROBLEMS; from += 1_000) {
    await db.transaction((tx) =>
      tx.insert(
        Problem,
        Array.from({ length: 1_000 }, (_, at) => {
          const n = from + at;
          return {
            source: n % 20 === 0 ? ('complaint' as const) : ('patrol' as const),
            reachId: reaches + (n % CHIEFS),
            seriousness: SERIOUSNESS[n % 4] ?? '一般',
            finderId: people + (n % CHIEFS),
            townId: towns + (n % TOWNS),
            handlerId: people + (n % CHIEFS),
            state: n % 10 === 0 ? ('accepted' as const) : ('closed' as const),
            dueDay: addDays('2026-11-01', n % 60),
            occurredAt: AT,
            recordedAt: AT,
            policyVersion: 1,
          };
        }),
      ),
    );
  }
}

/** One aggregate a figure. */
const BY_HAND = [
  `SELECT townId, COUNT(*) AS n FROM patrol_task WHERE kind = 'period' AND state <> 'void' AND dueDay >= '${FROM}' AND dueDay < '2026-11-25' GROUP BY townId`,
  `SELECT t.townId, COUNT(*) AS n FROM patrol_task t JOIN patrol p ON p.taskId = t.id WHERE t.kind = 'period' AND t.state <> 'void' AND t.dueDay >= '${FROM}' AND t.dueDay < '2026-11-25' GROUP BY t.townId`,
  `SELECT townId, COUNT(*) AS n FROM patrol_task WHERE kind = 'period' AND state = 'missed' AND dueDay >= '${FROM}' GROUP BY townId`,
  `SELECT reachId, assigneeId, COUNT(*) AS n, SUM(state = 'done') AS done FROM patrol_task WHERE kind = 'period' AND dueDay >= '${FROM}' AND dueDay < '2026-11-25' GROUP BY reachId, assigneeId`,
  "SELECT townId, seriousness, COUNT(*) AS n FROM problem WHERE state IN ('assigned', 'accepted', 'answered') GROUP BY townId, seriousness",
  "SELECT townId, seriousness, COUNT(*) AS n FROM problem WHERE state IN ('assigned', 'accepted') AND dueDay < '2026-11-25' GROUP BY townId, seriousness",
  "SELECT townId, COUNT(*) AS n FROM problem WHERE source = 'complaint' AND state IN ('assigned', 'accepted', 'answered') GROUP BY townId",
];

export async function lag(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const backend of BENCH_BACKENDS) {
    const mine = await benchDatabase(backend);
    const db = await Database.open({ url: mine.url });
    try {
      await db.migrate();
      await seed(db);
      const deps = { policies: new Policies(db, testPolicy()), calendar: new Calendar() };
      const [ours, byHand]: [number[], number[]] = [[], []];
      let due = 0;
      for (let n = 0; n <= ROUNDS; n += 1) {
        const hand = await timed(async () => {
          for (const sql of BY_HAND) await db.read.query(sql);
        });
        const own = await timed(async () => {
          const { units } = await lagAt(db.read, deps, { at: AT, fromDay: FROM });
          due = units.reduce((sum, { patrols }) => sum + patrols.due, 0);
        });
        if (due !== CHIEFS * WEEKS) throw new Error(`${due} patrols counted`);
        // The first of each warms up.
        if (n === 0) continue;
        byHand.push(hand);
        ours.push(own);
      }
      findings.push({
        bench: 'lag',
        backend,
        ratio: median(ours) / median(byHand),
        floor: FLOOR,
        better: 'lower',
        detail: {
          flags: mine.flags,
          tasks: CHIEFS * WEEKS,
          problems: PROBLEMS,
          byHandMs: Math.round(median(byHand)),
          oursMs: Math.round(median(ours)),
        },
      });
    } finally {
      await db.close();
      await mine.drop();
    }
  }
  return findings;
}
