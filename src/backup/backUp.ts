import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MIGRATIONS } from '../../migrations';
import { isSqlite } from '../../ormconfig';
import { version } from '../../package.json';
import { machineNow } from '../core/clock';
import { Fault } from '../core/errors';
import { keyFingerprint, RESTORING } from '../core/identity';
import { parsePolicy } from '../core/policy';
import type { Secrets } from '../core/secrets';
import { mediaPath } from '../feishu';
import { filePart, type Part, textPart, writeArchive } from './archive';
import {
  hashOf,
  MANIFEST,
  type Manifest,
  mediaPart,
  POLICY,
  SEAL,
  sealOf,
  type TableShape,
  tablePart,
  uploadPart,
} from './manifest';
import { Snapshot, type SnapshotTable } from './snapshot';
import { type StagedUpload, stagedFile, stageUploads, stillWaiting } from './uploads';

/** Where a county's things are. */
export interface Places {
  databaseUrl: string;
  dataDir: string;
  policyFile: string;
}

export interface BackupReport {
  file: string;
  bytes: number;
  madeAt: string;
  tables: Record<string, number>;
  photos: number;
  /** Photos of the database that the disk has lost, or that no longer are what was stored. */
  missing: string[];
  damaged: string[];
}

/**
 * Writes one file with the database, the photos, the workbooks that wait for a decision and the rules, all as of one instant, while the bot goes on. The
 * database is written down in its own terms (NDJSON), so that a backup of SQLite is restored into MariaDB and the
 * other way round. SECRET_KEY is not in it.
 *
 * @throws Fault `input.invalid` when OUT is there already or there is nothing to back up
 */
export async function backUp(places: Places, secrets: Secrets, out: string): Promise<BackupReport> {
  if (existsSync(out)) throw new Fault('input.invalid', { what: `已经有 ${out} 这个文件，请换个名字` });
  const staging = await mkdtemp(`${out}.`);
  try {
    const manifest = await writeDown(places, secrets, staging);
    const text = JSON.stringify(manifest);
    const draft = join(staging, 'backup');
    await writeArchive(draft, [
      textPart(MANIFEST, text),
      textPart(SEAL, sealOf(text, secrets)),
      ...(await partsOf(manifest, places, staging)),
    ]);
    const { size } = await stat(draft);
    await rename(draft, out);
    return reportOf(manifest, out, size);
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
}

/** Puts tables and rules into the staging folder. @returns what they are */
async function writeDown(places: Places, secrets: Secrets, staging: string): Promise<Manifest> {
  const rules = await readFile(places.policyFile, 'utf8');
  const policy = { version: parsePolicy(rules, places.policyFile).version, sha256: hashOf(rules) };
  await pipeline([rules], createWriteStream(join(staging, POLICY)));

  const { databaseUrl, dataDir } = places;
  if (isSqlite(databaseUrl) && !existsSync(databaseUrl.slice('sqlite:'.length))) {
    throw new Fault('input.invalid', { what: '还没有数据库，没有可备份的' });
  }
  const staged = await stageUploads(dataDir, staging);
  const { hashes, ...database } = await copyDatabase(databaseUrl, staging, staged);
  return {
    kind: 'river-chief-backup',
    format: 1,
    program: version,
    madeAt: machineNow().toISOString(),
    key: keyFingerprint(secrets),
    policy,
    ...database,
    // Photos are stored before the database knows them and never changed after: those of the snapshot are all there.
    ...(await lookAtPhotos(hashes, dataDir)),
  };
}

async function copyDatabase(
  url: string,
  staging: string,
  staged: readonly StagedUpload[],
): Promise<Pick<Manifest, 'migrations' | 'tables' | 'uploads'> & { hashes: string[] }> {
  const snapshot = await Snapshot.open({ url });
  try {
    const migrations = await migrationsOf(snapshot);
    const tables: TableShape[] = [];
    for (const table of await snapshot.tables()) tables.push(await writeTable(snapshot, table, staging));
    const hashes: string[] = [];
    const photos = { name: 'media_file', columns: ['id', 'sha256'], instants: [], nextId: null };
    for await (const batch of snapshot.rows(photos)) hashes.push(...batch.map(([, hash]) => String(hash)));
    return { migrations, tables, hashes, uploads: await stillWaiting(snapshot, staged) };
  } finally {
    await snapshot.close();
  }
}

/** @throws Fault when the tables are not those that this program knows */
async function migrationsOf(snapshot: Snapshot): Promise<string[]> {
  const applied = await snapshot.migrations();
  const known = MIGRATIONS.map(({ name }) => name);
  if (applied.length === 0) throw new Fault('input.invalid', { what: '数据库是空的，没有可备份的' });
  if (applied.join() !== known.join()) {
    throw new Fault('input.invalid', {
      what: '数据库和程序不是同一版：请用原来那版程序备份，或先运行 migrate',
    });
  }
  if ((await snapshot.recall(RESTORING)) !== null) {
    throw new Fault('input.invalid', { what: '这个库上次恢复备份只做了一半，不能备份' });
  }
  return applied;
}

async function writeTable(snapshot: Snapshot, table: SnapshotTable, staging: string): Promise<TableShape> {
  const hash = createHash('sha256');
  let rows = 0;
  await pipeline(
    async function* () {
      for await (const batch of snapshot.rows(table)) {
        rows += batch.length;
        const text = batch.map((row) => `${JSON.stringify(row)}\n`).join('');
        hash.update(text);
        yield text;
      }
    },
    createWriteStream(join(staging, table.name)),
  );
  return { ...table, rows, sha256: hash.digest('hex') };
}

/** Reads every photo that the database knows: a backup says what is missing now, not on the day it is needed. */
async function lookAtPhotos(
  hashes: readonly string[],
  dataDir: string,
): Promise<Pick<Manifest, 'media' | 'missing' | 'damaged'>> {
  const found: Pick<Manifest, 'media' | 'missing' | 'damaged'> = { media: [], missing: [], damaged: [] };
  for (const sha256 of hashes) {
    const seen = await fingerprint(mediaPath(dataDir, sha256));
    if (!seen) found.missing.push(sha256);
    else if (seen.sha256 !== sha256) found.damaged.push(sha256);
    else found.media.push(seen);
  }
  return found;
}

async function fingerprint(file: string): Promise<{ sha256: string; bytes: number } | null> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return { sha256: hash.digest('hex'), bytes };
}

async function partsOf(manifest: Manifest, { dataDir }: Places, staging: string): Promise<Part[]> {
  const staged = async (name: string, file: string) => {
    const path = join(staging, file);
    return filePart(name, path, (await stat(path)).size);
  };
  return [
    await staged(POLICY, POLICY),
    ...(await Promise.all(manifest.tables.map(({ name }) => staged(tablePart(name), name)))),
    ...(manifest.uploads ?? []).map((upload) =>
      filePart(uploadPart(upload.id), stagedFile(staging, upload), upload.bytes),
    ),
    ...manifest.media.map(({ sha256, bytes }) =>
      filePart(mediaPart(sha256), mediaPath(dataDir, sha256), bytes),
    ),
  ];
}

const reportOf = (
  { madeAt, tables, media, missing, damaged }: Manifest,
  file: string,
  bytes: number,
): BackupReport => ({
  file,
  bytes,
  madeAt,
  tables: Object.fromEntries(tables.map(({ name, rows }) => [name, rows])),
  photos: media.length,
  missing,
  damaged,
});
