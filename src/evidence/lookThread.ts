import { parentPort } from 'node:worker_threads';
import { lookAt } from './look';

/** The worker thread of `Looker`: one file in, what it is out. */
parentPort?.on('message', async ({ id, file, mime }: { id: number; file: string; mime: string }) => {
  try {
    parentPort?.postMessage({ id, look: await lookAt(file, mime) });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
