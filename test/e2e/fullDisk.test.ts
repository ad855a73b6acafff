import { spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sparing } from '../../src/health';
import { freePort } from '../wire';
import { until } from './badDays';
import { County } from './county';

interface Ready {
  ready: boolean;
  checks: { name: string; ok: boolean; found: string }[];
}

describe('a disk that takes no more', () => {
  it('is told by /readyz, though everything can still be read, and is forgotten when it takes writes again', async () => {
    const county = await County.start();
    const look = async () => {
      const response = await fetch(`${county.app.address}/readyz`);
      const { ready, checks } = (await response.json()) as Ready;
      return { status: response.status, ready, database: checks.find(({ name }) => name === 'database') };
    };
    // In the file, not on the connection: after a failed write the bot opens a fresh one.
    const query = (sql: string) => county.app.deps.db.source.query(sql);
    try {
      await query(
        "CREATE TRIGGER disk_full BEFORE INSERT ON app_state BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END",
      );
      expect(await look()).toMatchObject({
        status: 503,
        ready: false,
        database: { ok: false, found: expect.stringContaining('写不进去') },
      });
      await query('DROP TRIGGER disk_full');
      expect(await look()).toMatchObject({ status: 200, ready: true, database: { ok: true } });
    } finally {
      await county.stop();
    }
  }, 60_000);

  it('is asked for a write only now and then, and at once again after one that failed', async () => {
    let now = 0;
    let writes = 0;
    let full = false;
    const probe = sparing(
      async () => {
        writes += 1;
        if (full) throw new Error('full');
      },
      () => new Date(now),
    );
    for (now of [0, 1_000, 4_999]) await probe();
    expect(writes).toBe(1);
    full = true;
    now = 5_000;
    await expect(probe()).rejects.toThrow('full');
    full = false;
    await probe();
    expect(writes).toBe(3);
  });

  it('behind its standard output ends neither the bot nor its answers', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'river-chief-'));
    const full = openSync('/dev/full', 'w');
    const port = await freePort();
    const bot = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
      env: { PATH: process.env.PATH, DATA_DIR: dir, PORT: String(port), LOG_LEVEL: 'trace' },
      stdio: ['ignore', full, full],
    });
    const ended = new Promise((resolve) => bot.on('close', resolve));
    const address = `http://127.0.0.1:${port}`;
    const alive = () =>
      fetch(`${address}/readyz`).then(
        ({ status }) => status === 200,
        () => false,
      );
    const peopled = async () =>
      (await alive()) && ((await (await fetch(`${address}/sandbox/api/people`)).json()) as []).length > 0;
    try {
      await until('the bot and its county', peopled, 30_000);
      // A rejected request is a line in the log.
      await fetch(`${address}/feishu/events`, { method: 'POST', body: '{}' });
      expect([await alive(), bot.exitCode, bot.signalCode]).toEqual([true, null, null]);
    } finally {
      bot.kill('SIGTERM');
      await ended;
      closeSync(full);
      rmSync(dir, { recursive: true, force: true });
    }
  }, 60_000);
});
