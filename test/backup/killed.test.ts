import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUp } from '../../src/backup';
import { auditMany } from '../../src/core/audit';
import { Database } from '../../src/core/database';
import { RESTORING } from '../../src/core/identity';
import { recall } from '../../src/core/state';
import { until } from '../e2e/badDays';
import { cli } from '../e2e/child';
import { BACKENDS, testSecrets } from '../factories';
import { emptyPlaces } from './places';

const ROOT = join(__dirname, '..', '..');
const AT = new Date('2026-11-23T01:00:00Z');

describe.each(BACKENDS)('a restore that is killed (%s)', (backend) => {
  it('leaves a database that is neither served nor restored into, and the same backup fits an empty one', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'killed-'));
    const out = join(dir, 'county.tar.gz');
    const [source, target] = [await emptyPlaces(backend), await emptyPlaces(backend)];
    const db = await Database.open({ url: source.databaseUrl });
    await db.migrate();
    const deeds = Array.from({ length: 1_000 }, (_, n) => n);
    for (let batch = 0; batch < 20; batch += 1) {
      const rows = deeds.map((n) => ({
        at: AT,
        actor: 'cli',
        action: 'x',
        subjectType: 'task',
        subjectId: n,
      }));
      await db.transaction((tx) => auditMany(tx, rows));
    }
    await db.close();
    await backUp(source, testSecrets, out);

    const env = {
      FEISHU_APP_ID: 'cli_a1b2c3',
      FEISHU_APP_SECRET: 'app-secret',
      FEISHU_ENCRYPT_KEY: 'encrypt-key',
      FEISHU_VERIFICATION_TOKEN: 'verification-token',
      FEISHU_INBOUND: 'webhook',
      SECRET_KEY: Buffer.alloc(32, 7).toString('base64'),
      DATABASE_URL: target.databaseUrl,
      POLICY_FILE: target.policyFile,
    };
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/cli/main.ts', 'restore', out], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, DATA_DIR: target.dataDir, ...env },
      stdio: 'ignore',
    });
    const gone = new Promise((resolve) => child.on('close', resolve));
    await until('the first rows', () => isRestoring(target.databaseUrl));
    child.kill('SIGKILL');
    await gone;

    const again = await cli(target.dataDir, ['restore', out], env);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('数据库不是空的') });
    const served = await cli(target.dataDir, ['tick', '--at', '2026-11-01T08:30:00+08:00'], env);
    expect(served).toMatchObject({ code: 1, stderr: expect.stringContaining('只做了一半') });

    const fresh = await emptyPlaces(backend);
    const restored = await cli(fresh.dataDir, ['restore', out], {
      ...env,
      DATABASE_URL: fresh.databaseUrl,
      POLICY_FILE: fresh.policyFile,
    });
    expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining('审计链完整') });
    await Promise.all([source, target, fresh].map((places) => places.drop()));
    rmSync(dir, { recursive: true, force: true });
  }, 90_000);
});

async function isRestoring(url: string): Promise<boolean> {
  if (url.startsWith('sqlite:') && !existsSync(url.slice('sqlite:'.length))) return false;
  const db = await Database.open({ url });
  try {
    return (await recall(db.read, RESTORING)) !== null;
  } catch {
    // The tables are not there yet.
    return false;
  } finally {
    await db.close();
  }
}
