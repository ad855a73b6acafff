import 'reflect-metadata';
import type { DataSource } from 'typeorm';
import { AuditEntry, OutboxMessage, PatrolTask, Person, Post, Reach, StandIn, Unit } from '../../entities';
import { Calendar } from '../../src/core/calendar';
import { Database } from '../../src/core/database';
import { Policies, type Policy } from '../../src/core/policy';
import { generatePeriods } from '../../src/patrol';
import { testPolicy } from '../factories';
import { BENCH_BACKENDS, benchDatabase } from './backends';
import { type Finding, median } from './report';

/*
 * Task generation for a county-year: 2,000 village chiefs × 52 weeks, with the calendar applied, a tenth of the reaches
 * under another frequency for some months and a tenth of the chiefs with somebody who walks for them, in our
 * transactions, against raw multi-row inserts (1,000 a statement, one commit each) of the very rows that ours produced: tasks,
 * outbox and audit rows. A second run must create nothing, in half of that time.
 */

const CHIEFS = 2_000;
const ROUNDS = 3;
const FLOOR = 6;
const RERUN_FLOOR = 0.5;
const TENTH = 10;
const YEAR = { from: '2026-01-01', to: '2026-12-31', at: new Date('2026-01-01T00:05:00+08:00') };

/** Every tenth reach is walked half as often from spring to autumn. */
function policyWithOverrides(): Policy {
  const policy = testPolicy();
  const reaches = Array.from({ length: CHIEFS / TENTH }, (_, n) => ({
    reach: `B${n * TENTH}`,
    level: 'village' as const,
    every: 'half-month' as const,
    from: '2026-04-01',
    to: '2026-09-30',
  }));
  return { ...policy, patrol: { ...policy.patrol, reaches } };
}

async function seed(db: Database): Promise<void> {
  const ids = Array.from({ length: CHIEFS }, (_, n) => n);
  await db.transaction(async (tx) => {
    const town = await tx.insert(Unit, { code: 'B', name: '基准镇', type: '镇' });
    const people = await tx.insert(
      Person,
      ids.map((n) => ({
        name: `第${n}村河长`,
        mobileCipher: 'x',
        mobileHash: `h${n}`,
        mobileMasked: '199****0000',
        unitId: town.firstId,
        openId: `ou_${n}`,
      })),
    );
    const reaches = await tx.insert(
      Reach,
      ids.map((n) => ({ code: `B${n}`, river: '汾河', name: `第${n}村段`, townId: town.firstId })),
    );
    await tx.insert(
      Post,
      ids.map((n) => ({
        reachId: reaches.firstId + n,
        level: 'village' as const,
        personId: people.firstId + n,
        fromDay: '2020-01-01',
      })),
    );
    // The one after the chief walks for them.
    await tx.insert(
      StandIn,
      ids
        .filter((n) => n % TENTH === 1)
        .map((n) => ({
          chiefId: people.firstId + n,
          deputyId: people.firstId + n + 1,
          reachId: null,
          fromDay: '2025-12-15',
          toDay: '2026-02-15',
          reason: '出差' as const,
          state: 'accepted' as const,
          askedAt: YEAR.at,
          version: 1,
        })),
    );
  });
}

const TABLES = [PatrolTask, AuditEntry, OutboxMessage] as const;

interface RawRows {
  table: string;
  columns: string[];
  rows: unknown[][];
}

async function produced(db: Database): Promise<RawRows[]> {
  const all: RawRows[] = [];
  for (const entity of TABLES) {
    const table = db.source.getMetadata(entity).tableName;
    const rows = await db.read.query<Record<string, unknown>>(`SELECT * FROM ${table}`);
    const columns = Object.keys(rows[0] ?? {}).filter((name) => name !== 'id');
    all.push({ table, columns, rows: rows.map((row) => columns.map((name) => row[name])) });
  }
  return all;
}

/** Multi-row inserts through the driver itself; no entity, no check. */
async function rawInsert(source: DataSource, all: RawRows[]): Promise<void> {
  const runner = source.createQueryRunner();
  for (const { table, columns, rows } of all) {
    for (let at = 0; at < rows.length; at += 1_000) {
      const part = rows.slice(at, at + 1_000);
      const tuple = `(${columns.map(() => '?').join(', ')})`;
      const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${part.map(() => tuple).join(', ')}`;
      await runner.query(text, part.flat());
    }
  }
  await runner.release();
}

async function round(backend: 'sqlite' | 'mariadb') {
  const [mine, raw] = [await benchDatabase(backend), await benchDatabase(backend)];
  const db = await Database.open({ url: mine.url });
  const bare = await Database.open({ url: raw.url });
  try {
    await db.migrate();
    await bare.migrate();
    await seed(db);
    const deps = { db, policies: new Policies(db, policyWithOverrides()), calendar: new Calendar() };
    let start = performance.now();
    const created = await generatePeriods(deps, YEAR);
    const ours = performance.now() - start;
    start = performance.now();
    const again = await generatePeriods(deps, YEAR);
    const rerun = performance.now() - start;
    if (again !== 0) throw new Error(`a second run created ${again}`);
    const rows = await produced(db);
    start = performance.now();
    await rawInsert(bare.source, rows);
    const baseline = performance.now() - start;
    return {
      created,
      ours,
      rerun,
      baseline,
      rows: rows.reduce((sum, t) => sum + t.rows.length, 0),
      flags: mine.flags,
    };
  } finally {
    await db.close();
    await bare.close();
    await mine.drop();
    await raw.drop();
  }
}

export async function generation(): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const backend of BENCH_BACKENDS) {
    const rounds: Awaited<ReturnType<typeof round>>[] = [];
    for (let n = 0; n < ROUNDS; n += 1) rounds.push(await round(backend));
    const [first] = rounds;
    const detail = {
      flags: first?.flags ?? '',
      tasks: first?.created ?? 0,
      rows: first?.rows ?? 0,
      baselineMs: Math.round(median(rounds.map((r) => r.baseline))),
      oursMs: Math.round(median(rounds.map((r) => r.ours))),
      rerunMs: Math.round(median(rounds.map((r) => r.rerun))),
    };
    findings.push({
      bench: 'generation',
      backend,
      ratio: median(rounds.map((r) => r.ours / r.baseline)),
      floor: FLOOR,
      better: 'lower',
      detail,
    });
    findings.push({
      bench: 'generation, second run',
      backend,
      ratio: median(rounds.map((r) => r.rerun / r.baseline)),
      floor: RERUN_FLOOR,
      better: 'lower',
      detail,
    });
  }
  return findings;
}
