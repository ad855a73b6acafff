import type { Calendar } from '../core/calendar';
import type { Policies } from '../core/policy';

/** What the commands of this domain need; the bot's own dependencies contain it. */
export interface ProblemDeps {
  policies: Policies;
  calendar: Calendar;
}

/** Who presses, on which card, when. */
export interface Pressing {
  personId: number;
  at: Date;
  /** The pressed card; its new state is the answer to the press. */
  messageId?: string | null;
  /** Who enters it for that person, as the history says; the person themself when left out. */
  actor?: string;
}

/** A press on a problem's card. */
export interface ProblemPress extends Pressing {
  problemId: number;
  /** The version that the card was drawn from. */
  version: number;
}
