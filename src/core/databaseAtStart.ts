import { isSqlite } from '../../ormconfig';
import { Fault } from './errors';

/** Where the database is, as the configuration has it. */
export interface Configured {
  databaseUrl: string;
  /** Nothing was configured: the file lies in DATA_DIR. */
  trial: boolean;
}

/** The address as it may be shown: the password masked, parameters left out. */
export const shownUrl = (url: string): string =>
  url.replace(/^(\w+:\/\/[^:@/]*):.*@/, '$1:****@').replace(/^(\w+:\/\/[^?]*)\?.*$/, '$1');

const hostOf = (url: string): string => /^\w+:\/\/(?:.*@)?([^/?]*)/.exec(url)?.[1] ?? '';
const nameOf = (url: string): string => /^\w+:\/\/(?:.*@)?[^/]*\/([^?]*)/.exec(url)?.[1] ?? '';

interface Trouble {
  code: RegExp;
  why: (url: string) => string;
  mend: (url: string) => string;
}

const account = () => '请改正用户名和密码（密码里的特殊字符要写成 %40 这样），或给这个用户授权';

/** What a connection that cannot be opened, or cannot be used, may come from; the first that fits is told. */
const TROUBLES: readonly Trouble[] = [
  {
    code: /ECONNREFUSED/,
    why: (url) => `${hostOf(url)} 上没有数据库在运行`,
    mend: () => '请先启动数据库，或改正主机和端口',
  },
  {
    code: /ENOTFOUND|EAI_AGAIN/,
    why: (url) => `找不到主机 ${hostOf(url)}`,
    mend: () => '请改正主机名，或检查网络',
  },
  {
    code: /ETIMEDOUT|EHOSTUNREACH|ENETUNREACH/,
    why: (url) => `${hostOf(url)} 没有应答`,
    mend: () => '请检查数据库、网络和防火墙，或改正主机和端口',
  },
  {
    code: /ER_ACCESS_DENIED|ER_DBACCESS_DENIED|ER_TABLEACCESS_DENIED|ER_HOST_NOT_PRIVILEGED|ER_NOT_SUPPORTED_AUTH/,
    why: () => '用户名或密码不对，或者这个用户没有权限',
    mend: account,
  },
  {
    code: /ER_BAD_DB_ERROR/,
    why: (url) => `没有叫 ${nameOf(url)} 的数据库`,
    mend: (url) => `请先建库：CREATE DATABASE ${nameOf(url)} CHARACTER SET utf8mb4，或改正库名`,
  },
  {
    code: /ER_CON_COUNT|ER_TOO_MANY_USER_CONNECTIONS/,
    why: () => '数据库的连接数满了',
    mend: () => '请关掉多余的程序，或调大 max_connections',
  },
  {
    code: /SQLITE_NOTADB/,
    why: () => '这个文件不是数据库',
    mend: () => '请改成别的文件，或从备份恢复',
  },
  {
    code: /^database\.busy$/,
    why: () => '另一个程序正占着数据库',
    mend: () => '请等它做完，再试一次',
  },
  {
    code: /SQLITE_(CANTOPEN|IOERR|READONLY|FULL|ERROR)|EACCES|EPERM|EROFS|ENOSPC|ENOTDIR|EISDIR|EEXIST/,
    why: () => '数据库文件打不开或写不进去',
    mend: () => '请检查文件夹是否存在、有没有写入权限、磁盘是否已满',
  },
  {
    code: /^database\.away$|ECONNRESET|EPIPE|PROTOCOL_CONNECTION_LOST|ER_SERVER_SHUTDOWN/,
    why: () => '和数据库的连接断了',
    mend: () => '请检查数据库是否在运行、地址是不是数据库的地址',
  },
];

/**
 * What whoever starts the program or runs a command is told when the database cannot be used: which setting, and
 * what to do. The catalogue's own sentences for that are said to somebody who pressed a card.
 */
export function startFault(error: unknown, { databaseUrl, trial }: Configured): unknown {
  const trouble = troubleOf(error, isSqlite(databaseUrl));
  if (!trouble) return error;
  return new Fault('database.unusable', {
    setting: trial ? 'DATA_DIR' : 'DATABASE_URL',
    url: shownUrl(databaseUrl),
    why: trouble.why(databaseUrl),
    mend: trouble.mend(databaseUrl),
  });
}

/** What the driver said tells most; of a fault without it the fault's own code, and a file has no connection to lose. */
function troubleOf(error: unknown, file: boolean): Trouble | undefined {
  const said = error instanceof Fault ? error.params.cause : (error as { code?: unknown } | null)?.code;
  const kind = error instanceof Fault ? error.code : '';
  const codes = [said, file && kind === 'database.away' ? 'SQLITE_CANTOPEN' : kind].map((code) =>
    String(code ?? ''),
  );
  return codes.flatMap((code) => TROUBLES.find((one) => one.code.test(code)) ?? [])[0];
}

/** Does what needs the database at a start or in a command. @throws Fault `database.unusable` */
export async function withDatabaseOf<T>(configured: Configured, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw startFault(error, configured);
  }
}
