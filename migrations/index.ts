import { Initial1764000000000 } from './1764000000000-initial';

/** In order; each runs unchanged on SQLite, MySQL and MariaDB. */
export const MIGRATIONS = [Initial1764000000000];
