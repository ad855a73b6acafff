import type { DataValidation } from 'exceljs';
import type { Column } from './columns';
import { LIMITS } from './limits';
import type { BookSpec } from './readBook';
import { type ColumnOut, type SheetOut, writeBook } from './writeBook';

/** Excel takes a list of choices inside the rule only up to this many characters: a longer one has no drop-down. */
const INLINE_LIST = 255;
const MB = 1024 * 1024;

const requiredWord = (column: Column): string => (column.required ? '必填' : '选填');

function helpOf(column: Column): string {
  const choices = column.choices && `${column.open ? '例如' : '只能填'}：${column.choices.join('、')}`;
  return [column.help, choices].filter(Boolean).join('；');
}

function validationOf(column: Column): DataValidation | undefined {
  const prompt = `${requiredWord(column)}。${helpOf(column)}`.slice(0, INLINE_LIST);
  const shared = {
    allowBlank: true,
    showInputMessage: true,
    promptTitle: column.heading.slice(0, 32),
    prompt,
  };
  if (!column.choices) return undefined;
  const list = `"${column.choices.join(',')}"`;
  if (list.length > INLINE_LIST) return undefined;
  return {
    ...shared,
    type: 'list',
    formulae: [list],
    showErrorMessage: !column.open,
    errorTitle: '不在选项里',
    error: `“${column.heading}”只能从下拉列表里选`,
  };
}

export const columnOut = (column: Column): ColumnOut => ({
  heading: column.heading,
  required: column.required,
  asText: !column.numeric,
  validation: validationOf(column),
});

/** A number stays a number in the example, so that Excel does not mark it. */
const exampleOf = (column: Column): string | number | null => {
  if (column.example === '') return null;
  return column.numeric ? Number(column.example) : column.example;
};

const NOTES: [string, string][] = [
  ['必填', '红字的列必须填；其余可以先空着，以后补上再导入一次'],
  ['示例', '第 2 行是示例（以“示例”开头），导入时会跳过，填写时可以删去'],
  ['再次导入', '同一张表可以反复导入：只改有变化的，空着的选填格不会抹掉已有内容，表里没有的行会保留并列出'],
  ['表头', '列的先后可以换，列名不能改，不要合并单元格，不要用公式'],
  ['编码和手机号', '请保持“文本”格式，不要让 Excel 变成 1.99E+10'],
  ['日期', '写成 2024-10-31 或 2024年10月31日'],
  ['大小', `一个文件不超过 ${LIMITS.fileBytes / MB} MB，一张表不超过 ${LIMITS.rows - 1} 行`],
];

/** An empty workbook: headings, drop-downs, one example row that is never imported, and how to fill it in. */
export async function writeTemplate(book: BookSpec): Promise<Buffer> {
  const specs = Object.values(book);
  const sheets = specs.map(({ name, columns }): SheetOut => {
    const list = Object.values(columns);
    return { name, columns: list.map((column) => columnOut(column)), rows: [list.map(exampleOf)] };
  });
  const columns = specs.flatMap(({ name, columns }) =>
    Object.values(columns).map((column) => [name, column.heading, requiredWord(column), helpOf(column)]),
  );
  const help: SheetOut = {
    name: '填写说明',
    columns: [
      { heading: '工作表', width: 14 },
      { heading: '列', width: 22 },
      { heading: '是否必填', width: 12 },
      { heading: '怎么填', width: 90 },
    ],
    rows: [...NOTES.map(([what, how]) => ['全部', what, null, how]), ...columns],
  };
  return writeBook([...sheets, help]);
}
