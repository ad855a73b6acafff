import { Initial1764000000000 } from './1764000000000-initial';
import { SuggestionAnswers1764200000000 } from './1764200000000-suggestionAnswers';
import { ChatFiles1764330000000 } from './1764330000000-chatFiles';

/** In order; each runs unchanged on SQLite, MySQL and MariaDB. */
export const MIGRATIONS = [Initial1764000000000, SuggestionAnswers1764200000000, ChatFiles1764330000000];
