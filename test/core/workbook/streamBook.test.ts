import { type CellOut, readSheets, streamBook } from '../../../src/core/workbook';
import { writeHere } from '../../../src/core/workbook/writeBook';

const COLUMNS = [{ heading: '名称' }, { heading: '期限', asDay: true }, { heading: '编号', asText: true }];
const rowOf = (n: number): CellOut[] => [`=第${n}号口 <“&”>`, '2026-10-31', '007'];
const MANY = 3_000;

async function together(rows: Iterable<CellOut[]> | AsyncIterable<CellOut[]>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of streamBook([{ name: '依据', columns: COLUMNS, rows }])) pieces.push(piece);
  return Buffer.concat(pieces);
}

describe('a workbook that is written while its rows are read', () => {
  it('holds what one written as a whole holds: text as text, days as days', async () => {
    const rows = Array.from({ length: MANY }, (_, n) => rowOf(n));
    const [streamed] = await readSheets(await together(rows));
    const [whole] = await readSheets(await writeHere([{ name: '依据', columns: COLUMNS, rows }]));
    expect(streamed).toEqual(whole);
    expect(streamed?.rows[1]).toEqual(['=第0号口 <“&”>', new Date('2026-10-31T00:00:00Z'), '007']);
    expect(streamed?.scan.formulas.size).toBe(0);
  });

  it('comes piece by piece, before the last row is asked for', async () => {
    let asked = 0;
    async function* rows(): AsyncGenerator<CellOut[]> {
      for (; asked < MANY; asked += 1) yield [`${Math.sin(asked)}${'字'.repeat(asked % 90)}`, null, asked];
    }
    const seen: number[] = [];
    for await (const _ of streamBook([{ name: '依据', columns: COLUMNS, rows: rows() }])) seen.push(asked);
    expect(new Set(seen.filter((count) => count > 0 && count < MANY)).size).toBeGreaterThan(1);
  });

  it('fails with what its rows fail with', async () => {
    async function* rows(): AsyncGenerator<CellOut[]> {
      yield rowOf(1);
      throw new Error('the database is gone');
    }
    await expect(together(rows())).rejects.toThrow('the database is gone');
  });
});
