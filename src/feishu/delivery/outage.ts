import type { Logger } from '../../core/log';
import type { FeishuRefusal } from '../errors';
import type { Observe } from '../observe';

const MOST_MS = 30_000;

/**
 * Whether Feishu is out as a whole (gone, failing, or refusing the app itself). Then trying every waiting message
 * would only make each of them doubtful: after a growing pause one message finds out whether it is back.
 * Logged once when it begins and once when it ends.
 */
export class Outage {
  private failures = 0;
  /** Machine time, ms. */
  until = 0;

  constructor(
    private readonly log: Logger,
    private readonly machine: () => Date,
    private readonly observe?: Observe,
  ) {}

  get waiting(): boolean {
    const left = this.until - this.machine().getTime();
    // A longer pause than any of ours: the machine's clock was set back.
    return left > 0 && left <= MOST_MS;
  }

  get probing(): boolean {
    return this.failures > 0;
  }

  /** @returns until when to wait, in machine time; calls that failed together count once */
  met(refusal: FeishuRefusal): Date {
    const { kind, code, sentence } = refusal;
    if (!this.waiting) {
      if (this.failures === 0) {
        this.log.error({ kind, code, sentence }, 'Feishu is out, messages wait');
        this.observe?.('outage', { kind });
      }
      this.until = this.machine().getTime() + Math.min(1_000 * 2 ** this.failures, MOST_MS);
      this.failures += 1;
    }
    return new Date(this.until);
  }

  over(): void {
    if (this.failures === 0) return;
    this.failures = 0;
    this.until = 0;
    this.log.info('Feishu answers again');
    this.observe?.('recovery', {});
  }
}
