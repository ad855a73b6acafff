import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/config';
import { Fault } from '../src/core/errors';

const KEY = Buffer.alloc(32, 7).toString('base64');
const REAL = {
  FEISHU_APP_ID: 'cli_a1b2c3',
  FEISHU_APP_SECRET: 'app-secret',
  FEISHU_ENCRYPT_KEY: 'encrypt-key',
  FEISHU_VERIFICATION_TOKEN: 'verification-token',
  FEISHU_INBOUND: 'webhook',
  DATABASE_URL: 'mysql://river:db-password@127.0.0.1/river',
  SECRET_KEY: KEY,
};

const faultsOf = (env: Record<string, string>, flags = {}): string => {
  try {
    readConfig(env, flags);
  } catch (error) {
    expect(error).toBeInstanceOf(Fault);
    expect(error).toMatchObject({ code: 'config.invalid', ours: false });
    return (error as Fault).message;
  }
  throw new Error('nothing was found wrong');
};
/** The variables that a refusal names, in its order. */
const named = (message: string) => [...message.matchAll(/^· ([\w-]+)：/gm)].map(([, name]) => name);

describe('the environment', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'river-chief-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  it('with nothing set is a trial on this machine: SQLite, the sandbox, the sample county', () => {
    expect(readConfig({ DATA_DIR: dir })).toMatchObject({
      feishu: null,
      trial: true,
      databaseUrl: `sqlite:${join(dir, 'river-chief.db')}`,
      host: '127.0.0.1',
      port: 3000,
      policyFile: 'policy.yaml',
    });
  });

  it('knows where Feishu reaches it from outside, when that is said', () => {
    const env = { ...REAL, DATA_DIR: dir };
    expect(readConfig({ ...env, PUBLIC_URL: 'https://river.example.cn/' }).publicUrl).toBe(
      'https://river.example.cn',
    );
    expect(readConfig(env).publicUrl).toBeNull();
  });

  it('of a real county is taken whole', () => {
    const config = readConfig({ ...REAL, DATA_DIR: dir, PORT: '8080' });
    expect(config).toMatchObject({
      trial: false,
      inbound: 'webhook',
      host: '0.0.0.0',
      port: 8080,
      databaseUrl: REAL.DATABASE_URL,
      feishu: { appId: 'cli_a1b2c3', domain: 'https://open.feishu.cn', encryptKey: 'encrypt-key' },
    });
    expect(config.secretKey).toEqual(Buffer.alloc(32, 7));
  });

  it('with a long connection is listened to on this machine only, unless HOST says otherwise', () => {
    const line = { ...REAL, FEISHU_APP_ID: 'cli_0123456789abcdef', DATA_DIR: dir, FEISHU_INBOUND: undefined };
    expect(readConfig(line)).toMatchObject({ inbound: 'long-connection', host: '127.0.0.1' });
    expect(readConfig({ ...line, HOST: '0.0.0.0' }).host).toBe('0.0.0.0');
    expect(readConfig({ ...REAL, DATA_DIR: dir, HOST: '10.0.0.5' }).host).toBe('10.0.0.5');
  });

  it('takes an empty variable for one that is not set', () => {
    const empty = Object.fromEntries(
      [...Object.keys(REAL), 'PORT', 'LOG_LEVEL', 'FEISHU_DOMAIN'].map((k) => [k, '']),
    );
    expect(readConfig({ ...empty, DATA_DIR: dir })).toMatchObject({ trial: true, port: 3000, feishu: null });
    expect(named(faultsOf({ ...REAL, FEISHU_ENCRYPT_KEY: '' }))).toEqual(['FEISHU_ENCRYPT_KEY']);
  });

  it('is refused with every fault at once', () => {
    const message = faultsOf(
      {
        FEISHU_APP_ID: 'a1b2',
        FEISHU_DOMAIN: 'open.feishu.cn/',
        PORT: '99999',
        LOG_LEVEL: 'loud',
        SECRET_KEY: 'abc',
      },
      { sandbox: true },
    );
    expect(named(message).sort()).toEqual([
      '--sandbox',
      'DATABASE_URL',
      'FEISHU_APP_ID',
      'FEISHU_APP_SECRET',
      'FEISHU_DOMAIN',
      'LOG_LEVEL',
      'PORT',
      'SECRET_KEY',
    ]);
  });

  it.each([
    ['PORT', '3000x'],
    ['PORT', '-1'],
    ['DATABASE_URL', 'postgres://river:db-password@127.0.0.1/river'],
    ['DATABASE_URL', 'sqlite:'],
    ['DATABASE_URL', 'mysql://river:db-password@127.0.0.1'],
    ['DATABASE_URL', 'mysql://river:db-password@127.0.0.1:port/river'],
    ['DATABASE_URL', 'mysql://river:db-password/100%@127.0.0.1/river'],
    ['DATABASE_URL', 'mysql://river:db-password%zz@127.0.0.1/river'],
    ['DATABASE_URL', 'mysql:///river'],
    ['FEISHU_INBOUND', 'carrier-pigeon'],
    ['FEISHU_DOMAIN', 'https://open.feishu.cn/'],
    ['PUBLIC_URL', 'example.gov.cn'],
    ['SECRET_KEY', Buffer.alloc(31, 9).toString('base64')],
    ['LOG_LEVEL', 'verbose'],
  ])('refuses %s=%s in Chinese, without repeating a secret', (name, value) => {
    const message = faultsOf({ ...REAL, [name]: value });
    expect(named(message)).toContain(name);
    expect(message).not.toMatch(/[Ii]nvalid|expected|[Ee]xpect/);
    for (const secret of [
      KEY,
      Buffer.alloc(31, 9).toString('base64'),
      'db-password',
      'app-secret',
      'encrypt-key',
    ]) {
      expect(message).not.toContain(secret);
    }
  });

  it.each([
    'FEISHU_APP_SECRET',
    'SECRET_KEY',
    'DATABASE_URL',
    'FEISHU_ENCRYPT_KEY',
    'FEISHU_VERIFICATION_TOKEN',
  ])('a real app does not start without %s', (name) => {
    const { [name as keyof typeof REAL]: _, ...rest } = REAL;
    expect(named(faultsOf(rest))).toEqual([name]);
  });

  describe('by long connection, the default of a real app', () => {
    const { FEISHU_INBOUND: _, FEISHU_ENCRYPT_KEY: __, FEISHU_VERIFICATION_TOKEN: ___, ...rest } = REAL;
    const line = { ...rest, FEISHU_APP_ID: 'cli_a1b2c3d4e5f60718' };

    it('needs no key and no token, since nothing is signed there', () => {
      expect(readConfig({ ...line, DATA_DIR: dir })).toMatchObject({
        inbound: 'long-connection',
        feishu: { encryptKey: '', verificationToken: '' },
      });
    });

    it('needs the whole app id: for another the SDK would open no line and say nothing', () => {
      const message = faultsOf({ ...line, FEISHU_APP_ID: 'cli_a1b2c3' });
      expect(named(message)).toEqual(['FEISHU_APP_ID']);
      expect(message).toContain('16 位');
    });

    it('is not what a trial uses unless it is asked for', () => {
      expect(readConfig({ DATA_DIR: dir }).inbound).toBe('webhook');
      expect(readConfig({ DATA_DIR: dir, FEISHU_INBOUND: 'long-connection' }).inbound).toBe(
        'long-connection',
      );
    });
  });

  it('a database without an app needs --sandbox, and then no sample county is loaded into it', () => {
    const env = { DATABASE_URL: `sqlite:${join(dir, 'own.db')}`, DATA_DIR: dir };
    expect(named(faultsOf(env))).toEqual(['FEISHU_APP_ID']);
    expect(readConfig(env, { sandbox: true })).toMatchObject({ trial: false, feishu: null });
  });

  it('a real app and the sandbox never meet', () => {
    expect(named(faultsOf(REAL, { sandbox: true }))).toEqual(['--sandbox']);
  });

  describe('whose DATA_DIR', () => {
    const file = () => join(dir, 'a file');
    beforeEach(() => writeFileSync(file(), ''));

    it.each<[string, () => string]>([
      ['is a file', file],
      ['is under a file', () => join(file(), 'data')],
      ['is where no folder can be made', () => '/proc/nowhere/data'],
    ])('%s is refused in a sentence, of a trial and of a real county', (_, place) => {
      for (const env of [{}, REAL]) {
        const message = faultsOf({ ...env, DATA_DIR: place() });
        expect(named(message)).toEqual(['DATA_DIR']);
        expect(message).toContain(place());
      }
    });

    it('is not there is made, with the folders above it', () => {
      const place = join(dir, 'a', 'b', 'c');
      readConfig({ ...REAL, DATA_DIR: place });
      expect(statSync(place).isDirectory()).toBe(true);
    });
  });

  it("keeps the trial's own key, for its owner only", () => {
    const { secretKey } = readConfig({ DATA_DIR: dir });
    expect(secretKey).toHaveLength(32);
    expect(readConfig({ DATA_DIR: dir }).secretKey).toEqual(secretKey);
    expect(statSync(join(dir, 'secret.key')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(dir, 'secret.key'), 'utf8')).toBe(secretKey.toString('base64'));
  });

  it('does not start with a kept key that is spoilt: phones could not be read back', () => {
    writeFileSync(join(dir, 'secret.key'), 'abc');
    expect(faultsOf({ DATA_DIR: dir })).toContain('secret.key');
  });
});
