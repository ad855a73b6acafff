import type { Calendar } from '../core/calendar';
import type { Policies } from '../core/policy';

/** What the commands of this domain need; the bot's own dependencies contain it. */
export interface RectificationDeps {
  policies: Policies;
  calendar: Calendar;
}

/** A press on an outfall's 整治 card. */
export interface RectificationPress {
  outfallId: number;
  /** The record's version that the card was drawn from; 0 while there is none. */
  version: number;
  person: { id: number; unitId: number };
  at: Date;
  /** The pressed card; its new state is the answer to the press. */
  messageId?: string | null;
}
