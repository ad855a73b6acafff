import { Semaphore } from 'async-mutex';

/**
 * Runs work in lanes: what has the same key runs one after the other, in the order given; different keys run
 * together, at most `width` at a time.
 */
export class Lanes<K> {
  private readonly tails = new Map<K, Promise<void>>();
  private readonly gate: Semaphore;
  private waiting: (() => void)[] = [];
  /** How many are running or wait for their turn. */
  size = 0;

  constructor(width: number) {
    this.gate = new Semaphore(width);
  }

  /** @param work must not throw */
  run(key: K, work: () => Promise<void>): void {
    this.size += 1;
    const before = this.tails.get(key) ?? Promise.resolve();
    const tail = before
      .then(() => this.gate.runExclusive(work))
      .finally(() => {
        this.size -= 1;
        if (this.tails.get(key) === tail) this.tails.delete(key);
        const waiting = this.waiting;
        this.waiting = [];
        for (const go of waiting) go();
      });
    this.tails.set(key, tail);
  }

  /** Resolves when at most `most` are left. */
  async atMost(most: number): Promise<void> {
    while (this.size > most) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }
}
