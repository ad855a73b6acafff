import { join } from 'node:path';
import { startThread } from '../thread';
import type { RawSheet } from './readSheets';
import { UnreadableWorkbook } from './unpack';

/** What the thread answers: an error's class is lost on the way. */
export type SheetsRead = { sheets: RawSheet[] } | { code: string; message: string };

/**
 * `readSheets` in a thread of its own, for the process that has presses to answer: reading is by far the longest that
 * a workbook keeps anybody waiting. Longest that the loop stood still while a 台账 of 2,000 rows was checked, on two busy
 * cores: 0.8–1.5 s before, 0.16–0.4 s since (the rest is checking and planning, in steps: runImport.ts). Writing it after
 * 确认导入 is one transaction as before, 0.6–1.2 s on SQLite. A 台账 of 10,000 rows takes 3.8 s of processor time and
 * 370 MB; the slowest press beside it waited 3.5 s on SQLite and 2.6 s on MariaDB, on cores with three times as much to
 * do as they can (`npm run bench -- ledgerImport`).
 *
 * @throws UnreadableWorkbook as `readSheets`
 */
export function readSheetsApart(bytes: Uint8Array): Promise<RawSheet[]> {
  return new Promise((resolve, reject) => {
    const worker = startThread(join(__dirname, 'sheetReader'), { workerData: { bytes } });
    worker.once('message', (read: SheetsRead) => {
      if ('sheets' in read) resolve(read.sheets);
      else reject(new UnreadableWorkbook(read.code, read.message));
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that reads workbooks ended with ${code}`)));
  });
}
