import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes a file for its owner alone, piece by piece: whoever finds it finds the whole, or what was there before. */
export async function writeWhole(
  out: string,
  pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
  const draft = `${out}.part`;
  try {
    await pipeline(Readable.from(pieces), createWriteStream(draft, { mode: 0o600 }));
    await rename(draft, out);
  } finally {
    await rm(draft, { force: true });
  }
}
