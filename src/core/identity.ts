import type { Database, Reader } from './database';
import { Fault } from './errors';
import type { Secrets } from './secrets';
import { recall, remember } from './state';

const KEY = 'identity.key';
const FEISHU = 'identity.feishu';

/** What a key is known by: nothing of the key can be read from it. */
const PROBE = 'river-chief';

export const keyFingerprint = (secrets: Secrets): string => secrets.lookup(PROBE);

/** Set while a backup is being restored: half a county must not be served. */
export const RESTORING = 'restore.unfinished';

/** Why a database does not go with this key or this Feishu; each a line for whoever starts the bot. */
export async function identityFaults(
  reader: Reader,
  secrets: Secrets,
  feishu: 'real' | 'sandbox',
): Promise<string[]> {
  const [restoring, key, used] = [
    await recall(reader, RESTORING),
    await recall(reader, KEY),
    await recall(reader, FEISHU),
  ];
  const faults: string[] = [];
  if (restoring !== null) {
    faults.push('· DATABASE_URL：这个库上次恢复备份只做了一半，请清空库和照片文件夹，再恢复一次');
  }
  if (key !== null && key !== keyFingerprint(secrets)) {
    faults.push(
      '· SECRET_KEY：和这个数据库里的手机号用的不是同一把，请换回原来的（试用时它在 DATA_DIR/secret.key）',
    );
  }
  if (used !== null && used !== feishu) {
    faults.push(
      used === 'real'
        ? '· FEISHU_APP_ID：这个数据库接的是真实飞书，请带上应用的各项设置再运行'
        : '· DATABASE_URL：这个数据库是沙箱试用过的，接真实飞书请换一个新库',
    );
  }
  return faults;
}

/**
 * Ties a database to the key that its phones are encrypted with, and to the real Feishu or the sandbox. With
 * another key nobody would be found again and an import would double everybody; with the sandbox a county's
 * people would be matched to invented ones.
 *
 * @throws Fault `config.invalid`
 */
export async function guardIdentity(
  db: Database,
  secrets: Secrets,
  feishu: 'real' | 'sandbox',
): Promise<void> {
  await db.transaction(async (tx) => {
    const [fault] = await identityFaults(tx, secrets, feishu);
    if (fault) throw new Fault('config.invalid', { faults: fault });
    if ((await recall(tx, KEY)) === null) await remember(tx, KEY, keyFingerprint(secrets));
    if ((await recall(tx, FEISHU)) === null) await remember(tx, FEISHU, feishu);
  });
}
