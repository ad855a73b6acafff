import type { Database } from '../../core/database';
import { Batcher } from '../batcher';
import type { Claimed, Claims } from './claims';
import { applyOutcomes, type Outcome } from './outcomes';

/** Written in one transaction at most. */
const MOST = 100;
/** How long is waited for more while nobody is held up by it. Machine time. */
const GATHER_MS = 20;

type Entry = { mark: Claimed } | { outcome: Outcome };

/**
 * What is written down around the calls to Feishu: what is about to leave is marked, and what became of it noted.
 * Both go together, many in one transaction of two round trips: about 60 of them for 3,000 messages.
 */
export class Ledger {
  private readonly entries: Batcher<Entry, boolean>;

  /**
   * @param asOf business time
   * @param full whether all calls are under way: then what is written now is needed only in a moment
   */
  constructor(
    private readonly db: Database,
    private readonly claims: Claims,
    private readonly asOf: () => Date,
    full: () => boolean,
  ) {
    this.entries = new Batcher(
      (entries) => this.write(entries),
      MOST,
      () => (full() ? GATHER_MS : 0),
    );
  }

  /** About to be sent. @returns false when the claim ran out and is no longer ours */
  mark(claimed: Claimed): Promise<boolean> {
    return this.entries.add({ mark: claimed });
  }

  /** @returns whether it was ours to write */
  note(outcome: Outcome): Promise<boolean> {
    return this.entries.add({ outcome });
  }

  private async write(entries: Entry[]): Promise<boolean[]> {
    const marks = entries.flatMap((entry) => ('mark' in entry ? entry.mark : []));
    const outcomes = entries.flatMap((entry) => ('outcome' in entry ? entry.outcome : []));
    const [marked, noted] = await this.db.transaction(async (tx) => {
      const marking = this.claims.markAll(tx, marks);
      tx.alongside(marking);
      const noting = await applyOutcomes(tx, this.claims.tokenNow, outcomes, this.asOf());
      return [(await marking).values(), noting.values()];
    });
    return entries.map((entry) => ('mark' in entry ? marked : noted)?.next().value === true);
  }
}
