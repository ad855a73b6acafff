import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSheets, readSheetsApart, writeBook } from '../../../src/core/workbook';

const book = () =>
  writeBook([
    {
      name: '台账',
      columns: [{ heading: '名称' }, { heading: '日期' }],
      rows: [['桥西', new Date('2026-11-25')]],
    },
    { name: '说明', columns: [{ heading: '甲' }], rows: [[1]] },
  ]);

describe('a workbook read in a thread of its own', () => {
  it('says what it says when it is read in place, while others go on', async () => {
    const bytes = await book();
    let others = 0;
    const timer = setInterval(() => {
      others += 1;
    }, 1);
    const read = await readSheetsApart(bytes);
    clearInterval(timer);
    expect(read).toEqual(await readSheets(bytes));
    expect(others).toBeGreaterThan(5);
  });

  it('that is none is refused as in place', async () => {
    const bytes = Buffer.from('hello');
    const inPlace = await readSheets(bytes).catch((error: unknown) => error);
    const apart = await readSheetsApart(bytes).catch((error: unknown) => error);
    expect(apart).toEqual(inPlace);
    expect(apart).toMatchObject({ name: 'UnreadableWorkbook', code: 'workbook.notXlsx' });
  });

  it('is read so by the bundle of `npm start` too', async () => {
    const root = join(__dirname, '..', '..', '..');
    mkdirSync(join(root, 'dist'), { recursive: true });
    const dir = mkdtempSync(join(root, 'dist', 'apart-'));
    try {
      const program = join(dir, 'program.ts');
      writeFileSync(join(dir, 'book.xlsx'), await book());
      writeFileSync(
        program,
        `import { readFileSync } from 'node:fs';
         import { readSheetsApart } from '../../src/core/workbook';
         readSheetsApart(readFileSync(process.argv[2])).then((s) => console.log(s.map(({ name }) => name).join()));`,
      );
      // As package.json builds it, with this program for the bot.
      const line = String(require('../../../package.json').scripts.build)
        .replace('main=src/main.ts', `main=${program}`)
        .replace('--outdir=dist', `--outdir=${dir}`);
      expect(line).toContain(dir);
      const [command, ...args] = line.split(' ');
      execFileSync(join(root, 'node_modules', '.bin', String(command)), args, { cwd: root });
      const said = execFileSync(process.execPath, [join(dir, 'main.js'), join(dir, 'book.xlsx')], {
        cwd: root,
      });
      expect(said.toString().trim()).toBe('台账,说明');
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
