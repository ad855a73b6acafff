import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RowDataPacket } from 'mysql2';
import { createConnection } from 'mysql2/promise';
import { Database } from '../src/core/database';

/*
 * The migrations run once a test file and database, and each test gets a copy: that is a hundredth of the time, and
 * spares MariaDB the thousands of INFORMATION_SCHEMA reads of the migrations (10.11.19 has crashed in one of them, in
 * ha_maria::drop_table). What the migrations themselves do is tested in migrations.test.ts.
 */

let folder: Promise<string> | null = null;

async function migratedFolder(): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'river-chief-migrated-'));
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
  const db = await Database.open({ url: `sqlite:${join(dir, 'test.db')}` });
  await db.migrate();
  await db.close();
  return dir;
}

/** Puts a migrated `test.db` into an empty folder. */
export async function copyMigrated(dir: string): Promise<void> {
  folder ??= migratedFolder();
  cpSync(await folder, dir, { recursive: true });
}

let statements: Promise<string> | null = null;

/** What makes the tables of a migrated database and fills in what migrations write, as statements. */
async function describe(url: string): Promise<string> {
  const server = await createConnection(url);
  const found = ['SET FOREIGN_KEY_CHECKS = 0'];
  const [tables] = await server.query<RowDataPacket[]>('SHOW TABLES');
  for (const row of tables) {
    const table = String(Object.values(row)[0]);
    const [[made]] = await server.query<RowDataPacket[]>(`SHOW CREATE TABLE \`${table}\``);
    found.push(String(made?.['Create Table']));
    const [rows] = await server.query<RowDataPacket[]>(`SELECT * FROM \`${table}\``);
    for (const values of rows) found.push(server.format(`INSERT INTO \`${table}\` SET ?`, [values]));
  }
  await server.end();
  return found.join(';\n');
}

/** Fills an empty database of a MariaDB as the migrations do. */
export async function fillMigrated(url: string): Promise<void> {
  if (!statements) {
    const db = await Database.open({ url });
    await db.migrate();
    await db.close();
    statements = describe(url);
    // Before a test writes into it.
    await statements;
    return;
  }
  const server = await createConnection({ uri: url, multipleStatements: true });
  await server.query(await statements);
  await server.end();
}
