import { LARGE, type SheetOut, writeBook, writeHere } from '../../../src/core/workbook/writeBook';

const COLUMNS = [{ heading: '名称' }, { heading: '期限', asDay: true }, { heading: '编号', asText: true }];
const sheet = (rows: number): SheetOut => ({
  name: '台账',
  columns: COLUMNS,
  rows: Array.from({ length: rows }, (_, n) => [`=第${n}号口`, '2026-10-31', '007']),
});

describe('a large workbook', () => {
  const large = [sheet(Math.ceil(LARGE / COLUMNS.length))];

  it('is written in a thread of its own, to the very bytes', async () => {
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 5);
    const written = await writeBook(large);
    clearInterval(ticking);
    expect(written.equals(await writeHere(large))).toBe(true);
    // Whoever presses meanwhile is answered.
    expect(turns).toBeGreaterThan(10);
  });

  it('that cannot be written fails as where it is called', async () => {
    const twice = [...large, ...large];
    await expect(writeHere(twice)).rejects.toThrow('already exists');
    await expect(writeBook(twice)).rejects.toThrow('already exists');
  });
});
