/** What is said of a 通报, 约谈 or 督查 on every card that is about one. */
import type { DocumentRung, Rung } from '../../entities/Ladder';
import { type InCard, markdown } from './elements';
import { int } from './fields';
import { folded } from './rows';
import { coloured, grey, inline, join, md, paragraph, type SafeMd } from './text';
import { type Day, dayWords, localName } from './words';

/** What every press on a document carries. */
export const ON_DOCUMENT = { document: int(), version: int() };

export const RUNG_NAMES: Record<Rung, string> = { 0: '提示', 1: '提醒', 2: '通报', 3: '约谈', 4: '督查' };

/** The body is read on a phone, and edited on one. */
export const DOCUMENT_WORDS = 800;
export const REPLY_WORDS = 500;
/** 16 lines of the worst characters, a body and an answer stay under Feishu's 30 KB. */
const MOST_LINES = 16;

export interface DocumentLine {
  title: string;
  /** By post; '' in a group, and where nobody is meant. */
  who: string;
  /** Working days overdue; 0 where nothing has a due day. */
  overdueWorkdays: number;
  /** 提醒 11月10日, 通报 11月18日. */
  steps: { rung: Rung; day: Day }[];
  /** 整治完成率41%，应达65%. */
  figures: string;
  clears: string;
}

export interface DocumentText {
  rung: DocumentRung;
  /** 关于龙兴镇入河排污口整治工作滞后情况的通报. */
  title: string;
  /** 龙兴镇. */
  unit: string;
  /** 县河长办: who signs. */
  issuer: string;
  words: string;
  lines: DocumentLine[];
}

export interface DocumentReplyView {
  kind: '整改报告' | '申请延期' | '说明情况';
  words: string;
  untilDay: Day | null;
  by: string;
  on: Day;
  /** Null while it waits. */
  decided: { granted: boolean; by: string; on: Day; reason: string } | null;
}

function lineWords(today: Day, line: DocumentLine, number: number): SafeMd {
  const { title, who, overdueWorkdays, steps, figures, clears } = line;
  const late = overdueWorkdays > 0 ? coloured('red', md`逾期${overdueWorkdays}个工作日`) : null;
  const whose = who === '' ? null : grey(inline(who, 24));
  const earlier = steps.slice(0, 4).map(({ rung, day }) => md`${RUNG_NAMES[rung]} ${dayWords(today, day)}`);
  return join([
    md`${number}、${inline(localName(title), 40)}`,
    whose && late ? join([whose, late], ' ') : (whose ?? late),
    figures === '' ? null : inline(figures, 30),
    earlier.length > 0 ? grey(md`已经：${join(earlier, '，')}`) : null,
    clears === '' ? null : grey(md`${inline(clears, 20)}就消除`),
  ]);
}

/** The matters that a document names, the sixth and later ones folded. */
export const documentLines = (today: Day, lines: readonly DocumentLine[]): InCard[] =>
  lines.length === 0
    ? []
    : [
        markdown(md`**附表** 共${lines.length}件`),
        ...folded(lines, (line, n) => markdown(lineWords(today, line, n + 1)), {
          most: MOST_LINES,
          unit: '件',
          rest: '见文件',
        }),
      ];

/** Title and body, as they stand in the document. */
export const documentBody = ({ title, words }: Pick<DocumentText, 'title' | 'words'>): InCard[] => [
  markdown(md`**${inline(title, 60)}**`),
  markdown(paragraph(words, DOCUMENT_WORDS)),
];

/** 整改报告 or 申请延期, and what was decided about it. */
export function replyLines(today: Day, reply: DocumentReplyView | null): InCard[] {
  if (!reply) return [];
  const { kind, words, untilDay, by, on, decided } = reply;
  const until =
    untilDay === null
      ? null
      : md`${kind === '申请延期' ? '申请延到' : '整改到位'}：**${dayWords(today, untilDay)}**`;
  return [
    markdown(
      join([
        grey(md`${kind} ${inline(by, 30)}，${dayWords(today, on)}`),
        paragraph(words, REPLY_WORDS),
        until,
        decided &&
          (decided.granted
            ? coloured('green', md`已同意 ${inline(decided.by, 30)}，${dayWords(today, decided.on)}`)
            : coloured('red', md`不同意 ${inline(decided.by, 30)}，${dayWords(today, decided.on)}`)),
        decided && decided.reason !== '' ? md`理由：${inline(decided.reason, 200)}` : null,
      ]),
    ),
  ];
}
