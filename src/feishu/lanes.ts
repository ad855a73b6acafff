import { Slots } from './slots';

/**
 * Runs work in lanes: what has the same key runs one after the other, in the order given; different keys run
 * together, at most `width` at a time.
 */
export class Lanes<K> {
  /** What waits in each lane in use behind what runs in it. */
  private readonly behind = new Map<K, (() => Promise<void>)[]>();
  private readonly slots: Slots;
  private waiting: (() => void)[] = [];
  /** How many are running or wait for their turn. */
  size = 0;

  constructor(width: number) {
    this.slots = new Slots(width);
  }

  /** @param work must not throw */
  run(key: K, work: () => Promise<void>): void {
    this.size += 1;
    const lane = this.behind.get(key);
    if (lane) {
      lane.push(work);
      return;
    }
    this.behind.set(key, []);
    void this.runLane(key, work);
  }

  /** Resolves when at most `most` are left. */
  async atMost(most: number): Promise<void> {
    while (this.size > most) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  private async runLane(key: K, first: () => Promise<void>): Promise<void> {
    for (let work: typeof first | undefined = first; work; work = this.behind.get(key)?.shift()) {
      await this.slots.use(work);
      this.size -= 1;
      const { waiting } = this;
      this.waiting = [];
      for (const go of waiting) go();
    }
    this.behind.delete(key);
  }
}
