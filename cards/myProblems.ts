/** 我的问题: what waits for somebody, what they reported, and what ended so lately that it can be opened again (反弹). */
import {
  type Card,
  type CardRef,
  type Day,
  dayWords,
  folded,
  frame,
  grey,
  inline,
  join,
  localName,
  markdown,
  md,
  openButton,
  type RootElement,
  row,
  tag,
} from './kit';

// 24 rows of 6 elements each stay under Feishu's 200.
const MOST_ROWS = 24;

export interface ListedProblem extends CardRef {
  /** 排污口：桥西雨洪排口. */
  title: string;
  /** What it waits for or how it goes: 请核查, 龙兴镇正在办理. */
  says: string;
  /** On which day it was found, or ended. */
  on: Day;
}

export interface MyProblemsView {
  today: Day;
  /** For this person to do something about. */
  waiting: ListedProblem[];
  /** Reported by this person, with others now. */
  reported: ListedProblem[];
  /** 销号 so lately that this person can say 反弹了; `on` is when. */
  ended: ListedProblem[];
}

const problemRow =
  (today: Day, verb: '发现' | '办结') =>
  ({ title, says, on, ...card }: ListedProblem) =>
    row(
      join([inline(localName(title), 50), grey(md`${inline(says, 30)} · ${dayWords(today, on)}${verb}`)]),
      openButton(card),
    );

export function renderMyProblems({ today, waiting, reported, ended }: MyProblemsView): Card {
  let room = MOST_ROWS;
  const group = (heading: string, rows: ListedProblem[], verb: '发现' | '办结' = '发现'): RootElement[] => {
    if (rows.length === 0) return [];
    const most = Math.max(0, room);
    room -= rows.length;
    return [
      markdown(md`**${heading}（${rows.length}）**`),
      ...folded(rows, problemRow(today, verb), { most, unit: '个问题' }),
    ];
  };
  const counted = [
    waiting.length > 0 ? `等你办${waiting.length}个` : '',
    reported.length > 0 ? `正在办${reported.length}个` : '',
    ended.length > 0 ? `刚办结${ended.length}个` : '',
  ].filter(Boolean);
  return frame({
    tone: waiting.length > 0 ? 'todo' : 'done',
    title: '我的问题',
    place: '',
    tags: waiting.length > 0 ? [tag(`等你办${waiting.length}个`, 'blue')] : [],
    summary: `我的问题：${counted.join('，')}`,
    body: [
      ...group('等你办的', waiting),
      ...group('你报的，正在办', reported),
      ...group('刚办结的', ended, '办结'),
    ],
    help: ended.length > 0 ? '办结的又出现了：打开那一件，点“反弹了”。' : '点“打开”看办到哪一步。',
  });
}
