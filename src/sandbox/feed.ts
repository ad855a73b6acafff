import type { Db } from './db';
import type { SandboxClock } from './types';

export interface FeedLine {
  id: number;
  /** ISO instant, business time. */
  at: string;
  text: string;
}

/** What the page tells of bot and people, and the number by which the page sees that something changed. */
export class Feed {
  constructor(
    private readonly db: Db,
    private readonly clock: SandboxClock,
  ) {}

  /** Adds a sentence and counts as a change. */
  tell(text: string): void {
    this.db.run('INSERT INTO feed (at, text) VALUES (?, ?)', this.clock.now().getTime(), text);
    this.touch();
  }

  /** Something shown has changed without a sentence of its own. */
  touch(): void {
    this.db.run('UPDATE change SET seq = seq + 1');
  }

  seq(): number {
    return this.db.one<{ seq: number }>('SELECT seq FROM change')?.seq ?? 0;
  }

  /** The newest 200 lines after `id`, newest last. */
  after(id: number): FeedLine[] {
    return this.db
      .all<{ id: number; at: number; text: string }>(
        'SELECT * FROM feed WHERE id > ? ORDER BY id DESC LIMIT 200',
        id,
      )
      .reverse()
      .map((line) => ({ ...line, at: new Date(line.at).toISOString() }));
  }
}
