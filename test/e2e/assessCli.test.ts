import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssessmentRun } from '../../entities';
import { Database } from '../../src/core/database';
import { askLine, runLine } from './runLine';

describe('assess from the command line, in words', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'assess-cli-'));
  const environment = process.env;
  beforeAll(async () => {
    process.env = { ...environment, DATA_DIR: dataDir, LOG_LEVEL: 'silent' };
    await askLine('migrate');
    expect((await askLine('import', 'roster', 'test/fixtures/花名册.xlsx')).code).toBe(0);
  }, 60_000);
  afterAll(() => {
    process.env = environment;
    rmSync(dataDir, { recursive: true, force: true });
  });
  const verify = () => runLine(['assess', '--period', '2024-01', '--verify']);

  it('says whether what is stored comes out again, and ends with 2 when it does not', async () => {
    const none = await verify();
    expect(none).toMatchObject({ code: 0, stdout: expect.stringContaining('这一期还没有算过、存过') });
    const scored = await runLine(['assess', '--period', '2024-01']);
    expect(scored.stdout).toContain('  龙兴镇：不适用\n');
    expect(await verify()).toMatchObject({ code: 0, stdout: expect.stringContaining('和存下的一致\n') });
    const db = await Database.open({ url: `sqlite:${join(dataDir, 'river-chief.db')}` });
    await db.transaction((tx) => tx.update(AssessmentRun, {}, { hash: '0'.repeat(64) }));
    await db.close();
    expect(await verify()).toMatchObject({ code: 2, stdout: expect.stringContaining('和存下的不一致') });
  }, 60_000);

  it('says that a period still runs, and that one town alone is not compared', async () => {
    const year = String(new Date().getFullYear());
    expect((await runLine(['assess', '--period', year])).stdout).toContain('这一期还没结束，算到现在为止');
    const town = await runLine(['assess', '--period', '2024-01', '--town', '140825100', '--verify']);
    expect(town).toMatchObject({ code: 0, stdout: expect.stringContaining('只算一个镇时不核对存下的') });
  }, 60_000);
});
