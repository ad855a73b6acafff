import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RESTORING } from '../../src/core/identity';
import { remember } from '../../src/core/state';
import { BACKENDS, MARIADB_URL, openTestDatabase } from '../factories';
import { freePort } from '../wire';
import { ChildBot, cli, cliJson } from './child';

const REAL = {
  FEISHU_APP_ID: 'cli_a1b2c3',
  FEISHU_APP_SECRET: 'app-secret',
  FEISHU_ENCRYPT_KEY: 'encrypt-key',
  FEISHU_VERIFICATION_TOKEN: 'verification-token',
  FEISHU_INBOUND: 'webhook',
  SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
};

describe('with the database away, a start', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'river-chief-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('ends with one line that says which setting and what to do, and so does a command', async () => {
    const port = await freePort();
    const env = { ...REAL, DATABASE_URL: `mysql://river:db-password@127.0.0.1:${port}/river` };
    const said = `连不上数据库：127.0.0.1:${port} 上没有数据库在运行。请先启动数据库，或改正主机和端口（设置 DATABASE_URL，现在是 mysql://river:****@127.0.0.1:${port}/river）`;
    const [bot, migrate, tick] = await Promise.all([
      ChildBot.start(dir, env).ended,
      cli(dir, ['migrate'], env),
      cliJson<object>(dir, ['tick', '--at', '2026-12-01T08:30:00+08:00'], env),
    ]);
    expect(bot).toEqual({ code: 2, stdout: '', stderr: `${said}\n` });
    expect(migrate).toEqual({ code: 2, stdout: '', stderr: `${said}\n` });
    expect(tick).toEqual({ code: 2, data: { error: { message: said } } });
  }, 60_000);

  it('whose address cannot be taken apart is refused as a configuration, with 1', async () => {
    const env = { ...REAL, DATABASE_URL: 'mysql://river:db/password@127.0.0.1/river' };
    const { code, stderr } = await ChildBot.start(dir, env).ended;
    expect(code).toBe(1);
    expect(stderr).toContain('· DATABASE_URL：');
    expect(stderr).not.toContain('password@');
  }, 60_000);

  (MARIADB_URL ? it : it.skip)(
    'with a wrong password says so, and not the password (mariadb)',
    async () => {
      const url = new URL(String(MARIADB_URL));
      const DATABASE_URL = `mysql://river:db-password@${url.host}/river`;
      const { code, stderr } = await cli(dir, ['migrate'], { ...REAL, DATABASE_URL });
      expect(code).toBe(2);
      expect(stderr).toContain('用户名或密码不对');
      expect(stderr).not.toContain('db-password');
    },
    60_000,
  );
});

describe.each(BACKENDS)('a command on a database that it may not use (%s)', (backend) => {
  it('says so and ends', async () => {
    const db = await openTestDatabase(backend);
    const dir = mkdtempSync(join(tmpdir(), 'river-chief-'));
    await db.transaction((tx) => remember(tx, RESTORING, 'x'));
    const env = { ...REAL, DATABASE_URL: db.url };
    const { code, stderr } = await cli(dir, ['tick', '--at', '2026-11-01T08:30:00+08:00'], env);
    expect(code).toBe(1);
    expect(stderr).toContain('只做了一半');
    await db.drop();
    rmSync(dir, { recursive: true, force: true });
  }, 30_000);
});
