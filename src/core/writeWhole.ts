import { createWriteStream } from 'node:fs';
import { lstat, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/**
 * Writes a file for its owner alone, piece by piece: whoever finds it finds the whole, or what was there before. What is no
 * file (`/dev/stdout`, a pipe) is written to as it is.
 */
export async function writeWhole(
  out: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const there = await lstat(out).catch(() => null);
  if (there && !there.isFile()) {
    await pipeline(Readable.from(pieces), createWriteStream(out));
    return;
  }
  const draft = `${out}.part`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(draft, { mode: 0o600 }));
    await rename(draft, out);
  } finally {
    await rm(draft, { force: true });
  }
}
