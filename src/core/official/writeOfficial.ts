import { dayInFull } from '../days';

/** A 公文 as offices write it: GB/T 9704-2012, as far as Word can keep it on a machine without its fonts. */
export interface Official {
  /** 送审稿 above the title of what nobody has signed; null once it is. */
  mark: string | null;
  title: string;
  /** 龙兴镇人民政府; null for nobody in particular. */
  addressee: string | null;
  paragraphs: readonly string[];
  /** 附表, each with its caption; widths in percent. */
  tables: readonly OfficialTable[];
  /** Who signs. */
  signer: string;
  /** Of signing; null is left blank to be written by hand. */
  day: string | null;
  /** What follows on further pages: 约谈纪要. */
  annexes: readonly { title: string; paragraphs: readonly string[] }[];
}

export interface OfficialTable {
  caption: string;
  columns: readonly { heading: string; percent: number }[];
  rows: readonly (readonly string[])[];
}

const TITLE_FONT = { ascii: 'Times New Roman', eastAsia: '方正小标宋简体', hAnsi: 'Times New Roman' };
const BODY_FONT = { ascii: 'Times New Roman', eastAsia: '仿宋_GB2312', hAnsi: 'Times New Roman' };
const HEAD_FONT = { ascii: 'Times New Roman', eastAsia: '黑体', hAnsi: 'Times New Roman' };
/** Half points: 二号, 三号, 小四. */
const SIZE = { title: 44, body: 32, table: 24 };
/** Twentieths of a point: 28 pt between lines, two characters of 三号 before a paragraph. */
const LINE = 560;
const INDENT = 640;
const MM = 56.7;

/** Between the margins: 210 mm less 28 and 26. */
const WHOLE = Math.round(156 * MM);
const widthOf = (percent: number): number => Math.round((WHOLE * percent) / 100);

/**
 * The document as a docx file. The number (文号) is left blank: the office that sends it has its own book of numbers.
 */
export async function writeOfficial(official: Official): Promise<Buffer> {
  // Loaded when somebody asks for a file: it is as large as all the rest of the bot.
  const docx = await import('docx');
  const { AlignmentType, BorderStyle, LineRuleType, VerticalAlign, WidthType } = docx;
  const spacing = { line: LINE, lineRule: LineRuleType.EXACT };
  const line = (
    text: string,
    {
      font = BODY_FONT,
      size = SIZE.body,
      ...options
    }: { font?: typeof BODY_FONT; size?: number } & Record<string, unknown> = {},
  ) =>
    new docx.Paragraph({
      spacing,
      ...options,
      children: [new docx.TextRun({ text: printable(text), font, size })],
    });
  const body = (text: string) => line(text, { indent: { firstLine: INDENT } });
  const centred = { alignment: AlignmentType.CENTER };
  const cell = (text: string, percent: number, heading: boolean) =>
    new docx.TableCell({
      width: { size: widthOf(percent), type: WidthType.DXA },
      verticalAlign: VerticalAlign.CENTER,
      margins: { left: 60, right: 60 },
      children: [
        line(text, {
          font: heading ? HEAD_FONT : BODY_FONT,
          size: SIZE.table,
          spacing: { line: 340, lineRule: LineRuleType.EXACT },
          ...(heading && centred),
        }),
      ],
    });
  const border = { style: BorderStyle.SINGLE, size: 4, color: '000000' };
  const table = ({ columns, rows }: OfficialTable) =>
    new docx.Table({
      width: { size: WHOLE, type: WidthType.DXA },
      columnWidths: columns.map(({ percent }) => widthOf(percent)),
      layout: docx.TableLayoutType.FIXED,
      borders: {
        top: border,
        bottom: border,
        left: border,
        right: border,
        insideHorizontal: border,
        insideVertical: border,
      },
      rows: [
        new docx.TableRow({
          tableHeader: true,
          children: columns.map(({ heading, percent }) => cell(heading, percent, true)),
        }),
        ...rows.map(
          (row) =>
            new docx.TableRow({
              cantSplit: true,
              children: columns.map(({ percent }, n) => cell(row[n] ?? '', percent, false)),
            }),
        ),
      ],
    });
  const title = (text: string) => line(text, { font: TITLE_FONT, size: SIZE.title, ...centred });
  const { mark, addressee, paragraphs, tables, signer, day, annexes } = official;
  const year = day?.slice(0, 4) ?? '    ';
  const children = [
    ...(mark === null ? [] : [line(mark, { font: HEAD_FONT })]),
    line(`　　　　〔${year}〕　　号`, centred),
    line(''),
    title(official.title),
    line(''),
    ...(addressee === null ? [] : [line(`${addressee}：`)]),
    ...paragraphs.map(body),
    ...(tables.length > 0
      ? [
          line(''),
          body(
            `附表：${tables.map(({ caption }, n) => `${tables.length > 1 ? `${n + 1}. ` : ''}${caption}`).join('　')}`,
          ),
        ]
      : []),
    line(''),
    line(signer, { alignment: AlignmentType.RIGHT, indent: { right: INDENT } }),
    line(day === null ? '　　年　　月　　日' : dayInFull(day), {
      alignment: AlignmentType.RIGHT,
      indent: { right: INDENT },
    }),
    ...tables.flatMap((one, n) => [
      line(tables.length > 1 ? `附表${n + 1}` : '附表', { font: HEAD_FONT, pageBreakBefore: true }),
      line(one.caption, { font: HEAD_FONT, ...centred }),
      table(one),
    ]),
    ...annexes.flatMap((annex) => [
      line('', { pageBreakBefore: true }),
      title(annex.title),
      line(''),
      ...annex.paragraphs.map(body),
    ]),
  ];
  const file = new docx.Document({
    creator: signer,
    title: official.title,
    sections: [
      {
        properties: {
          page: {
            size: { width: Math.round(210 * MM), height: Math.round(297 * MM) },
            margin: {
              top: Math.round(37 * MM),
              bottom: Math.round(35 * MM),
              left: Math.round(28 * MM),
              right: Math.round(26 * MM),
            },
          },
        },
        children,
      },
    ],
  });
  return docx.Packer.toBuffer(file);
}

/** XML knows no control characters; a lone surrogate would make the whole file unreadable. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, '');
