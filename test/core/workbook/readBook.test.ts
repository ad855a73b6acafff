import { Workbook } from 'exceljs';
import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { LIMITS } from '../../../src/core/workbook';
import { HEADINGS, read, SHEET, wells, withPart } from './files';

/** The only thing said about a file that cannot be read. */
async function refusal(bytes: Uint8Array): Promise<string> {
  const { errors, warnings, rows } = await read(bytes);
  expect(rows).toBeNull();
  expect(warnings).toEqual([]);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toMatchObject({ sheet: null, row: null, column: null, cell: null });
  expect(errors[0]?.message).toMatch(/另存|导出|分几次|删去/);
  return errors[0]?.code ?? '';
}

describe('a file that is no workbook gets one sentence', () => {
  it.each<[string, Uint8Array, string]>([
    ['empty', new Uint8Array(), 'workbook.empty'],
    ['an old .xls, or one with a password', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'workbook.xls'],
    ['a CSV renamed to .xlsx', Buffer.from('编号,名称\n1,甲\n'), 'workbook.notXlsx'],
    ['a web page renamed to .xlsx', Buffer.from('<html><table></table></html>'), 'workbook.notXlsx'],
    ['a zip of something else', zipSync({ 'word/document.xml': strToU8('<w/>') }), 'workbook.notXlsx'],
    ['a binary .xlsb', zipSync({ 'xl/workbook.bin': strToU8('x') }), 'workbook.notXlsx'],
    ['larger than allowed', Buffer.alloc(LIMITS.fileBytes + 1, 'PK'), 'workbook.tooBig'],
  ])('%s', async (_, bytes, code) => {
    expect(await refusal(bytes)).toBe(code);
  });

  it('cut off in the middle', async () => {
    const whole = await wells([['1', '甲', 3]]);
    expect(await refusal(whole.subarray(0, whole.length / 2))).toBe('workbook.broken');
  });

  it('with broken XML or a missing part', async () => {
    const whole = await wells([['1', '甲', 3]]);
    expect(await refusal(withPart(whole, SHEET, (xml) => xml.replace('r="A1"', 'r="ZZZZ9"')))).toBe(
      'workbook.broken',
    );
    expect(await refusal(withPart(whole, 'xl/_rels/workbook.xml.rels', () => '<Relationships/>'))).toBe(
      'workbook.broken',
    );
  });
});

describe('a workbook over a limit is refused before it is parsed', () => {
  it('when it is a zip bomb, even one whose headers lie about the size', async () => {
    const bomb = Buffer.from(zipSync({ 'xl/workbook.xml': new Uint8Array(LIMITS.inflatedBytes / 2) }));
    expect(await refusal(bomb)).toBe('workbook.bomb');
    const lying = Buffer.from(bomb);
    lying.writeUInt32LE(10, 22);
    lying.writeUInt32LE(10, lying.readUInt32LE(lying.length - 6) + 24);
    expect(await refusal(lying)).toBe('workbook.bomb');
  });

  it('when it has too many parts', async () => {
    const parts = Object.fromEntries(
      Array.from({ length: LIMITS.parts + 1 }, (_, n) => [`p${n}.xml`, new Uint8Array()]),
    );
    expect(await refusal(zipSync(parts))).toBe('workbook.bomb');
  });

  it('when a sheet is too long or too wide', async () => {
    const row = (n: number, cell: string): string => `<row r="${n}"><c r="${cell}"><v>1</v></c></row>`;
    const rows = Array.from({ length: LIMITS.rows + 5 }, (_, n) => row(n + 1, `A${n + 1}`)).join('');
    const whole = await wells([['1', '甲', 3]]);
    const fill = (data: string) =>
      withPart(whole, SHEET, (xml) =>
        xml.replace(/<sheetData>.*<\/sheetData>/, `<sheetData>${data}</sheetData>`),
      );
    expect(await refusal(fill(rows))).toBe('workbook.tooManyRows');
    expect(await refusal(fill(row(1, 'XFD1')))).toBe('workbook.tooManyColumns');
    expect(await refusal(fill(row(2_000_000_000, 'A2000000000')))).toBe('workbook.broken');
  });
});

it('never throws, whatever is broken about a file', async () => {
  const whole = await wells(Array.from({ length: 20 }, (_, n) => [`${n}`, `井${n}`, n]));
  const spot = fc.tuple(fc.nat(whole.length - 1), fc.nat(255));
  await fc.assert(
    fc.asyncProperty(
      fc.array(spot, { minLength: 1, maxLength: 8 }),
      fc.nat(whole.length),
      async (spots, end) => {
        const bytes = Buffer.from(whole);
        for (const [at, value] of spots) bytes[at] = value;
        const report = await read(bytes.subarray(0, end % 3 === 0 ? end : undefined));
        expect(report.rows !== null || report.errors.length > 0).toBe(true);
      },
    ),
    { numRuns: 150 },
  );
});

describe('headings', () => {
  it('may stand in any order, with the mark of what is required, and among blank columns', async () => {
    const { errors, rows } = await read(
      await wells([['甲', null, 3, '1']], ['名称＊', '', '井深m', ' 编号* ']),
    );
    expect(errors).toEqual([]);
    expect(rows).toEqual([{ row: 2, values: { code: '1', name: '甲', depth: 3_000 } }]);
  });

  it('that are unknown, double or missing are named', async () => {
    const { errors } = await read(await wells([['1', 2, 3]], ['编号', '深度', '编号']));
    expect(errors.map(({ code, column, cell }) => [code, column, cell])).toEqual([
      ['sheet.unknownHeading', '深度', 'B1'],
      ['sheet.doubleHeading', '编号', 'C1'],
      ['sheet.missingHeading', '名称', null],
    ]);
  });

  it('that are merged are refused, as are merged cells below', async () => {
    const book = new Workbook();
    const sheet = book.addWorksheet('水井');
    sheet.addRow(HEADINGS);
    sheet.addRow(['1', '甲', 3]);
    sheet.addRow(['2', '乙', 3]);
    sheet.mergeCells('B1:C1');
    sheet.mergeCells('B2:B3');
    const { errors } = await read(Buffer.from(await book.xlsx.writeBuffer()));
    expect(errors.filter(({ code }) => code === 'sheet.merged').map(({ cell, row }) => [cell, row])).toEqual([
      ['B1:C1', 1],
      ['B2:B3', 2],
    ]);
  });

  it('below a title are pointed at', async () => {
    const { errors } = await read(await wells([HEADINGS, ['1', '甲', 3]], ['水井登记表']));
    expect(errors).toMatchObject([
      { code: 'sheet.noHeadings', row: 1, message: '第 1 行应是表头，请删去上面的 1 行' },
    ]);
  });

  it('of a sheet that is not there at all are asked for by the sheet', async () => {
    const book = new Workbook();
    book.addWorksheet('Sheet1').addRow(HEADINGS);
    const { errors, warnings } = await read(Buffer.from(await book.xlsx.writeBuffer()));
    expect(errors).toMatchObject([{ code: 'sheet.missing', sheet: '水井' }]);
    expect(warnings).toMatchObject([{ code: 'sheet.unread', sheet: 'Sheet1' }]);
  });
});

describe('cells', () => {
  it('with a formula or an Excel error are refused by name', async () => {
    const book = new Workbook();
    const sheet = book.addWorksheet('水井');
    sheet.addRow(HEADINGS);
    sheet.addRow(['1', '甲', { formula: 'SUM(1,2)', result: 3 }]);
    sheet.addRow(['2', { error: '#N/A' }, 3]);
    const { errors } = await read(Buffer.from(await book.xlsx.writeBuffer()));
    expect(errors).toMatchObject([
      { code: 'cell.formula', sheet: '水井', row: 2, column: '井深m', cell: 'C2', value: '=SUM(1,2)' },
      { code: 'cell.error', row: 3, column: '名称', cell: 'B3' },
    ]);
  });

  it('that hold a picture are blank, and how many pictures there are is said', async () => {
    const opened = new Workbook();
    await opened.xlsx.load(
      (await wells([
        ['1', '甲', 3],
        ['2', '乙', 5],
        ['3', '丙', 6],
      ])) as never,
    );
    const pixel =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    const image = opened.addImage({ base64: pixel, extension: 'png' });
    for (const row of [1, 2]) {
      opened.getWorksheet('水井')?.addImage(image, { tl: { col: 3, row }, ext: { width: 9, height: 9 } });
    }
    const floating = Buffer.from(await opened.xlsx.writeBuffer());
    // As WPS and Excel write what was put into a cell.
    const inCells = withPart(floating, SHEET, (xml) =>
      xml
        .replace(
          /<c r="C3"[^>]*?(\/>|>.*?<\/c>)/,
          '<c r="C3" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>',
        )
        .replace(/<c r="C4"[^>]*?(\/>|>.*?<\/c>)/, '<c r="C4" t="e" vm="1"><v>#VALUE!</v></c>'),
    );
    const said = (warnings: { code: string; message: string }[]) =>
      warnings.flatMap(({ code, message }) => (code === 'sheet.pictures' ? [message] : []));
    const first = await read(floating);
    expect(said(first.warnings)).toEqual(['表里有 2 张图片，图片不导入，只读格子里的字']);
    const second = await read(inCells);
    expect(second.errors).toEqual([]);
    expect(said(second.warnings)).toEqual(['表里有 4 张图片，图片不导入，只读格子里的字']);
    expect(second.rows?.map(({ values }) => values.depth)).toEqual([3_000, null, null]);
    expect(said((await read(await wells([['1', '甲', 3]]))).warnings)).toEqual([]);
  });

  it('of hidden rows are read, of blank rows passed over, and rich text is text', async () => {
    const book = new Workbook();
    const sheet = book.addWorksheet('水井');
    sheet.addRow(HEADINGS);
    sheet.addRow([
      '1',
      { richText: [{ text: '甲' }, { text: '井', font: { bold: true } }] },
      3,
    ]).hidden = true;
    sheet.addRow([' ', null, null]);
    sheet.addRow(['2', '乙', 3]);
    const { errors, rows } = await read(Buffer.from(await book.xlsx.writeBuffer()));
    expect(errors).toEqual([]);
    expect(rows?.map(({ row, values }) => [row, values.name])).toEqual([
      [2, '甲井'],
      [4, '乙'],
    ]);
  });

  it('each get their own fault, with place and value, however many there are', async () => {
    const rows = Array.from({ length: 5_000 }, (_, n) => [`${n}`, null, 'x']);
    const { errors } = await read(await wells(rows));
    expect(errors).toHaveLength(10_000);
    expect(errors.at(-1)).toEqual({
      sheet: '水井',
      row: 5_001,
      column: '井深m',
      cell: 'C5001',
      code: 'cell.number',
      message: '“井深m”应是数字，不要写“约”“左右”或范围',
      value: 'x',
    });
  });

  it('left empty or cleaned are told once per column, with a count', async () => {
    const rows = Array.from({ length: 9 }, (_, n) => [`${n}`, `井囗${n}\r\n`, n % 3 === 0 ? '/' : null]);
    const { errors, warnings } = await read(await wells(rows));
    expect(errors).toEqual([]);
    expect(warnings.map(({ code, column, message }) => [code, column, message])).toEqual([
      ['repair.lineBreak', '名称', '“名称”一列有 9 格：换行符已去掉或改为空格（第 2、3、4、5、6 行等）'],
      ['repair.lookalike', '名称', '“名称”一列有 9 格：“囗”已改为“口”（第 2、3、4、5、6 行等）'],
      [
        'repair.placeholder',
        '井深m',
        '“井深m”一列有 3 格：“-”“/”“无”之类按空格（待补）处理（第 2、5、8 行）',
      ],
      ['cell.pending', null, '有 9 格可选内容待补：井深m 9'],
    ]);
  });

  it('of a sheet with nothing but the example row are nothing to import', async () => {
    const { errors, warnings } = await read(await wells([['1', '示例：甲井', 3]]));
    expect(errors).toMatchObject([{ code: 'workbook.nothing' }]);
    expect(warnings).toMatchObject([{ code: 'row.example', row: 2 }]);
  });
});
