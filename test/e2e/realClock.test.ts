import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { JobRun } from '../../entities';
import { type App, compose } from '../../src/compose';
import { readConfig } from '../../src/config';
import { machineNow } from '../../src/core/clock';
import { silentLog } from '../../src/core/log';

const DAY_MS = 86_400_000;
const daysFromNow = (days: number) => new Date(machineNow().getTime() + days * DAY_MS);

interface Ready {
  ready: boolean;
  checks: { name: string; ok: boolean; found: string }[];
}

describe('a county with a real Feishu app', () => {
  let dir: string;
  let app: App;
  beforeEach(async () => {
    dir = mkdtempSync(join(tmpdir(), 'river-chief-'));
    const config = readConfig({
      FEISHU_APP_ID: 'cli_a1b2c3',
      FEISHU_APP_SECRET: 'app-secret',
      FEISHU_ENCRYPT_KEY: 'encrypt-key',
      FEISHU_VERIFICATION_TOKEN: 'verification-token',
      FEISHU_INBOUND: 'webhook',
      // Nobody is there: nothing that these tests do may need it.
      FEISHU_DOMAIN: 'http://127.0.0.1:1',
      DATABASE_URL: `sqlite:${join(dir, 'county.db')}`,
      DATA_DIR: dir,
      SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
    });
    app = await compose(config, silentLog(), { port: 0 });
  });
  afterEach(async () => {
    await app.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const ready = async () => {
    const response = await fetch(`${app.address}/readyz`);
    return { status: response.status, body: (await response.json()) as Ready };
  };
  const jobRuns = () => app.deps.db.read.find(JobRun);

  it('is never ticked into the future: the refusal says what time it is, and nothing was decided', async () => {
    await expect(app.tick(daysFromNow(55))).rejects.toMatchObject({
      code: 'tick.future',
      ours: false,
      message: expect.stringContaining('还没有到'),
    });
    expect(await jobRuns()).toEqual([]);
    await app.tick(machineNow());
    expect((await jobRuns()).length).toBeGreaterThan(5);
  });

  it('whose clock was once ahead works by the clock again, says so in /readyz, and is not locked out', async () => {
    const ahead = daysFromNow(55);
    await app.deps.db.transaction(async (tx) => {
      await tx.insert(JobRun, { name: 'tasks', lastAt: ahead });
      await tx.run(`INSERT INTO app_state (name, value) VALUES ('jobs.lastTick', ?)`, [ahead.toISOString()]);
    });
    await app.start();
    const all = await jobRuns();
    expect(all.filter(({ lastAt }) => lastAt > machineNow())).toEqual([]);
    const { status, body } = await ready();
    expect([status, body.ready]).toEqual([503, false]);
    expect(body.checks.find(({ name }) => name === 'scheduler')).toMatchObject({
      ok: false,
      found: expect.stringContaining('比本机时钟晚'),
    });
    await app.tick(machineNow());
    expect((await ready()).status).toBe(200);
  });
});
