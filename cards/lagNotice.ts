/** 滞后提醒: to a town's head. Which chiefs and matters, since when, what clears each. Reading stops no clock. */
import {
  type Card,
  code,
  coloured,
  type Day,
  dayWords,
  defineAction,
  folded,
  frame,
  grey,
  type InCard,
  inline,
  int,
  join,
  localName,
  type MatterKind,
  markdown,
  md,
  notYours,
  openButton,
  overdueWords,
  type RootElement,
  row,
  tag,
} from './kit';

// 20 rows of 6 elements each stay under Feishu's 200.
const MOST_ROWS = 20;

export interface LagRow {
  /** Null: nobody can be urged about it. */
  matterType: MatterKind | 'outfall' | null;
  matterId: number;
  /** Whose it is, by post: 贾家村河长. */
  who: string;
  /** 汾河第一村段 第48周巡河. */
  what: string;
  /** The day from which it is overdue: the day after it was due. */
  since: Day;
  /** The deadline does not stand yet. */
  provisional: boolean;
  /** 补录这次巡河; 反馈并附照片. */
  clears: string;
  /** 催办 was pressed today already. */
  urgedToday: boolean;
}
export interface LagNoticeView {
  id: number;
  version: number;
  today: Day;
  /** 龙兴镇. */
  unit: string;
  rows: LagRow[];
  /** 已知悉: who read it, and when (11月24日9时10分). */
  read: { by: string; at: string } | null;
  /** `open` while something is left of it. */
  state: 'open' | 'cleared' | 'notYours';
}

/** 已知悉: records that it was read, and nothing else. */
export const lagRead = defineAction({ name: 'lag.read', value: { notice: int(), version: int() } });
/** 催办 of one row. `matterType` is one of `MATTER_KINDS` or `outfall`: the card may be older than the list. */
export const lagUrge = defineAction({
  name: 'lag.urge',
  value: { notice: int(), version: int(), matterType: code(24), matterId: int() },
});

const lagRow =
  ({ id, version, today }: LagNoticeView) =>
  ({ matterType, matterId, who, what, since, provisional, clears, urgedToday }: LagRow): InCard => {
    const text = join([
      md`${inline(who, 30)}：${inline(localName(what), 50)}`,
      coloured('red', md`${overdueWords(today, { since, provisional })}`),
      grey(md`${inline(clears, 40)}就消除`),
    ]);
    if (matterType === null) return markdown(text);
    const urge = lagUrge.button({
      value: { notice: id, version, matterType, matterId },
      label: urgedToday ? '已催' : '催办',
      fit: 'row',
      disabled: urgedToday,
    });
    return row(text, urge);
  };

function openBody(view: LagNoticeView): RootElement[] {
  const { id, version, rows, read } = view;
  const matters = new Set(rows.map(({ who }) => who)).size;
  return [
    markdown(md`${matters}位负责人有 **${rows.length}件** 事过了期限，请督促办理。`),
    ...folded(rows, lagRow(view), { most: MOST_ROWS, unit: '件' }),
    read
      ? markdown(grey(md`${inline(read.by, 30)}已知悉，${inline(read.at, 20)}。`))
      : lagRead.button({ value: { notice: id, version }, label: '已知悉' }),
    openButton({ type: 'lagWhy', id, version }, '为什么、怎么答复', 'main'),
  ];
}

export function renderLagNotice(view: LagNoticeView): Card {
  const title = '滞后提醒';
  switch (view.state) {
    case 'open':
      return frame({
        tone: 'late',
        title,
        place: view.unit,
        when: [`截至${dayWords(view.today, view.today)}`],
        tags: [tag(`${view.rows.length}件`, 'red'), ...(view.read ? [tag('已知悉', 'neutral')] : [])],
        body: openBody(view),
        help: '点“已知悉”只表示看到了，办完才会消除；办不完的，说明情况或申请延期。',
      });
    case 'cleared':
      return frame({
        tone: 'done',
        title,
        place: view.unit,
        tags: [tag('已消除', 'green')],
        body: [markdown(md`提醒里的事都办完了，这次提醒到此为止。`)],
      });
    case 'notYours':
      return notYours(title, view.unit, md`这份提醒不是发给你的，不用管它。`);
  }
}
