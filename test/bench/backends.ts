import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection } from 'mysql2/promise';

export interface BenchDatabase {
  url: string;
  /** What decides how fast a commit is. */
  flags: string;
  drop(): Promise<void>;
}

export const BENCH_BACKENDS: ('sqlite' | 'mariadb')[] = process.env.TEST_MARIADB_URL
  ? ['sqlite', 'mariadb']
  : ['sqlite'];

/** An empty database of its own, dropped afterwards. */
export async function benchDatabase(backend: 'sqlite' | 'mariadb'): Promise<BenchDatabase> {
  if (backend === 'sqlite') {
    const dir = mkdtempSync(join(tmpdir(), 'river-bench-'));
    return {
      url: `sqlite:${join(dir, 'bench.db')}`,
      flags: 'WAL, synchronous=NORMAL',
      drop: async () => rmSync(dir, { recursive: true, force: true }),
    };
  }
  const name = `bench_${randomUUID().slice(0, 8)}`;
  const admin = await createConnection(String(process.env.TEST_MARIADB_URL));
  await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  const [rows] = await admin.query(
    'SELECT @@version AS v, @@innodb_flush_log_at_trx_commit AS f, @@sync_binlog AS b',
  );
  const { v, f, b } = (rows as { v: string; f: number; b: number }[])[0] ?? { v: '?', f: 0, b: 0 };
  return {
    url: `${process.env.TEST_MARIADB_URL}/${name}`,
    flags: `${v}, flush_log_at_trx_commit=${f}, sync_binlog=${b}`,
    drop: async () => {
      await admin.query(`DROP DATABASE ${name}`);
      await admin.end();
    },
  };
}
