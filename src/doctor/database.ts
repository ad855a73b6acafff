import { Person, PolicyVersion } from '../../entities';
import { MIGRATIONS } from '../../migrations';
import { machineNow } from '../core/clock';
import { Database, instantOf, sqlInstant } from '../core/database';
import { startFault } from '../core/databaseAtStart';
import { Fault } from '../core/errors';
import { identityFaults } from '../core/identity';
import { type Policy, policyHash } from '../core/policy';
import { Secrets } from '../core/secrets';
import { remember } from '../core/state';
import { bad, type Check, good } from './check';
import { lookAtMessages, lookAtPresses } from './heard';
import type { Settings } from './settings';

const DATABASE = ['database', '数据库'] as const;
const CHARSET = ['database-charset', '数据库字符集'] as const;
const TABLES = ['database-tables', '数据库结构'] as const;
const WRITES = ['database-writes', '数据库读写'] as const;
const KEY = ['secret-key', '手机号密钥'] as const;
const RULES = ['policy-in-force', '生效的规则'] as const;
const ROSTER = ['roster', '花名册'] as const;
const PEOPLE = ['people', '飞书里找到的人'] as const;

/** Looks, and changes nothing but a note that proves that it can be written to. */
export async function lookAtDatabase(
  databaseUrl: string,
  { secretKey, feishu, real, config, inbound, river }: Settings,
  policy: Policy | null,
): Promise<Check[]> {
  let db: Database;
  try {
    db = await Database.open({ url: databaseUrl });
  } catch (error) {
    return [failed(DATABASE, error, databaseUrl, config?.trial)];
  }
  try {
    const tables = await lookAtTables(db, river);
    const checks = [
      good(DATABASE, `连上了（${db.dialect === 'sqlite' ? 'SQLite' : 'MySQL/MariaDB'}）`),
      await lookAtCharset(db),
      tables,
    ];
    if (!tables.ok) return checks;
    checks.push(await lookAtWrites(db));
    if (secretKey) checks.push(await lookAtKey(db, new Secrets(secretKey), real ? 'real' : 'sandbox'));
    if (policy) checks.push(await lookAtRules(db, policy));
    checks.push(...(await lookAtPeople(db, river)));
    if (feishu) checks.push(await lookAtMessages(db, inbound), await lookAtPresses(db));
    return checks;
  } catch (error) {
    return [failed(DATABASE, error, databaseUrl, config?.trial)];
  } finally {
    await db.close();
  }
}

function failed(naming: typeof DATABASE, error: unknown, databaseUrl: string, trial = false): Check {
  const fault = startFault(error, { databaseUrl, trial });
  if (!(fault instanceof Fault)) throw error;
  const { why, mend, setting, url } = fault.params;
  return why
    ? bad(naming, String(why), `${mend}（设置 ${setting}，现在是 ${url}）`)
    : bad(naming, '用不了', fault.message);
}

async function lookAtCharset(db: Database): Promise<Check> {
  try {
    await db.check();
    return good(CHARSET, 'utf8mb4');
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'database.charset') throw error;
    return bad(CHARSET, String(error.params.found), error.message);
  }
}

async function lookAtTables(db: Database, river: string): Promise<Check> {
  const [row] = await db.read.query<{ n: number }>(
    db.dialect === 'sqlite'
      ? "SELECT COUNT(*) AS n FROM sqlite_master WHERE name = 'migrations'"
      : "SELECT COUNT(*) AS n FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = 'migrations'",
  );
  const applied =
    Number(row?.n) > 0 ? await db.read.query<{ name: string }>('SELECT name FROM migrations') : [];
  const pending = MIGRATIONS.filter(({ name }) => !applied.some((one) => one.name === name));
  const newer = applied.filter(({ name }) => !MIGRATIONS.some((one) => one.name === name));
  if (newer.length > 0) return bad(TABLES, '比程序新', '换上升级后的程序，不要用旧程序开新库');
  if (pending.length === 0) return good(TABLES, '是最新的');
  const found = applied.length === 0 ? '还没有建表' : `差 ${pending.length} 步`;
  return bad(TABLES, found, `运行 ${river} migrate（要恢复备份就不用，恢复时会建）`);
}

/** An instant that came back changed would shift every deadline; a full disk reads as well as ever. */
async function lookAtWrites(db: Database): Promise<Check> {
  const now = machineNow();
  const [row] = await db.read.query<{ at: unknown }>(
    db.dialect === 'sqlite' ? 'SELECT ? AS at' : 'SELECT CAST(? AS DATETIME(3)) AS at',
    [sqlInstant(now)],
  );
  if (instantOf(row?.at).getTime() !== now.getTime()) {
    return bad(WRITES, '时间存进去再取出来变了', '去掉 DATABASE_URL 里的 timezone、dateStrings 等参数');
  }
  try {
    await db.transaction((tx) => remember(tx, 'health.probe', now.toISOString()));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return bad(WRITES, '读得出，写不进去', '看磁盘是不是满了、文件或用户有没有写的权限');
  }
  return good(WRITES, '能读能写，时间不走样');
}

async function lookAtKey(db: Database, secrets: Secrets, feishu: 'real' | 'sandbox'): Promise<Check> {
  const [fault] = await identityFaults(db.read, secrets, feishu);
  return fault
    ? bad(KEY, '和数据库对不上', fault.replace(/^· /, ''))
    : good(KEY, '和数据库里的手机号是同一把');
}

async function lookAtRules(db: Database, policy: Policy): Promise<Check> {
  const [latest] = await db.read.find(PolicyVersion, {}, { order: { number: 'DESC' }, limit: 1 });
  if (!latest) return good(RULES, '还没有，第一次启动时按规则文件生效');
  const found = `第 ${latest.number} 版`;
  if (policy.version > latest.number)
    return good(RULES, `${found}；文件是第 ${policy.version} 版，重启机器人后生效`);
  if (policy.version < latest.number) {
    return bad(
      RULES,
      `${found}，文件却是第 ${policy.version} 版`,
      `把 policy.yaml 的 version 改成比 ${latest.number} 大，或换回新的文件`,
    );
  }
  if (latest.hash !== policyHash(policy)) {
    return bad(RULES, `${found}，文件改过内容却没改版本号`, '把 policy.yaml 的 version 加一，再重启机器人');
  }
  return good(RULES, `${found}，和文件一致`);
}

async function lookAtPeople(db: Database, river: string): Promise<Check[]> {
  const people = await db.read.find(Person);
  if (people.length === 0) {
    return [bad(ROSTER, '还没有导入', `运行 ${river} import roster 花名册.xlsx`)];
  }
  const unknown = people.filter(({ openId }) => openId === null).length;
  const found = `${people.length} 人，找到 ${people.length - unknown} 人`;
  return [
    good(ROSTER, `${people.length} 人`),
    unknown === 0
      ? good(PEOPLE, found)
      : bad(
          PEOPLE,
          `${found}，${unknown} 人没找到`,
          '核对花名册里的手机号是不是他登录飞书的号；还没进飞书的请他加入；再看开发者后台 → 权限管理 → 通讯录权限范围、版本管理与发布 → 可用范围有没有他。县河长办的“飞书里找不到的人”卡片上有名单',
        ),
  ];
}
