import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';

/** One part of a backup; its bytes are streamed, however large it is. */
export interface Part {
  name: string;
  size: number;
  open(): Readable;
}

export const textPart = (name: string, text: string): Part => ({
  name,
  size: Buffer.byteLength(text),
  open: () => Readable.from([Buffer.from(text)]),
});

export const filePart = (name: string, file: string, size: number): Part => ({
  name,
  size,
  open: () => createReadStream(file),
});

/** Most of a backup is photos, which no effort makes smaller. */
const FAST = { level: 1 };

/** Writes a tar.gz that only its owner can read, down to the disk. @throws when the file is there already */
export async function writeArchive(file: string, parts: readonly Part[]): Promise<void> {
  const archive = pack();
  const feed = async () => {
    for (const { name, size, open } of parts) {
      await pipeline(open(), archive.entry({ name, size, mode: 0o600 }));
    }
    archive.finalize();
  };
  const written = pipeline(
    archive,
    createGzip(FAST),
    createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true }),
  );
  await Promise.all([
    written,
    feed().catch((error: Error) => {
      archive.destroy(error);
      throw error;
    }),
  ]);
}

export interface ReadPart {
  name: string;
  bytes: AsyncIterable<Buffer>;
}

/** The parts in their order; each is to be read to its end before the next. @throws what the file or gzip says */
export async function* readArchive(file: string): AsyncGenerator<ReadPart> {
  const archive = extract();
  const reading = pipeline(createReadStream(file), createGunzip(), archive);
  // It fails with the loop below, or because the loop was left early.
  reading.catch(() => undefined);
  try {
    for await (const entry of archive) {
      // Its types know no more than that it can be iterated.
      yield { name: entry.header.name, bytes: entry as AsyncIterable<Buffer> };
      entry.resume();
    }
    await reading;
  } finally {
    archive.destroy();
  }
}

/** @throws when it is longer than any such text */
export async function readText(bytes: AsyncIterable<Buffer>, most: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > most) throw new Error(`a text of more than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
