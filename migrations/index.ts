import { Initial1764000000000 } from './1764000000000-initial';
import { SuggestionAnswers1764200000000 } from './1764200000000-suggestionAnswers';
import { SenderLease1764300000000 } from './1764300000000-senderLease';

/** In order; each runs unchanged on SQLite, MySQL and MariaDB. */
export const MIGRATIONS = [Initial1764000000000, SuggestionAnswers1764200000000, SenderLease1764300000000];
