import { type Config, type FeishuApp, readConfig } from '../config';
import { Fault } from '../core/errors';
import { bad, type Check, good } from './check';

/** What can be made of the environment, faults and all: null is what was not set, or not rightly. */
export interface Settings {
  checks: Check[];
  /** The variables that are not set rightly. */
  wrong: ReadonlySet<string>;
  config: Config | null;
  feishu: FeishuApp | null;
  /** Whether a real app is meant, usable or not. */
  real: boolean;
  inbound: 'webhook' | 'long-connection';
  publicUrl: string | null;
  databaseUrl: string | null;
  dataDir: string;
  policyFile: string;
  secretKey: Buffer | null;
  /** How the command line is called where this county runs: as docs/deploy.md teaches, or from a clone. */
  river: string;
}

const NAMING = ['configuration', '配置'] as const;
const DOMAIN = 'https://open.feishu.cn';

/** Reads the settings as a start would, and goes on with what is usable when a start would not. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const usual = {
    real: Boolean(env.FEISHU_APP_ID),
    river: env.FEISHU_APP_ID ? 'sudo -u river river' : 'npm run -s cli --',
    inbound: env.FEISHU_INBOUND === 'webhook' ? ('webhook' as const) : ('long-connection' as const),
    dataDir: env.DATA_DIR || 'data',
    policyFile: env.POLICY_FILE || 'policy.yaml',
  };
  try {
    const config = readConfig(env, { sandbox: !env.FEISHU_APP_ID });
    const checks = [good(NAMING, config.feishu ? '接飞书，各项都写对了' : '没有飞书应用，用沙箱')];
    return { ...usual, ...config, config, checks, wrong: new Set() };
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'config.invalid') throw error;
    const faults = faultsOf(String(error.params.faults));
    const wrong = new Set(faults.map(({ setting }) => setting));
    const set = (name: string): string | null => (wrong.has(name) ? null : env[name] || null);
    const [appId, appSecret] = [set('FEISHU_APP_ID'), set('FEISHU_APP_SECRET')];
    const key = set('SECRET_KEY');
    return {
      ...usual,
      wrong,
      config: null,
      checks: faults.map(({ setting, why }) =>
        bad([`configuration.${setting}`, `配置 ${setting}`], env[setting] ? '设得不对' : '没有设', why),
      ),
      feishu:
        appId && appSecret && !wrong.has('FEISHU_DOMAIN')
          ? {
              appId,
              appSecret,
              encryptKey: set('FEISHU_ENCRYPT_KEY') ?? '',
              verificationToken: set('FEISHU_VERIFICATION_TOKEN') ?? '',
              domain: env.FEISHU_DOMAIN || DOMAIN,
            }
          : null,
      publicUrl: set('PUBLIC_URL'),
      databaseUrl: set('DATABASE_URL'),
      secretKey: key ? Buffer.from(key, 'base64') : null,
    };
  }
}

/** The lines of a `config.invalid`: `· NAME：sentence`. */
const faultsOf = (lines: string): { setting: string; why: string }[] =>
  [...lines.matchAll(/^· ([^：]+)：(.*)$/gm)].map(([, setting = '', why = '']) => ({ setting, why }));
