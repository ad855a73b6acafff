import { Workbook } from 'exceljs';
import { readBook } from '../../../src/core/workbook/readBook';
import { writeLedgerTemplate } from '../../../src/ledger';
import { LEDGER_BOOK } from '../../../src/ledger/ledgerBook';
import { writeRosterTemplate } from '../../../src/roster';
import { ROSTER_BOOK } from '../../../src/roster/rosterBook';

/** exceljs's types are older than Node's Buffer. */
async function open(bytes: Buffer): Promise<Workbook> {
  const book = new Workbook();
  await book.xlsx.load(bytes as unknown as Parameters<Workbook['xlsx']['load']>[0]);
  return book;
}

const headings = (book: Workbook, sheet: string): unknown[] =>
  ((book.getWorksheet(sheet)?.getRow(1).values ?? []) as unknown[]).slice(1);

/** The contract, word for word. */
const CONTRACT = {
  单位: '单位编码 单位名称 类型 区划代码',
  人员: '姓名 手机号 单位 职务 角色',
  河段: '河段编号 河流 河段名称 所属镇 上级河段编号 起点 止点 长度km 起点经度 起点纬度 止点经度 止点纬度',
  河长: '河段编号 级别 手机号 任职起 任职止',
  台账:
    '内部编号 名称 国家编码 地方编码 所属镇 行政村 河流 河段编号 岸别 经度 纬度 坐标系 一级分类 二级分类 三级分类 口门形态 排水特征 ' +
    '排放去向 日排水量m3 是否在开发区 责任主体 责任主体类型 统一社会信用代码 排污许可证或登记号 共用单位 牵头部门 审批登记 是否重点 ' +
    '监测频次 执行标准 在线视频 闸阀 闸阀备案 进水管网溢流口 管网覆盖 采样点 档案 是否保留 标识牌 溯源状态 整治类型 整治措施 ' +
    '整治期限 整治阶段 备注',
};

describe('a template', () => {
  it('has the headings of the contract', async () => {
    const roster = await open(await writeRosterTemplate());
    for (const sheet of ['单位', '人员', '河段', '河长'] as const) {
      expect(headings(roster, sheet).join(' ')).toBe(CONTRACT[sheet]);
    }
    const ledger = headings(await open(await writeLedgerTemplate()), '台账').join(' ');
    expect(ledger.startsWith(`${CONTRACT.台账} `)).toBe(true);
  });

  it('explains every column and offers the words that fit', async () => {
    const book = await open(await writeLedgerTemplate());
    const notes = book.getWorksheet('填写说明')?.getColumn(2).values.slice(2) as string[];
    for (const { heading } of Object.values(LEDGER_BOOK.outfalls.columns)) expect(notes).toContain(heading);
    const ledger = book.getWorksheet('台账');
    const at = headings(book, '台账');
    const rule = (heading: string, row: number) =>
      ledger?.getCell(row, at.indexOf(heading) + 1).dataValidation;
    expect(rule('闸阀', 2)).toMatchObject({
      type: 'list',
      formulae: ['"有,无,不需要"'],
      showErrorMessage: true,
    });
    expect(rule('闸阀', 2_000)).toMatchObject({ type: 'list' });
    expect(rule('口门形态', 2)).toMatchObject({ type: 'list' });
    expect(rule('口门形态', 2)).not.toHaveProperty('showErrorMessage', true);
  });

  it('shows what is required in red and keeps codes as text', async () => {
    const people = (await open(await writeRosterTemplate())).getWorksheet('人员');
    expect(people?.getCell('B1').font.color?.argb).toBe('FFC00000');
    expect(people?.getCell('D1').font.color?.argb).not.toBe('FFC00000');
    expect(people?.getCell('B2').numFmt).toBe('@');
  });

  it('imported as it came says that there is nothing to import, and makes nobody of its example', async () => {
    for (const [bytes, spec] of [
      [await writeRosterTemplate(), ROSTER_BOOK],
      [await writeLedgerTemplate(), LEDGER_BOOK],
    ] as const) {
      const { tables, findings } = await readBook(bytes, spec);
      const report = findings.report(true, { created: 0, updated: 0, unchanged: 0 });
      expect(report.errors).toMatchObject([{ code: 'workbook.nothing', sheet: null }]);
      expect(report.warnings.every(({ code }) => code === 'row.example')).toBe(true);
      expect(Object.values(tables ?? {}).flatMap(({ rows }) => rows)).toEqual([]);
    }
  });

  it('has an example that would be taken, were it not marked as one', async () => {
    for (const [bytes, spec] of [
      [await writeRosterTemplate(), ROSTER_BOOK],
      [await writeLedgerTemplate(), LEDGER_BOOK],
    ] as const) {
      const book = await open(bytes);
      for (const { name } of Object.values(spec)) {
        book
          .getWorksheet(name)
          ?.getRow(2)
          .eachCell((cell) => {
            if (typeof cell.value === 'string') cell.value = cell.value.replace(/^示例[-：]?/, '甲');
          });
      }
      const { findings } = await readBook(new Uint8Array(await book.xlsx.writeBuffer()), spec);
      expect(findings.report(true, { created: 0, updated: 0, unchanged: 0 }).errors).toEqual([]);
    }
  });

  it('is the same file every time', async () => {
    expect((await writeRosterTemplate()).equals(await writeRosterTemplate())).toBe(true);
  });
});
