import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { AppState } from '../../entities';
import { MIGRATIONS } from '../../migrations';
import { isSqlite, writerSource } from '../../ormconfig';
import { audit, verifyAudit } from '../core/audit';
import { machineNow } from '../core/clock';
import { Database, quote, type SqlValue, sqlInstant } from '../core/database';
import { Fault } from '../core/errors';
import { isFolder } from '../core/folders';
import { RESTORING } from '../core/identity';
import type { Secrets } from '../core/secrets';
import { remember } from '../core/state';
import { storePicture, uploadsDir } from '../feishu';
import { readArchive, readText } from './archive';
import type { Places } from './backUp';
import { inspect } from './inspect';
import { hashOf, type Manifest, mediaPart, POLICY, type TableShape, tablePart, uploadPart } from './manifest';
import { keepUpload } from './uploads';

/** A short transaction each: SQLite takes 32,766 values in one statement. */
const BATCH = 500;
const MOST_RULES = 10 * 1024 * 1024;

export interface RestoreReport {
  madeAt: string;
  rows: number;
  photos: number;
  missing: string[];
  damaged: string[];
  /** Where the rules of the backup are: POLICY_FILE, or beside the data when there is another one already. */
  policyFile: string;
  audit: { sealed: number; unsealed: number };
}

/**
 * Puts a backup into an empty database and an empty folder of photos. The whole file is checked before anything is
 * written; a county that is only half there is never served (`RESTORING`), and is not restored into again.
 *
 * @throws Fault `backup.unusable`, `restore.refused`: nothing was written
 */
export async function restore(places: Places, secrets: Secrets, file: string): Promise<RestoreReport> {
  const manifest = await inspect(file, secrets);
  refuseUsed(places);
  const db = await Database.open({ url: places.databaseUrl, synchronous: 'FULL' }, { patienceMs: 30_000 });
  try {
    await db.check();
    await refuseFull(db);
    await makeTables(places.databaseUrl, manifest);
    const policyFile = await fill(db, places, manifest, file);
    await db.migrate();
    await db.transaction(async (tx) => {
      await tx.remove(AppState, { name: RESTORING });
      const detail = { madeAt: manifest.madeAt };
      audit(tx, {
        at: machineNow(),
        actor: 'cli',
        action: 'restored',
        subjectType: 'backup',
        subjectId: null,
        detail,
      });
    });
    const { madeAt, tables, media, missing, damaged } = manifest;
    return {
      madeAt,
      rows: tables.reduce((all, { rows }) => all + rows, 0),
      photos: media.length,
      missing,
      damaged,
      policyFile,
      audit: await verifyAudit(db),
    };
  } finally {
    await db.close();
  }
}

/** @throws Fault where something is already, or a folder is not */
function refuseUsed({ databaseUrl, dataDir }: Places): void {
  const media = join(dataDir, 'media');
  if (existsSync(media) && readdirSync(media).length > 0) {
    throw new Fault('restore.refused', { why: `${media} 里已经有照片。恢复只能用空的 DATA_DIR，请先移走` });
  }
  if (existsSync(uploadsDir(dataDir)) && readdirSync(uploadsDir(dataDir)).length > 0) {
    const why = `${uploadsDir(dataDir)} 里已经有文件。恢复只能用空的 DATA_DIR，请先移走`;
    throw new Fault('restore.refused', { why });
  }
  const folder = isSqlite(databaseUrl) && dirname(databaseUrl.slice('sqlite:'.length));
  if (folder && !isFolder(folder))
    throw new Fault('restore.refused', { why: `没有 ${folder} 这个文件夹，请先建好` });
}

async function refuseFull(db: Database): Promise<void> {
  const [row] = await db.read.query<{ n: number }>(
    db.dialect === 'sqlite'
      ? 'SELECT COUNT(*) AS n FROM sqlite_master'
      : 'SELECT COUNT(*) AS n FROM information_schema.tables WHERE table_schema = DATABASE()',
  );
  if (Number(row?.n) > 0) {
    throw new Fault('restore.refused', {
      why: '数据库不是空的。请换一个空库（MariaDB：DROP DATABASE 再 CREATE DATABASE；SQLite：移走数据库文件），并停掉正在用它的程序',
    });
  }
}

/** The tables as they were when the backup was made; what this program has added since comes after the rows. */
async function makeTables(url: string, { migrations }: Manifest): Promise<void> {
  const source = writerSource({ url }).setOptions({
    migrations: MIGRATIONS.filter(({ name }) => migrations.includes(name)),
  });
  await source.initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}

/** @returns where the rules were put */
async function fill(db: Database, places: Places, manifest: Manifest, file: string): Promise<string> {
  await db.transaction((tx) => remember(tx, RESTORING, manifest.madeAt));
  const tables = new Map(manifest.tables.map((table) => [tablePart(table.name), table]));
  const photos = new Set(manifest.media.map(({ sha256 }) => mediaPart(sha256)));
  const uploads = new Map((manifest.uploads ?? []).map(({ id }) => [uploadPart(id), id]));
  let policyFile = '';
  for await (const { name, bytes } of readArchive(file)) {
    const table = tables.get(name);
    if (table) await fillTable(db, table, bytes);
    else if (photos.has(name)) await keepPhoto(places.dataDir, name, bytes);
    else if (uploads.has(name))
      await keepUpload(places.dataDir, Number(uploads.get(name)), await wholeOf(bytes));
    else if (name === POLICY) policyFile = await keepRules(places, await readText(bytes, MOST_RULES));
  }
  return policyFile;
}

async function wholeOf(bytes: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts);
}

async function fillTable(db: Database, table: TableShape, bytes: AsyncIterable<Buffer>): Promise<void> {
  let batch: SqlValue[][] = [];
  const flush = async () => {
    const rows = batch;
    batch = [];
    if (rows.length > 0) await insert(db, table, rows);
  };
  for await (const line of createInterface({
    input: Readable.from(bytes),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    batch.push(valuesOf(table, JSON.parse(line) as SqlValue[]));
    if (batch.length === BATCH) await flush();
  }
  await flush();
  if (table.nextId !== null) await goOnFrom(db, table.name, table.nextId);
}

const valuesOf = ({ columns, instants }: TableShape, row: SqlValue[]): SqlValue[] =>
  row.map((value, n) =>
    value !== null && instants.includes(columns[n] as string) ? sqlInstant(new Date(String(value))) : value,
  );

async function insert(db: Database, { name, columns }: TableShape, rows: SqlValue[][]): Promise<void> {
  const names = columns.map((column) => quote(db.dialect, column)).join(', ');
  const tuple = `(${columns.map(() => '?').join(', ')})`;
  const sql = `INSERT INTO ${quote(db.dialect, name)} (${names}) VALUES ${rows.map(() => tuple).join(', ')}`;
  await db.transaction((tx) => tx.run(sql, rows.flat()));
}

/** Ids of rows that are gone by now stay used: a delivery keeps the id of its outbox row. */
async function goOnFrom(db: Database, name: string, nextId: number): Promise<void> {
  await db.transaction(async (tx) => {
    if (db.dialect === 'mysql') {
      await tx.run(`ALTER TABLE ${quote('mysql', name)} AUTO_INCREMENT = ${nextId}`);
      return;
    }
    await tx.run('DELETE FROM sqlite_sequence WHERE name = ?', [name]);
    await tx.run('INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)', [name, nextId - 1]);
  });
}

async function keepPhoto(dataDir: string, part: string, bytes: AsyncIterable<Buffer>): Promise<void> {
  const { sha256, mime } = await storePicture(dataDir, bytes);
  // Checked a moment ago: the file was changed under our hands.
  if (!mime || mediaPart(sha256) !== part) throw new Error(`${part} is not what it was`);
}

/** Rules that are there already are left alone: which of the two is right is for the county to say. */
async function keepRules({ policyFile, dataDir }: Places, rules: string): Promise<string> {
  if (existsSync(policyFile) && hashOf(readFileSync(policyFile)) === hashOf(rules)) return policyFile;
  const file = existsSync(policyFile) ? join(dataDir, 'policy.restored.yaml') : policyFile;
  await writeFile(file, rules);
  return file;
}
