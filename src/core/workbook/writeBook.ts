import { join } from 'node:path';
import { type Zippable, zipSync } from 'fflate';
import { startThread } from '../thread';
import { bookParts, type SheetOut, ZIPPED } from './bookParts';

export type { CellOut, ColumnOut, SheetOut } from './bookParts';

/** Cells from which on a book is written in a thread of its own: presses wait meanwhile. */
export const LARGE = 20_000;

/**
 * Writes sheets with coloured headings that stay in view. A 台账 of 10,000 outfalls kept the process from answering for
 * 11 s before it had its own thread.
 */
export function writeBook(sheets: readonly SheetOut[]): Promise<Buffer> {
  const cells = sheets.reduce((sum, { columns, rows }) => sum + columns.length * rows.length, 0);
  return cells < LARGE ? writeHere(sheets) : writeApart(sheets);
}

function writeApart(sheets: readonly SheetOut[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const worker = startThread(join(__dirname, 'bookWriter'), { workerData: { sheets } });
    worker.once('message', (bytes: Uint8Array) =>
      resolve(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
    );
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that writes workbooks ended with ${code}`)));
  });
}

/** `writeBook` where it is called. */
export async function writeHere(sheets: readonly SheetOut[]): Promise<Buffer> {
  const files: Zippable = {};
  for await (const { path, chunks } of bookParts(sheets)) {
    const own: Uint8Array[] = [];
    for await (const chunk of chunks) own.push(chunk);
    files[path] = Buffer.concat(own);
  }
  return Buffer.from(zipSync(files, { mtime: ZIPPED }));
}
