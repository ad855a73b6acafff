import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Workbook, type Worksheet } from 'exceljs';
import { zipSync } from 'fflate';
import { Database } from '../../src/core/database';
import type { ImportReport } from '../../src/core/workbook';
import { ledgerBook, rosterBook, soundOutfall, soundRoster } from '../fixtures/workbooks';
import { holdings } from './badDays';
import { askLine, runLine } from './runLine';

const ROSTER = 'test/fixtures/花名册.xlsx';
const LEDGER = 'test/fixtures/入河排污口台账.xlsx';
const WITHIN_MS = 15_000;

/** The sample ledger with one thing changed by hand. */
async function spoilt(change: (sheet: Worksheet) => void): Promise<Buffer> {
  const book = new Workbook();
  await book.xlsx.readFile(LEDGER);
  change(book.getWorksheet('台账') as Worksheet);
  return Buffer.from(await book.xlsx.writeBuffer());
}

const faulty = (n: number) =>
  soundOutfall({
    名称: `口${n}`,
    所属镇: '无此镇',
    经度: 999,
    一级分类: '不知道',
    河段编号: 'X',
    溯源状态: '',
  });
/** A workbook that cannot be taken: one clear report, nothing written, exit code 1, soon. */
describe('a bad workbook', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'books-'));
  const file = join(dataDir, '坏.xlsx');
  const environment = process.env;
  let db: Database;
  beforeAll(async () => {
    process.env = { ...environment, DATA_DIR: dataDir, LOG_LEVEL: 'silent' };
    await askLine('import', 'roster', ROSTER);
    await askLine('import', 'ledger', LEDGER);
    db = await Database.open({ url: `sqlite:${join(dataDir, 'river-chief.db')}` });
  }, 60_000);
  afterAll(async () => {
    process.env = environment;
    await db.close();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const bad: [string, string, string, () => Promise<Uint8Array> | Uint8Array][] = [
    ['that is a picture', 'ledger', 'workbook.notXlsx', () => Buffer.from('89504e470d0a1a0a', 'hex')],
    ['that is a CSV', 'roster', 'workbook.notXlsx', () => Buffer.from('姓名,手机号\n')],
    ['that is empty', 'ledger', 'workbook.empty', () => new Uint8Array()],
    ['of the other kind', 'ledger', 'sheet.missing', async () => rosterBook(soundRoster())],
    [
      'whose sheet has another name',
      'ledger',
      'sheet.missing',
      () =>
        spoilt((sheet) => {
          sheet.name = '别的';
        }),
    ],
    [
      'whose headings are merged',
      'ledger',
      'sheet.merged',
      () => spoilt((sheet) => sheet.mergeCells('A1:B1')),
    ],
    [
      'with a formula',
      'ledger',
      'cell.formula',
      () =>
        spoilt((sheet) => {
          sheet.getCell('B2').value = { formula: 'HYPERLINK("http://a.cn","x")', result: 'x' };
        }),
    ],
    [
      'that is a bomb',
      'roster',
      'workbook.bomb',
      () => zipSync({ 'xl/workbook.xml': new Uint8Array(40 * 1024 * 1024) }),
    ],
    [
      'with five thousand faulty outfalls',
      'ledger',
      'cell.required',
      () => ledgerBook(Array.from({ length: 5_000 }, (_, n) => faulty(n))),
    ],
  ];

  it.each(bad)(
    '%s is refused as a whole',
    async (_what, kind, code, make) => {
      await writeFile(file, await make());
      const before = await holdings(db, ['app_state']);
      const started = Date.now();
      const { code: exit, data } = await askLine<ImportReport>('import', kind, file);
      expect(Date.now() - started).toBeLessThan(WITHIN_MS);
      expect(exit).toBe(1);
      expect(data).toMatchObject({ dryRun: false, created: 0, updated: 0, unchanged: 0 });
      expect(data.errors.map((fault) => fault.code)).toContain(code);
      expect(data.errors.filter(({ message }) => !/[一-龥]/.test(message))).toEqual([]);
      expect(await holdings(db, ['app_state'])).toEqual(before);
      const told = await runLine(['import', kind, file]);
      expect(told).toMatchObject({ code: 1, stderr: '' });
      expect(told.stdout).toContain('一行也没有写入');
      expect(told.stdout.split('\n').length).toBeLessThan(60);
    },
    60_000,
  );
});
