import { ApiError } from './apiError';
import type { Db } from './db';
import { ids } from './ids';

/** How many seconds must be left for the same token to be handed out again. */
const REUSE = 1_800;

/**
 * Tenant tokens. They live by machine time: the SDK's cache counts their life by the machine's clock, so a driven
 * business clock must not expire what the client still holds to be valid.
 */
export class Tokens {
  constructor(private readonly db: Db) {}

  /** The current token and its remaining seconds; a new one when under 30 minutes are left. */
  issue(machineNow: number, life: number): { token: string; expire: number } {
    return this.db.write(() => {
      const current = this.db.one<{ token: string; expires_machine: number }>(
        'SELECT * FROM token ORDER BY expires_machine DESC LIMIT 1',
      );
      const left = current ? Math.floor((current.expires_machine - machineNow) / 1000) : 0;
      if (current && left >= REUSE) return { token: current.token, expire: left };
      const token = ids.token();
      this.db.run('DELETE FROM token WHERE expires_machine < ?', machineNow);
      this.db.run('INSERT INTO token VALUES (?, ?)', token, machineNow + life * 1000);
      return { token, expire: life };
    });
  }

  /**
   * Throws 99991661 without a bearer, 99991671 for one of another make, 99991668 for one of a person, 99991663 for one unknown or expired.
   * @param status HTTP status of these
   */
  check(authorization: string | undefined, machineNow: number, status: number): void {
    const token = bearer(authorization);
    if (!token)
      throw new ApiError(
        99991661,
        'Missing access token for authorization. Please make a request with token attached.',
        status,
      );
    if (this.db.one('SELECT token FROM user_token WHERE token = ?', token)) {
      throw new ApiError(
        99991668,
        'Invalid access token for authorization: this API takes no user token.',
        status,
      );
    }
    if (!/^[tu]-/.test(token))
      throw new ApiError(99991671, 'Invalid access token: must start with t- or u-.', status);
    const known = this.db.one(
      'SELECT token FROM token WHERE token = ? AND expires_machine > ?',
      token,
      machineNow,
    );
    if (!known) {
      throw new ApiError(
        99991663,
        'Invalid access token for authorization. Please make a request with token attached.',
        status,
      );
    }
  }

  forget(): void {
    this.db.run('DELETE FROM token');
  }
}

/** The token of an `Authorization: Bearer` header. */
export function bearer(authorization: string | undefined): string | undefined {
  return /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
}
