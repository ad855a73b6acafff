import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSheets } from '../../src/core/workbook';
import { askLine, runLine } from './runLine';

const ROSTER = 'test/fixtures/花名册.xlsx';
const LEDGER = 'test/fixtures/入河排污口台账.xlsx';

interface Told {
  outfalls: number;
  rules: { rule: string; name: string; clause: string; open: number; waived: number }[];
  findings: { rule: string; says: string; remedy: string; owner: string; outfalls: { code: string }[] }[];
  missing: { heading: string; outfalls: number }[];
  bundle: { code: string }[];
}
interface Shown {
  internalCode: string;
  tracing: string;
  owner: string;
  townBackstop: boolean;
  version: number;
  history: { what: string; by: string; reason: string | null; changes: { heading: string; now: string }[] }[];
}

describe('the ledger from the command line', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ledger-cli-'));
  const environment = process.env;
  beforeAll(async () => {
    process.env = { ...environment, DATA_DIR: dataDir, LOG_LEVEL: 'silent' };
    await askLine('migrate');
    expect((await askLine('import', 'roster', ROSTER)).code).toBe(0);
    expect((await askLine('import', 'ledger', LEDGER)).code).toBe(0);
  }, 60_000);
  afterAll(() => {
    process.env = environment;
    rmSync(dataDir, { recursive: true, force: true });
  });

  it('rules check says of every rule how many break it, and of every finding what, who and how', async () => {
    const { code, data } = await askLine<Told>('rules', 'check');
    expect(code).toBe(0);
    expect(data.rules).toHaveLength(24);
    for (const { rule, open } of data.rules) {
      expect([rule, open]).toEqual([rule, data.findings.filter((one) => one.rule === rule).length]);
    }
    for (const { says, remedy, owner, outfalls } of data.findings) {
      expect([says, remedy, owner].every((words) => words.length > 0)).toBe(true);
      expect(outfalls.length).toBeGreaterThan(0);
    }
    expect(data.missing.length).toBeGreaterThan(0);
    expect(data.bundle.length).toBeGreaterThan(0);
    const { stdout } = await runLine(['rules', 'check']);
    expect(stdout).toContain(`在用排污口 ${data.outfalls} 个：要改 ${data.findings.length} 处`);
  });

  it('export compliance writes the same findings as a workbook', async () => {
    const out = join(dataDir, '合规检查.xlsx');
    expect((await askLine('export', 'compliance', out)).code).toBe(0);
    const { data } = await askLine<Told>('rules', 'check');
    const sheets = await readSheets(readFileSync(out));
    expect(sheets.map(({ name }) => name)).toEqual([
      '汇总',
      '要改的',
      '已豁免的',
      '待补',
      '打包项目',
      '豁免',
    ]);
    const rows = sheets.find(({ name }) => name === '要改的')?.rows ?? [];
    expect(rows.length - 1).toBe(data.findings.length);
  });

  it('outfall untraceable gives it to its town, and outfall show tells who decided so, when and why', async () => {
    const before = await askLine<Shown>('outfall', 'show', '暗管');
    expect(before).toMatchObject({ code: 0, data: { tracing: '溯源中', version: 1 } });
    const { internalCode } = before.data;
    const done = await askLine<Shown>('outfall', 'untraceable', internalCode, '--reason', '管线查到头了');
    expect(done).toMatchObject({
      code: 0,
      data: { tracing: '无法溯源', owner: '横桥镇人民政府', townBackstop: true, version: 2 },
    });
    const shown = await askLine<Shown>('outfall', 'show', internalCode.toLowerCase());
    expect(shown.data.history).toMatchObject([
      { what: '定为无法溯源，属地兜底', by: 'cli', reason: '管线查到头了' },
      { what: '导入台账', by: 'cli', changes: [] },
    ]);
    expect(shown.data.history[0]?.changes).toContainEqual(
      expect.objectContaining({ heading: '责任主体类型', now: '镇政府' }),
    );
    const again = await runLine(['outfall', 'untraceable', internalCode, '--reason', '再来']);
    expect(again).toMatchObject({ code: 1, stderr: expect.stringContaining('溯源状态是无法溯源') });
  });

  it.each([
    ['an outfall that is none', ['outfall', 'show', '天上的口'], '台账里没有“天上的口”'],
    ['words that several have', ['outfall', 'show', '样例焦化公司'], '有3个'],
    ['no reason', ['outfall', 'untraceable', '暗管'], '--reason'],
  ])('refuses %s with one sentence', async (_, args, says) => {
    const { code, stderr } = await runLine(args);
    expect(code).toBe(1);
    expect(stderr).toContain(says);
  });
});
