import { setImmediate as nextRound, setTimeout as pause } from 'node:timers/promises';

interface Item<T, R> {
  value: T;
  resolve(result: R): void;
  reject(error: unknown): void;
}

/**
 * Gathers what comes together and what comes while the last batch is being written, and writes it in one go:
 * one transaction for many acknowledgements is twice as fast on MariaDB as one for each.
 */
export class Batcher<T, R> {
  private waiting: Item<T, R>[] = [];
  private running = false;

  /**
   * @param write answers in the order of its input
   * @param gatherMs how long to wait for more before each batch, in ms of machine time; asked each time
   */
  constructor(
    private readonly write: (values: T[]) => Promise<R[]>,
    private readonly most = 100,
    private readonly gatherMs: () => number = () => 0,
  ) {}

  add(value: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ value, resolve, reject });
      if (!this.running) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.running = true;
    await nextRound();
    while (this.waiting.length > 0) {
      const ms = this.gatherMs();
      if (ms > 0) await pause(ms);
      const batch = this.waiting.splice(0, this.most);
      try {
        const results = await this.write(batch.map(({ value }) => value));
        for (const [n, item] of batch.entries()) item.resolve(results[n] as R);
      } catch (error) {
        for (const item of batch) item.reject(error);
      }
    }
    this.running = false;
  }
}
