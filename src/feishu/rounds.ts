import type { Logger } from '../core/log';

/** Machine time: how often a round looks by itself, how close two rounds follow, how far failures space them. */
const EVERY_MS = 1_000;
const AT_LEAST_MS = 25;
const MOST_MS = 30_000;

/**
 * Runs the same work again and again: when woken, and every second in case nobody did. A failure is logged when
 * it begins and when it ends, and spaces the rounds out.
 */
export class Rounds {
  private running: Promise<void> | null = null;
  private stopping = false;
  private woken = false;
  private rouse: () => void = () => undefined;

  constructor(
    private readonly name: string,
    private readonly log: Logger,
    private readonly round: () => Promise<void>,
  ) {}

  start(): void {
    if (this.running) return;
    this.stopping = false;
    this.running = this.run();
  }

  wake(): void {
    this.woken = true;
    this.rouse();
  }

  /** Resolves when the round under way has ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.rouse();
    await this.running;
    this.running = null;
  }

  private async run(): Promise<void> {
    for (let failures = 0; !this.stopping; ) {
      this.woken = false;
      try {
        await this.round();
        if (failures > 0) this.log.info({ work: this.name }, 'works again');
        failures = 0;
      } catch (error) {
        if (failures === 0)
          this.log.error({ err: error, work: this.name }, 'stopped working, will go on trying');
        failures += 1;
      }
      if (failures > 0) await this.sleep(Math.min(EVERY_MS * 2 ** (failures - 1), MOST_MS), false);
      else {
        await this.sleep(AT_LEAST_MS, false);
        if (!this.woken) await this.sleep(EVERY_MS, true);
      }
    }
  }

  private sleep(ms: number, wakeable: boolean): Promise<void> {
    if (this.stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.rouse = () => {
        if (!wakeable && !this.stopping) return;
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
