import type { Db } from './db';
import { ids } from './ids';
import type { AppIdentity } from './types';

/** What the bot is called in the tenant. */
export const BOT_NAME = '河长助手';

/** The app and tenant of this sandbox: made at the first start and kept, so that links, tokens and keys survive. */
export function loadIdentity(db: Db): AppIdentity & { tenantKey: string; botOpenId: string } {
  const fresh = {
    appId: ids.app(),
    appSecret: ids.secret(),
    encryptKey: ids.secret(),
    verificationToken: ids.secret(),
    tenantKey: ids.tenant(),
    botOpenId: ids.open(),
  };
  // Another process may be starting on the same file: the first to insert wins, both read the winner.
  db.run('INSERT OR IGNORE INTO setting VALUES (?, ?)', 'identity', JSON.stringify(fresh));
  const kept = db.one<{ value: string }>('SELECT value FROM setting WHERE key = ?', 'identity');
  return kept ? (JSON.parse(kept.value) as typeof fresh) : fresh;
}
