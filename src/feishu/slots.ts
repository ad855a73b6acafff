/**
 * So many at a time, the others in the order in which they came. async-mutex has the same; its awaiters cost 4 µs a
 * turn, and a message takes three of them (`npm run bench -- delivery`, oursCpuUs).
 */
export class Slots {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  /** Whether whoever comes now has to wait. */
  get full(): boolean {
    return this.free === 0;
  }

  async use<T>(work: () => Promise<T>): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
