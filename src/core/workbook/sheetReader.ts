/** The thread of `readSheetsApart`: reads one workbook, says what is in it, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { readSheets } from './readSheets';
import type { SheetsRead } from './readSheetsApart';
import { UnreadableWorkbook } from './unpack';

async function read(): Promise<SheetsRead> {
  try {
    return { sheets: await readSheets((workerData as { bytes: Uint8Array }).bytes) };
  } catch (error) {
    if (!(error instanceof UnreadableWorkbook)) throw error;
    return { code: error.code, message: error.message };
  }
}

// What is thrown here ends the thread, and is the starter's 'error'.
read().then((answer) => parentPort?.postMessage(answer));
