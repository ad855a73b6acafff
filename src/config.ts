import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Fault } from './core/errors';
import { makeFolder } from './core/folders';

/** An empty variable is an unset one: `.env` files and container settings write `NAME=` for "none". */
const optional = <T extends z.ZodType>(type: T) =>
  z.preprocess((v) => (v === '' ? undefined : v), type.optional());

const APP_ID = /^cli_[0-9a-zA-Z]+$/;
/** The SDK opens a long connection for no other, and says so to nobody. */
const WHOLE_APP_ID = /^cli_[0-9a-f]{16}$/i;

const PORTS = '应是 0 到 65535 的整数';
const LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

const url = (protocols: RegExp, hint: string) => z.string().regex(protocols, hint);

/** Whether it can be taken apart as it is meant: a password that is not escaped would become part of the host. */
function isDatabaseUrl(text: string): boolean {
  if (/^sqlite:.+$/.test(text)) return true;
  if (!/^(mysql|mariadb):\/\//.test(text)) return false;
  try {
    const { hostname, pathname, username, password, hash } = new URL(text);
    for (const part of [username, password, pathname]) decodeURIComponent(part);
    return hostname !== '' && /^\/[^/]+$/.test(pathname) && hash === '';
  } catch {
    return false;
  }
}

/** Every variable the bot reads, in one place; README.md says what a real tenant needs. */
const environment = z.object({
  FEISHU_APP_ID: optional(z.string().regex(APP_ID, '应以 cli_ 开头，在开发者后台“凭证与基础信息”里')),
  FEISHU_APP_SECRET: optional(z.string()),
  FEISHU_ENCRYPT_KEY: optional(z.string()),
  FEISHU_VERIFICATION_TOKEN: optional(z.string()),
  FEISHU_DOMAIN: optional(url(/^https?:\/\/[^/]+$/, '应是不带结尾斜杠的网址，如 https://open.feishu.cn')),
  FEISHU_INBOUND: optional(z.enum(['long-connection', 'webhook'], '应是 webhook 或 long-connection')),
  DATABASE_URL: optional(
    z
      .string()
      .refine(
        isDatabaseUrl,
        '应是 sqlite:文件 或 mysql://用户:密码@主机:端口/库名（密码里的 @ : / ? # % 要写成 %40 这样）',
      ),
  ),
  PORT: optional(z.coerce.number(PORTS).int(PORTS).min(0, PORTS).max(65_535, PORTS)),
  HOST: optional(z.string().regex(/^[\w.:-]+$/, '应是本机的地址，如 127.0.0.1 或 0.0.0.0')),
  PUBLIC_URL: optional(url(/^https?:\/\//, '应是网址')),
  DATA_DIR: optional(z.string()),
  POLICY_FILE: optional(z.string()),
  SECRET_KEY: optional(
    z
      .string()
      .refine((v) => Buffer.from(v, 'base64').length === 32, '应是 32 字节的 base64：openssl rand -base64 32')
      .refine((v) => Buffer.from(v, 'base64').some((byte) => byte !== 0), '全是零，谁都猜得到，请另做一把'),
  ),
  LOG_LEVEL: optional(z.enum(LEVELS, `应是 ${LEVELS.join('、')} 之一`)),
});

/** Their names: what is written into an environment file, and what `doctor` must be able to name. */
export const SETTINGS = Object.keys(environment.shape) as (keyof typeof environment.shape)[];

export interface FeishuApp {
  appId: string;
  appSecret: string;
  /** Empty when it was not given, which only the long connection allows; so is the token. */
  encryptKey: string;
  verificationToken: string;
  domain: string;
}

export interface Config {
  /** null: the sandbox plays Feishu. */
  feishu: FeishuApp | null;
  /** By which road events and presses come in. */
  inbound: 'long-connection' | 'webhook';
  databaseUrl: string;
  /** The sample county is loaded only where nothing at all is configured. */
  trial: boolean;
  port: number;
  /** Address to listen on: this machine only, unless Feishu comes in by it or HOST says otherwise. */
  host: string;
  /** Where Feishu reaches the bot from outside, without a slash at its end; null when it was not said. */
  publicUrl: string | null;
  dataDir: string;
  policyFile: string;
  secretKey: Buffer;
  logLevel: string;
}

export interface StartFlags {
  /** `--sandbox`: use the sandbox although a database is configured. */
  sandbox?: boolean;
}

/** Does what needs DATA_DIR. @throws Fault `config.invalid` that says why nothing can be kept there */
function inDataDir<T>(dataDir: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || error instanceof Fault) throw error;
    throw new Fault('config.invalid', {
      faults: `· DATA_DIR：${dataDir} 不能用来存东西（${code}），请换一个能写的文件夹`,
    });
  }
}

/** The trial's own key, made once and kept in DATA_DIR, readable by its owner only. */
function keptSecretKey(dataDir: string): Buffer {
  const file = join(dataDir, 'secret.key');
  if (!existsSync(file)) {
    // Linked into its place once it is whole: a process that is killed leaves no half key, and of two that start
    // at once one makes the key and the other reads it.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, randomBytes(32).toString('base64'), { mode: 0o600, flush: true });
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft);
    }
  }
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64');
  if (key.length === 32) return key;
  throw new Fault('config.invalid', {
    faults: `· DATA_DIR：${file} 里的密钥坏了，手机号解不开；请从备份恢复这个文件`,
  });
}

/**
 * Reads the environment, once, whole.
 *
 * @throws Fault `config.invalid` that lists every fault at once
 */
export function readConfig(env: NodeJS.ProcessEnv, flags: StartFlags = {}): Config {
  const parsed = environment.safeParse(env);
  const faults = parsed.error?.issues.map((issue) => `· ${issue.path.join('.')}：${issue.message}`) ?? [];
  // What can be read goes on to the cross-checks, so that one start shows all there is to mend.
  const given = (parsed.success ? parsed.data : env) as z.infer<typeof environment>;
  const has = (name: keyof typeof given): boolean => Boolean(given[name]);

  const real = has('FEISHU_APP_ID');
  if (real) {
    for (const name of ['FEISHU_APP_SECRET', 'SECRET_KEY', 'DATABASE_URL'] as const) {
      if (!has(name)) faults.push(`· ${name}：接入真实应用时必须设置`);
    }
    if (flags.sandbox) faults.push('· --sandbox：已经设置了 FEISHU_APP_ID，真实应用和沙箱不能一起用');
    if (!has('FEISHU_INBOUND') || given.FEISHU_INBOUND === 'long-connection') {
      const appId = String(given.FEISHU_APP_ID);
      if (APP_ID.test(appId) && !WHOLE_APP_ID.test(appId)) {
        faults.push('· FEISHU_APP_ID：长连接方式要完整的 App ID（cli_ 加 16 位十六进制），请重新复制');
      }
    } else if (given.FEISHU_INBOUND === 'webhook') {
      for (const name of ['FEISHU_ENCRYPT_KEY', 'FEISHU_VERIFICATION_TOKEN'] as const) {
        if (!has(name)) faults.push(`· ${name}：回调方式没有它就验不了签名，不能启动`);
      }
    }
  } else if (has('DATABASE_URL') && !flags.sandbox) {
    faults.push('· FEISHU_APP_ID：设了 DATABASE_URL 却没有飞书应用；要用沙箱请加 --sandbox');
  }
  if (faults.length > 0) throw new Fault('config.invalid', { faults: faults.join('\n') });

  const dataDir = given.DATA_DIR ?? 'data';
  const inbound = given.FEISHU_INBOUND ?? (real ? 'long-connection' : 'webhook');
  // Photos are kept there, whatever the database.
  inDataDir(dataDir, () => makeFolder(dataDir));
  return {
    feishu: real
      ? {
          appId: given.FEISHU_APP_ID as string,
          appSecret: given.FEISHU_APP_SECRET as string,
          encryptKey: given.FEISHU_ENCRYPT_KEY ?? '',
          verificationToken: given.FEISHU_VERIFICATION_TOKEN ?? '',
          domain: given.FEISHU_DOMAIN ?? 'https://open.feishu.cn',
        }
      : null,
    inbound,
    databaseUrl: given.DATABASE_URL ?? `sqlite:${join(dataDir, 'river-chief.db')}`,
    trial: !real && !has('DATABASE_URL'),
    port: given.PORT ?? 3000,
    publicUrl: given.PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    host: given.HOST ?? (real && inbound === 'webhook' ? '0.0.0.0' : '127.0.0.1'),
    dataDir,
    policyFile: given.POLICY_FILE ?? 'policy.yaml',
    secretKey: given.SECRET_KEY
      ? Buffer.from(given.SECRET_KEY, 'base64')
      : inDataDir(dataDir, () => keptSecretKey(dataDir)),
    logLevel: given.LOG_LEVEL ?? (real ? 'info' : 'warn'),
  };
}
