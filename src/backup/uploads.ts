import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UploadState } from '../../entities';
import { uploadPath, uploadsDir } from '../feishu';
import type { Manifest } from './manifest';
import type { Snapshot } from './snapshot';

/*
 * Workbooks that people sent and have not decided on: small, sealed with the county's key, gone within days.
 */

export type StagedUpload = NonNullable<Manifest['uploads']>[number];

const stagedUpload = (staging: string, id: number): string => join(staging, `upload-${id}`);

/**
 * Copies what is there aside; before the database's instant, for bytes are forgotten after the database says so. One
 * that comes in the instant between is said to be lost, and sent again.
 */
export async function stageUploads(dataDir: string, staging: string): Promise<StagedUpload[]> {
  const staged: StagedUpload[] = [];
  for (const name of await filesIn(uploadsDir(dataDir))) {
    if (!/^\d+$/.test(name)) continue;
    const id = Number(name);
    const bytes = await orNothing(readFile(uploadPath(dataDir, id)));
    if (!bytes) continue;
    await writeFile(stagedUpload(staging, id), bytes, { mode: 0o600 });
    staged.push({ id, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length });
  }
  return staged;
}

const WAITING = new Set<UploadState>(['waiting', 'preview', 'faults', 'importing', 'failed']);

/** Those of the staged that the snapshot still needs: what was forgotten meanwhile is not kept in a backup. */
export async function stillWaiting(
  snapshot: Snapshot,
  staged: readonly StagedUpload[],
): Promise<StagedUpload[]> {
  const waiting = new Set<number>();
  const table = { name: 'upload', columns: ['id', 'state'], instants: [], nextId: null };
  for await (const batch of snapshot.rows(table)) {
    for (const [id, state] of batch) if (WAITING.has(state as UploadState)) waiting.add(Number(id));
  }
  return staged.filter(({ id }) => waiting.has(id));
}

export const stagedFile = (staging: string, { id }: StagedUpload): string => stagedUpload(staging, id);

/** Puts one back where the bot looks for it. */
export async function keepUpload(dataDir: string, id: number, bytes: Buffer): Promise<void> {
  await mkdir(uploadsDir(dataDir), { recursive: true });
  await writeFile(uploadPath(dataDir, id), bytes, { mode: 0o600 });
}

const filesIn = async (folder: string): Promise<string[]> => (await orNothing(readdir(folder))) ?? [];

async function orNothing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
