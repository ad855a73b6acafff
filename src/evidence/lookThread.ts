import { parentPort } from 'node:worker_threads';
import type { Asked } from './Looker';
import { lookAt, shrink } from './look';

/** The worker thread of `Looker`: one file in, what it is out; or a smaller copy of it made. */
parentPort?.on('message', async ({ id, ...asked }: Asked & { id: number }) => {
  try {
    const done = 'out' in asked ? await shrink(asked.file, asked.out) : await lookAt(asked.file, asked.mime);
    parentPort?.postMessage({ id, done });
  } catch (error) {
    parentPort?.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
