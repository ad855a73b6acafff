import type { Db } from './db';
import { ids } from './ids';

/** In ms of machine time, as browsers and tokens count. */
const CODE_LIFE = 5 * 60_000;
const ACCESS_LIFE = 7_200_000;
const REFRESH_LIFE = 604_800_000;

export interface LoginCode {
  code: string;
  open_id: string;
  redirect_uri: string;
  scope: string;
  /** S256 of the verifier, or the verifier itself with the method `plain`. */
  challenge: string | null;
  expires_machine: number;
  used: number;
}

export interface UserToken {
  token: string;
  kind: 'access' | 'refresh';
  open_id: string;
  scope: string;
  expires_machine: number;
  used: number;
}

/** Who logged in to a page of the app: codes that live five minutes, and the tokens they were exchanged for. */
export class Logins {
  constructor(private readonly db: Db) {}

  addCode(
    login: Pick<LoginCode, 'open_id' | 'redirect_uri' | 'scope' | 'challenge'>,
    machineNow: number,
  ): string {
    const code = ids.loginCode();
    this.db.run(
      'INSERT INTO login_code VALUES (?, ?, ?, ?, ?, ?, 0)',
      code,
      login.open_id,
      login.redirect_uri,
      login.scope,
      login.challenge,
      machineNow + CODE_LIFE,
    );
    return code;
  }

  code(code: string): LoginCode | undefined {
    return this.db.one<LoginCode>('SELECT * FROM login_code WHERE code = ?', code);
  }

  /** False when somebody else used the code first. */
  useCode(code: string): boolean {
    return this.db.run('UPDATE login_code SET used = 1 WHERE code = ? AND used = 0', code) > 0;
  }

  token(token: string): UserToken | undefined {
    return this.db.one<UserToken>('SELECT * FROM user_token WHERE token = ?', token);
  }

  useRefresh(token: string): boolean {
    return this.db.run('UPDATE user_token SET used = 1 WHERE token = ? AND used = 0', token) > 0;
  }

  /** Tokens as the exchange answers them; one to refresh with only for the scope `offline_access`. */
  issue(openId: string, scope: string, machineNow: number) {
    const keep = (kind: UserToken['kind'], life: number): string => {
      const token = ids.userToken();
      this.db.run(
        'INSERT INTO user_token VALUES (?, ?, ?, ?, ?, 0)',
        token,
        kind,
        openId,
        scope,
        machineNow + life,
      );
      return token;
    };
    const refreshing = scope.split(' ').includes('offline_access');
    return {
      access_token: keep('access', ACCESS_LIFE),
      expires_in: ACCESS_LIFE / 1000,
      ...(refreshing && {
        refresh_token: keep('refresh', REFRESH_LIFE),
        refresh_token_expires_in: REFRESH_LIFE / 1000,
      }),
      scope,
      token_type: 'Bearer',
    };
  }
}
