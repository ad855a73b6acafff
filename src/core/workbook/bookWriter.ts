/** The thread of `writeBook`: writes one large workbook, answers with its bytes, and ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { type SheetOut, writeHere } from './writeBook';

// What is thrown here ends the thread, and is the starter's 'error'.
writeHere((workerData as { sheets: SheetOut[] }).sheets).then((bytes) => parentPort?.postMessage(bytes));
