import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Person, Problem, Reach, Unit } from '../../entities';
import { Database } from '../../src/core/database';
import { instantAt } from '../../src/core/days';
import { askLine, runLine } from './runLine';
import { policyWith } from './walking';

const SPAN = ['--from', '2026-11-01', '--to', '2026-11-30'];

/** Handled in nine of its ten working days. */
async function handleInTime(db: Database): Promise<void> {
  const [town] = await db.read.find(Unit, { name: '龙兴镇' });
  const [reach] = await db.read.find(Reach, { townId: town?.id ?? 0 }, { limit: 1 });
  const [someone] = await db.read.find(Person, {}, { limit: 1 });
  if (!reach || !someone) throw new Error('the sample roster has changed');
  const on = (day: string) => instantAt(day, '10:00');
  await db.transaction((tx) =>
    tx.insert(Problem, {
      source: 'patrol',
      reachId: reach.id,
      place: '桥下50米',
      category: '河岸',
      seriousness: '一般',
      finderId: someone.id,
      townId: reach.townId,
      state: 'closed',
      dueDay: '2026-11-20',
      occurredAt: on('2026-11-06'),
      recordedAt: on('2026-11-06'),
      assignedAt: on('2026-11-06'),
      answeredAt: on('2026-11-19'),
      closedAt: on('2026-11-19'),
      policyVersion: 1,
      version: 1,
    }),
  );
}

describe('what-if from the command line', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'what-if-cli-'));
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

  it('tells town by town what fewer days would have brought, and names the rules that it cannot replay', async () => {
    const db = await Database.open({ url: `sqlite:${join(dataDir, 'river-chief.db')}` });
    await handleInTime(db).finally(() => db.close());
    const stricter = policyWith(dataDir, ({ problem, patrol, ...policy }) => ({
      ...policy,
      problem: { ...(problem as object), dueWorkdays: { 立行立改: 3, 一般: 3, 较重: 20, 重大: 30 } },
      patrol: { ...(patrol as object), graceWorkdays: 3 },
    }));
    const { code, stdout } = await runLine(['policy', 'what-if', stricter, ...SPAN]);
    expect(code).toBe(0);
    expect(stdout).toContain('看了 0 件滞后的事、1 个没有滞后过的问题，会变的步骤 1 个');
    expect(stdout).toMatch(
      /\n {2}龙兴镇：1 个步骤会变\n {4}交办单：桥下50米（河岸）：没有 → 提醒 2026-11-12（一般问题办理的工作日10→3）\n/,
    );
    expect(stdout).toContain('这些规则也不同，但过去的日子没法照它重演：patrol');
    expect((await askLine('policy', 'what-if', stricter, ...SPAN)).data).toMatchObject({
      notReplayed: ['patrol'],
      steps: [{ unit: '龙兴镇', was: null, would: '提醒 2026-11-12' }],
    });
  }, 60_000);

  it('says of which months it compares the scores, and when of none', async () => {
    const inSpan = async (from: string, to: string) =>
      (await runLine(['policy', 'what-if', 'policy.yaml', '--from', from, '--to', to])).stdout;
    expect(await inSpan('2024-01-01', '2024-02-29')).toContain('得分按月比，比了2024年1月到2024年2月\n');
    expect(await inSpan('2024-01-10', '2024-01-20')).toContain('这段日子里没有结束了的月份，得分没有比\n');
  }, 60_000);
});
