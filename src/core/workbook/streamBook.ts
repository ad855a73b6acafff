import { setImmediate as letOthersGo } from 'node:timers/promises';
import { Zip, ZipDeflate } from 'fflate';
import { bookParts, type SheetStream, ZIPPED } from './bookParts';

/**
 * A workbook of any size, a piece after the other, while its rows are read: neither they nor the book are ever held as a
 * whole. Whoever presses meanwhile is answered between the pieces.
 */
export async function* streamBook(sheets: readonly SheetStream[]): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  for await (const { path, chunks } of bookParts(sheets)) {
    const file = new ZipDeflate(path);
    file.mtime = ZIPPED;
    zip.add(file);
    for await (const chunk of chunks) {
      file.push(chunk);
      yield* ready.splice(0);
      await letOthersGo();
    }
    file.push(new Uint8Array(), true);
    yield* ready.splice(0);
  }
  zip.end();
  yield* ready.splice(0);
}
