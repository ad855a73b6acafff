import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, rmSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { imageType } from './imageType';

/** Where the bytes with this SHA-256 (hex) live. */
export const mediaPath = (dataDir: string, sha256: string): string =>
  join(dataDir, 'media', sha256.slice(0, 2), sha256);

/** Drafts; thrown away at each start. */
export const incomingDir = (dataDir: string): string => join(dataDir, 'media', 'incoming');

/**
 * Throws away what a process that was killed had half stored: those photos are fetched anew. At once, so that
 * nothing of this process is there yet; a photo of another one that loses its draft is tried again.
 */
export const sweepIncoming = (dataDir: string): void =>
  rmSync(incomingDir(dataDir), { recursive: true, force: true });

export interface Stored {
  sha256: string;
  bytes: number;
  /** By the bytes themselves; null when they are no picture (and were not kept). */
  mime: string | null;
}

/**
 * Stores a picture by its SHA-256: written beside its place, flushed to the disk, then renamed, so that a file
 * under a hash is always whole. The same picture again is the same file.
 */
export async function storePicture(dataDir: string, source: AsyncIterable<Buffer>): Promise<Stored> {
  const incoming = incomingDir(dataDir);
  await mkdir(incoming, { recursive: true });
  const draft = join(incoming, randomUUID());
  try {
    const hash = createHash('sha256');
    let bytes = 0;
    let head = Buffer.alloc(0);
    await pipeline(async function* () {
      for await (const chunk of source) {
        hash.update(chunk);
        bytes += chunk.length;
        if (head.length < 16) head = Buffer.concat([head, chunk.subarray(0, 16)]);
        yield chunk;
      }
    }, createWriteStream(draft));
    const sha256 = hash.digest('hex');
    const mime = imageType(head);
    if (mime) await settle(draft, mediaPath(dataDir, sha256));
    return { sha256, bytes, mime };
  } finally {
    await rm(draft, { force: true });
  }
}

export async function settle(draft: string, place: string): Promise<void> {
  await mkdir(dirname(place), { recursive: true });
  await flush(draft);
  await rename(draft, place);
  await flush(dirname(place));
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
