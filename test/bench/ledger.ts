import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import readXlsxFile from 'read-excel-file/node';
import type { DataSource } from 'typeorm';
import { AuditEntry, HistoryEntry, Outfall, Rectification, Unit } from '../../entities';
import { Database } from '../../src/core/database';
import { writeBook } from '../../src/core/workbook';
import { type Check, findOutfalls, importLedger, readCheck } from '../../src/ledger';
import { readGroups, readReachProgress, tracedSince } from '../../src/rectification';
import { testPolicy } from '../factories';
import { BENCH_BACKENDS, benchDatabase } from './backends';
import { built, startChild } from './child';
import { type Counted, countedBySql, mustAgree } from './compliancePass';
import { bookOf, rowsOf, seed } from './ledgerRows';
import { type Finding, median, timed } from './report';

/*
 * The ledger of a large county.
 *
 * import      10,000 outfalls with all checks, against the bare reading of the workbook by the library and the bare
 *             multi-row insert of the very rows that ours wrote.
 * compliance  21 rules over 20,000 outfalls, against one SQL pass that counts the same (compliancePass.ts).
 * list        a name or a code among 20,000.
 * filter      the same, and how 整治 stands, for one town.
 * progress    how 整治 stands, by town, river, lead department and type, and by reach; and how far 溯源 was by a dated
 *             target, out of 80,000 steps of history.
 */

const IMPORTED = 10_000;
const TOO_MANY = 80_000;
const STORED = 20_000;
const ROUNDS = 3;
const AT = new Date('2026-11-25T01:00:00Z');

/** Multi-row inserts of the same rows through the driver itself. */
async function bareInsert(from: Database, into: DataSource): Promise<number> {
  const tables: { table: string; columns: string[]; rows: unknown[][] }[] = [];
  for (const entity of [Outfall, HistoryEntry, AuditEntry]) {
    const table = from.source.getMetadata(entity).tableName;
    const rows = await from.read.query<Record<string, unknown>>(`SELECT * FROM ${table}`);
    const columns = Object.keys(rows[0] ?? {}).filter((name) => name !== 'id');
    tables.push({ table, columns, rows: rows.map((row) => columns.map((name) => row[name])) });
  }
  const runner = into.createQueryRunner();
  const took = await timed(async () => {
    for (const { table, columns, rows } of tables) {
      for (let at = 0; at < rows.length; at += 500) {
        const part = rows.slice(at, at + 500);
        const tuple = `(${columns.map(() => '?').join(', ')})`;
        const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${part.map(() => tuple).join(', ')}`;
        await runner.query(text, part.flat());
      }
    }
  });
  await runner.release();
  return took;
}

const brought = async (db: Database, bytes: Buffer): Promise<void> => {
  const { created, errors } = await importLedger({ db }, bytes, { dryRun: false, actor: 'cli', at: AT });
  if (errors.length > 0 || created === 0) throw new Error(`not imported: ${JSON.stringify(errors[0])}`);
};

async function importRound(backend: 'sqlite' | 'mariadb', bytes: Buffer) {
  const [mine, raw] = [await benchDatabase(backend), await benchDatabase(backend)];
  const [db, bare] = [await Database.open({ url: mine.url }), await Database.open({ url: raw.url })];
  try {
    for (const one of [db, bare]) {
      await one.migrate();
      await seed(one);
    }
    const reading = await timed(() => readXlsxFile(bytes));
    const ours = await timed(() => brought(db, bytes));
    const inserting = await bareInsert(db, bare.source);
    return { ours, bare: reading + inserting, flags: mine.flags };
  } finally {
    for (const one of [db, bare]) await one.close();
    for (const one of [mine, raw]) await one.drop();
  }
}

/** Every tenth outfall has no record of 整治 yet, as after an import. */
async function addRecords(db: Database): Promise<void> {
  const outfalls = await db.read.find(Outfall, {}, { columns: ['id', 'remedyDueDay'] });
  const states = ['working', 'working', 'applied', 'closed', 'settled'] as const;
  const rows = outfalls
    .filter((_, n) => n % 10 > 0)
    .map(({ id, remedyDueDay }, n) => {
      const state = states[n % states.length] as (typeof states)[number];
      const closedAt = state === 'closed' || state === 'settled' ? AT : null;
      return { outfallId: id, planYear: 2026, plannedDay: remedyDueDay, state, closedAt };
    });
  await db.transaction((tx) => tx.insert(Rectification, rows));
}

/** Every fifth was traced after it came into the ledger, as the history says; beside it two other steps of each. */
async function addTracing(db: Database): Promise<void> {
  const outfalls = await db.read.find(Outfall, {}, { columns: ['id'] });
  const step = {
    at: AT,
    actor: 'cli',
    subjectType: 'outfall',
    action: 'changed',
    state: '整治中',
    reason: null,
  };
  const rows = outfalls.flatMap(({ id }, n) =>
    [2, 3, 4].map((version) => ({
      ...step,
      subjectId: id,
      version,
      data:
        version === 3 && n % 5 === 0
          ? { was: { tracing: '未溯源' }, now: { tracing: '已溯源' } }
          : { was: { sign: '无' }, now: { sign: '有' } },
    })),
  );
  await db.transaction((tx) => tx.insert(HistoryEntry, rows));
}

async function compliance(db: Database) {
  const policy = testPolicy();
  const [passes, checks]: [number[], number[]] = [[], []];
  let findings = 0;
  for (let n = 0; n <= 2 * ROUNDS; n += 1) {
    let counted: Counted | undefined;
    const pass = await timed(async () => {
      counted = await countedBySql(db.read);
    });
    let checked: Check | undefined;
    const check = await timed(async () => {
      checked = await readCheck(db.read, { policy, at: AT });
    });
    if (!counted || !checked) throw new Error('nothing was counted');
    mustAgree(counted, checked);
    findings = checked.findings.length;
    // The first of each warms up.
    if (n === 0) continue;
    passes.push(pass);
    checks.push(check);
  }
  return {
    ratio: median(checks.map((check, n) => check / (passes[n] as number))),
    detail: { findings, passMs: Math.round(median(passes)), oursMs: Math.round(median(checks)) },
  };
}

/** The quickest of some, in ms: whatever else the machine does meanwhile can only add. */
async function quickest(ask: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let n = 0; n < 9; n += 1) took.push(await timed(ask));
  return Math.min(...took);
}

async function asked(db: Database): Promise<Record<string, Record<string, number>>> {
  const town = (await db.read.find(Unit, {}, { order: { id: 'ASC' }, limit: 1 }))[0]?.id ?? 0;
  const policy = testPolicy();
  const today = '2026-11-25';
  const asks = {
    list: {
      byCode: () => findOutfalls(db.read, 'xj-103-0100', 'all'),
      byWords: () => findOutfalls(db.read, '第123村', 'all'),
    },
    filter: {
      inTown: () => findOutfalls(db.read, '桥西', { townIds: [town], reachIds: [] }),
      progressOfTown: () => readGroups(db.read, policy, { today, townId: town }),
      reachesOfTown: () => readReachProgress(db.read, town),
    },
    progress: {
      progress: () => readGroups(db.read, policy, { today }),
      reaches: () => readReachProgress(db.read),
      tracedSince: () => tracedSince(db.read, '2023-12-31'),
    },
  };
  const took: Record<string, Record<string, number>> = {};
  for (const [bench, questions] of Object.entries(asks)) {
    const of: Record<string, number> = {};
    for (const [name, ask] of Object.entries(questions)) of[name] = Math.round(await quickest(ask));
    took[bench] = of;
  }
  return took;
}

async function overStored(backend: 'sqlite' | 'mariadb', books: Buffer[]): Promise<Finding[]> {
  const mine = await benchDatabase(backend);
  const db = await Database.open({ url: mine.url });
  try {
    await db.migrate();
    await seed(db);
    for (const bytes of books) await brought(db, bytes);
    await addRecords(db);
    await addTracing(db);
    const { flags } = mine;
    const { ratio, detail } = await compliance(db);
    const common = { backend, better: 'lower' as const };
    return [
      {
        ...common,
        bench: 'ledger.compliance',
        ratio,
        floor: 5,
        detail: { flags, outfalls: STORED, ...detail },
      },
      ...Object.entries(await asked(db)).map(([name, took]) => ({
        ...common,
        bench: `ledger.${name}`,
        // In units of the 100 ms that it may take.
        ratio: Math.max(...Object.values(took)) / 100,
        floor: 1,
        detail: { flags, outfalls: STORED, ...took },
      })),
    ];
  } finally {
    await db.close();
    await mine.drop();
  }
}

interface Imported {
  created: number;
  fault: string;
  tookMs: number;
  cpuMs: number;
  presses: number;
  worstPressMs: number;
  rssMb: number;
}

/** In a process of its own, so that its memory is its own. */
async function besidePresses(backend: 'sqlite' | 'mariadb', bytes: Buffer) {
  const mine = await benchDatabase(backend);
  const dir = mkdtempSync(join(tmpdir(), 'river-bench-'));
  const file = join(dir, 'book.xlsx');
  writeFileSync(file, bytes);
  try {
    const db = await Database.open({ url: mine.url });
    await db.migrate();
    await seed(db);
    await db.close();
    built('../../src/core/workbook/sheetReader.ts');
    const child = await startChild('importer.ts', [mine.url, file], ['--max-semi-space-size=64']);
    await child.stop();
    return { ...(child.message as unknown as Imported), flags: mine.flags };
  } finally {
    rmSync(dir, { recursive: true });
    await mine.drop();
  }
}

/** The slowest press and the memory while a large ledger comes in, and while one that is far too large is refused. */
async function importBesidePresses(
  backend: 'sqlite' | 'mariadb',
  books: { large: Buffer; tooLarge: Buffer },
): Promise<Finding[]> {
  const taken = await besidePresses(backend, books.large);
  if (taken.created !== IMPORTED) throw new Error(`${taken.created} imported: ${taken.fault}`);
  const refused = await besidePresses(backend, books.tooLarge);
  if (refused.fault !== 'workbook.tooManyRows') throw new Error(`${TOO_MANY} rows: ${refused.fault}`);
  const common = { backend, better: 'lower' as const };
  return [taken, refused].flatMap((one, n) => {
    const name = n === 0 ? 'import' : 'refusal';
    return [
      {
        ...common,
        bench: `ledger.${name}, worst press in ms`,
        ratio: one.worstPressMs,
        floor: 2_000,
        detail: { ...one },
      },
      { ...common, bench: `ledger.${name}, MB`, ratio: one.rssMb, floor: 500, detail: {} },
    ];
  });
}

/** Of a ledger that is too long, as much as tells that it is one. */
const namesOf = (count: number): Promise<Buffer> =>
  writeBook([
    {
      name: '台账',
      columns: [{ heading: '名称', width: 40 }],
      rows: Array.from({ length: count }, (_, n) => [`第${n}号口`]),
    },
  ]);

/** Import and refusal of a workbook while people press. */
export async function ledgerImport(): Promise<Finding[]> {
  const books = { large: await bookOf(rowsOf(IMPORTED)), tooLarge: await namesOf(TOO_MANY) };
  const findings: Finding[] = [];
  for (const backend of BENCH_BACKENDS) findings.push(...(await importBesidePresses(backend, books)));
  return findings;
}

export async function ledger(): Promise<Finding[]> {
  const bytes = await bookOf(rowsOf(IMPORTED));
  const second = await bookOf(rowsOf(STORED - IMPORTED, IMPORTED));
  const findings: Finding[] = [];
  for (const backend of BENCH_BACKENDS) {
    const rounds: Awaited<ReturnType<typeof importRound>>[] = [];
    for (let n = 0; n < ROUNDS; n += 1) rounds.push(await importRound(backend, bytes));
    findings.push({
      bench: 'ledger.import',
      backend,
      ratio: median(rounds.map(({ ours, bare }) => ours / bare)),
      floor: 10,
      better: 'lower',
      detail: {
        flags: rounds[0]?.flags ?? '',
        outfalls: IMPORTED,
        bareMs: Math.round(median(rounds.map(({ bare }) => bare))),
        oursMs: Math.round(median(rounds.map(({ ours }) => ours))),
        rssMb: Math.round(process.memoryUsage().rss / 2 ** 20),
      },
    });
    findings.push(...(await overStored(backend, [bytes, second])));
  }
  return findings;
}
