import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { Mutex } from 'async-mutex';
import { startThread } from '../core/thread';
import type { Look } from './look';

/** Longer than the decoder's own limit, shorter than an event's lease. Machine time. */
const MOST_MS = 20_000;
/** JavaScript's part; pixels are bounded by `MOST_PIXELS`. */
const HEAP_MB = 128;

export interface LookerOptions {
  /** For tests: another thread's file, and how long it may take. */
  thread?: string;
  mostMs?: number;
}

/** What the thread is asked: what a file is, or to write a smaller copy. */
export type Asked = { file: string; mime: string } | { file: string; out: string };

type Answer = { id: number } & ({ done: unknown } | { error: string });

/**
 * Looks at photos in one worker thread, one at a time, so that no press waits for pixels. The thread starts with the
 * first photo; one that dies, or takes too long, fails that photo and is replaced for the next.
 */
export class Looker {
  private worker: Worker | null = null;
  private readonly turn = new Mutex();
  private serial = 0;

  constructor(private readonly options: LookerOptions = {}) {}

  /** @throws when the thread died or took too long over it, or the file cannot be read */
  look(file: string, mime: string): Promise<Look> {
    return this.turn.runExclusive(() => this.ask<Look>({ file, mime }));
  }

  /** Writes a copy that is small enough for a card. @throws as `look`, and when it cannot be decoded */
  shrink(file: string, out: string): Promise<void> {
    return this.turn.runExclusive(() => this.ask<void>({ file, out }));
  }

  async stop(): Promise<void> {
    const { worker } = this;
    this.worker = null;
    await worker?.terminate();
  }

  private ask<T>(asked: Asked): Promise<T> {
    const worker = this.awake();
    this.serial += 1;
    const id = this.serial;
    return new Promise<T>((resolve, reject) => {
      const { mostMs = MOST_MS } = this.options;
      const late = setTimeout(() => fail(new Error(`no answer within ${mostMs} ms`)), mostMs);
      const end = () => {
        clearTimeout(late);
        worker.off('message', answered);
        worker.off('error', fail);
        worker.off('exit', exited);
      };
      const answered = (answer: Answer) => {
        if (answer.id !== id) return;
        end();
        if ('done' in answer) resolve(answer.done as T);
        else reject(new Error(answer.error));
      };
      const fail = (why: Error) => {
        end();
        this.forget(worker);
        worker.terminate().then(() => reject(why), reject);
      };
      const exited = (code: number) => fail(new Error(`the thread ended with ${code}`));
      worker.on('message', answered);
      worker.on('error', fail);
      worker.on('exit', exited);
      worker.postMessage({ id, ...asked });
    });
  }

  private awake(): Worker {
    if (this.worker) return this.worker;
    const worker = startThread(this.options.thread ?? join(__dirname, 'lookThread'), {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    // Between two photos too: an error that nobody listens to would end the process.
    worker.on('error', () => this.forget(worker));
    worker.on('exit', () => this.forget(worker));
    // A thread that waits for a photo keeps nobody from leaving.
    worker.unref();
    this.worker = worker;
    return worker;
  }

  private forget(worker: Worker): void {
    if (this.worker === worker) this.worker = null;
  }
}
