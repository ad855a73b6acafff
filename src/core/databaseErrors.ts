import { Fault } from './errors';

/** What a lost race for SQLite's write lock looks like. */
export const isBusy = (error: unknown): boolean => /SQLITE_BUSY|database is locked/.test(String(error));

/** InnoDB gave up one of two transactions; the loser may simply try again. */
export const isDeadlock = (error: unknown): boolean =>
  /ER_LOCK_DEADLOCK|ER_LOCK_WAIT_TIMEOUT|ER_CHECKREAD/.test(String((error as { code?: string })?.code));

/** No answer, or one that leaves open what was done: a statement that was interrupted may have been the commit. */
export const isAway = (error: unknown): boolean =>
  /ECONNREFUSED|ECONNRESET|PROTOCOL_CONNECTION_LOST|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|ENOTFOUND|EAI_AGAIN|ER_SERVER_SHUTDOWN|ER_CON_COUNT|ER_TOO_MANY_USER_CONNECTIONS|ER_QUERY_INTERRUPTED|ER_STATEMENT_TIMEOUT|Connection was killed|SQLITE_IOERR|SQLITE_CANTOPEN|Unable to open|closed state|after fatal error/i.test(
    `${(error as { code?: string })?.code} ${String(error)}`,
  );

/** A second history row for one version of a matter: somebody else took that step first. */
const isOvertaken = (error: unknown): boolean =>
  (error as { code?: string })?.code === 'ER_DUP_ENTRY' && String(error).includes('history_version');

/** What a person can be told of a failed statement; anything else stays what it is. */
export function faultOf(error: unknown): unknown {
  if (error instanceof Fault) return error;
  if (isOvertaken(error)) return new Fault('press.stale');
  if (isBusy(error) || isDeadlock(error)) return new Fault('database.busy');
  if (isAway(error))
    return new Fault('database.away', { cause: String((error as { code?: string })?.code ?? '') });
  return error;
}
