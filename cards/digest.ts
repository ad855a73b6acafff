/** 今日待办: the one message of a working day. One row a matter; a row opens the matter's own card. */
import {
  type Card,
  type CardRef,
  coloured,
  type Day,
  dayWords,
  folded,
  frame,
  grey,
  inline,
  join,
  localName,
  type MatterKind,
  markdown,
  md,
  openButton,
  type RootElement,
  row,
  tag,
  weekdayOf,
} from './kit';

// 20 rows of 6 elements each, two groups and lines: under Feishu's 200.
const MOST_ROWS = 20;
const MOST_LINES = 3;

export interface DigestRow extends Omit<CardRef, 'type'> {
  /** An outfall has no card of its own to open yet. */
  type: MatterKind | 'outfall';
  /** 巡河任务：汾河古交镇第一村段. */
  title: string;
  /** 已过期3天, 还有1个工作日: `leftWords` of the kit says it. */
  left: string;
  urgency: 'todo' | 'soon' | 'late';
}
export interface DigestView {
  today: Day;
  /** 我要办的, 我要核查的 …; empty groups are left out. */
  groups: { title: string; rows: DigestRow[] }[];
  /** 龙兴镇镇长 催办：汾河第一村段巡河任务. */
  urges: string[];
  /** 请假 of chiefs below, without anybody who walks for them. */
  away: { who: string; from: Day; to: Day }[];
  /** For a head: how many matters of the own unit are behind, and the card that lists them. */
  behind: { count: number; notice: CardRef } | null;
  /** 老账: what was overdue at import and still waits for a new date. */
  baseline: { count: number } | null;
}

const COLOUR = { todo: 'grey', soon: 'orange', late: 'red' } as const;

const matterRow = ({ type, id, version, title, left, urgency }: DigestRow) => {
  const words = join([inline(localName(title), 50), coloured(COLOUR[urgency], inline(left, 20))]);
  return type === 'outfall' ? markdown(words) : row(words, openButton({ type, id, version }));
};

const awayLine =
  (today: Day) =>
  ({ who, from, to }: DigestView['away'][number]) =>
    markdown(
      join([
        md`${inline(who, 40)}请假，没人代巡`,
        from === to ? md`${dayWords(today, from)}` : md`${dayWords(today, from)}到${dayWords(today, to)}`,
      ]),
    );

export function renderDigest(view: DigestView): Card {
  const groups = view.groups.filter(({ rows }) => rows.length > 0);
  const rows = groups.flatMap((group) => group.rows);
  const late = rows.filter(({ urgency }) => urgency === 'late').length;
  const soon = rows.some(({ urgency }) => urgency === 'soon');

  let room = MOST_ROWS;
  const lists = groups.flatMap((group): RootElement[] => {
    const most = Math.max(0, room);
    room -= group.rows.length;
    return [
      markdown(md`**${inline(group.title, 20)}（${group.rows.length}）**`),
      ...folded(group.rows, matterRow, { most }),
    ];
  });
  return frame({
    tone: late > 0 ? 'late' : soon ? 'soon' : 'todo',
    title: '今日待办',
    place: `${dayWords(view.today, view.today)} ${weekdayOf(view.today)}`,
    when: rows.length > 0 ? [`${rows.length}件`] : [],
    tags: late > 0 ? [tag(`过期${late}件`, 'red')] : [],
    summary:
      rows.length === 0 && view.away.length > 0
        ? `今日待办：有${view.away.length}人请假没人代巡`
        : `今日待办：${rows.length}件${late > 0 ? `，过期${late}件` : ''}`,
    body: [
      ...folded(view.urges, (urge) => markdown(coloured('orange', inline(urge, 60))), {
        shown: MOST_LINES,
        most: 10,
        unit: '条',
      }),
      ...lists,
      ...folded(view.away, awayLine(view.today), { shown: MOST_LINES, most: 10, unit: '人' }),
      ...(view.away.length > 0 ? [markdown(grey(md`要有人巡，让他先销假，再发“代巡”请人。`))] : []),
      ...(view.behind
        ? [row(md`本单位滞后 **${view.behind.count}件**`, openButton(view.behind.notice))]
        : []),
      ...(view.baseline
        ? [markdown(grey(md`另有老账${view.baseline.count}件，等县河长办重新定期限，不催办、不计考核。`))]
        : []),
    ],
    help: '每个工作日最多发一次，办完的不再提醒。',
  });
}
