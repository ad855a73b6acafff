/** 整治进度: what waits for the reader, and how the county or the town stands against the plan. */
import {
  type Card,
  type CardRef,
  coloured,
  type Day,
  type Deadline,
  dayWords,
  defineAction,
  flow,
  folded,
  frame,
  grey,
  type InCard,
  inline,
  int,
  join,
  leftWords,
  localName,
  markdown,
  md,
  openButton,
  row,
  type SafeMd,
  tag,
  urgencyOf,
} from './kit';

// 20 rows of 6 elements each and 16 lines stay under Feishu's 200.
const MOST_ROWS = 20;
const MOST_LINES = 16;

/** Outfalls that are to be rectified, and how many of them are done. */
export interface Figures {
  total: number;
  done: number;
  /** By the plan's own days, whatever was extended since. */
  due: number;
  dueDone: number;
  late: number;
}
export interface RectificationsView {
  /** Whose list it is. */
  person: number;
  today: Day;
  /** 全县, 龙兴镇; '' for who sees no figures. */
  place: string;
  rows: { ref: CardRef; title: string; deadline: Deadline }[];
  /** Null for those who only do. */
  figures: (Figures & { applied: number; notNeeded: number; untyped: number }) | null;
  traced: { done: number; total: number } | null;
  surveyed: { done: number; total: number } | null;
  /** 2023-12-31 前 35 %. */
  milestones: {
    day: Day;
    percent: number;
    done: number;
    total: number;
    /** 溯源 of all outfalls and 排查 of all reaches by then, where the target says so. */
    traced: { done: number; total: number } | null;
    surveyed: { done: number; total: number } | null;
  }[];
  /** Everybody's, to the office alone; in the order of their codes. */
  towns: (Figures & { name: string })[];
  /** Percent done in the middle one of the county's towns, beside a town's own figures. */
  median: number | null;
  files: boolean;
}

/** 整治进度表 · 保留清单, as files. */
export const rectificationsFile = defineAction({
  name: 'rectifications.file',
  value: { person: int(), retained: int(), version: int() },
});

/** The list is as of when it is drawn: any copy asks for the same files. */
const VERSION = 0;

const percentOf = (done: number, total: number): number =>
  total === 0 ? 100 : Math.floor((done / total) * 100);

const figureLines = ({ figures, traced, surveyed, median }: RectificationsView): InCard[] => {
  if (!figures) return [];
  const { total, done, due, dueDone, late, applied, notNeeded, untyped } = figures;
  return [
    markdown(
      join([
        md`要整治 **${total}个**，已销号 **${done}个**（${percentOf(done, total)}%）`,
        md`到今天应完成${due}个，其中完成${dueDone}个`,
        late > 0 ? coloured('red', md`逾期${late}个`) : null,
        applied > 0 ? md`正在销号${applied}个` : null,
        notNeeded > 0 ? md`无需整治${notNeeded}个` : null,
        untyped > 0 ? coloured('orange', md`还没定整治类型${untyped}个`) : null,
        traced &&
          md`溯源完成${traced.done}个，共${traced.total}个（${percentOf(traced.done, traced.total)}%）`,
        surveyed && md`排查完成${surveyed.done}段，共${surveyed.total}段`,
        median === null ? null : grey(md`全县各镇中位数：销号${median}%`),
      ]),
    ),
  ];
};

function milestoneLines(
  today: Day,
  { day, percent, done, total, traced, surveyed }: RectificationsView['milestones'][number],
): SafeMd[] {
  const by = dayWords(today, day);
  const over = day < today;
  return [
    ...(surveyed === null
      ? []
      : [targetLine(over, md`${by}前应全部排查：`, percentOf(surveyed.done, surveyed.total), 100)]),
    ...(traced === null
      ? []
      : [targetLine(over, md`${by}前应全部溯源：`, percentOf(traced.done, traced.total), 100)]),
    targetLine(over, md`${by}前应完成${percent}%：`, percentOf(done, total), percent),
  ];
}

function targetLine(over: boolean, words: SafeMd, now: number, percent: number): SafeMd {
  if (now >= percent) return md`${words}${coloured('green', md`完成${now}%`)}`;
  return over ? md`${words}${coloured('red', md`完成${now}%，没有达到`)}` : md`${words}现在${now}%`;
}

const townLine = ({ name, total, done, late }: RectificationsView['towns'][number]): SafeMd => {
  const line = md`**${inline(name, 20)}** ${done}／${total}（${percentOf(done, total)}%）`;
  return late > 0 ? md`${line} ${coloured('red', md`逾期${late}个`)}` : line;
};

const COLOUR = { todo: 'grey', soon: 'orange', late: 'red' } as const;

export function renderRectifications(view: RectificationsView): Card {
  const { person, today, place, rows, milestones, towns } = view;
  const late = rows.filter(({ deadline }) => urgencyOf(deadline) === 'late').length;
  const file = (label: string, retained: number) =>
    rectificationsFile.button({ value: { person, retained, version: VERSION }, label, fit: 'row' });
  return frame({
    tone: late > 0 ? 'late' : rows.length > 0 ? 'todo' : 'done',
    title: '整治进度',
    place,
    tags: rows.length > 0 ? [tag(`等你办${rows.length}个`, 'blue')] : [],
    summary: rows.length > 0 ? `整治进度：等你办${rows.length}个` : '整治进度',
    body: [
      ...(rows.length > 0
        ? [
            markdown(md`等你办的 **${rows.length}个**：`),
            ...folded(
              rows,
              ({ ref, title, deadline }) =>
                row(
                  join([
                    inline(localName(title), 50),
                    coloured(COLOUR[urgencyOf(deadline)], inline(leftWords(deadline), 20)),
                  ]),
                  openButton(ref),
                ),
              { most: MOST_ROWS, unit: '个', rest: '发“整治”加名称或编号打开' },
            ),
          ]
        : [markdown(md`没有等你办的。`)]),
      ...figureLines(view),
      ...(milestones.length > 0
        ? [markdown(join(milestones.flatMap((one) => milestoneLines(today, one))))]
        : []),
      ...(towns.length > 0
        ? folded(towns, (town) => markdown(townLine(town)), { shown: 5, most: MOST_LINES, unit: '个镇' })
        : []),
      ...(view.files ? [flow<InCard>([file('整治进度表', 0), file('保留清单', 1)])] : []),
    ],
    help: '看一个排污口，发“整治”加名称或编号。',
  });
}
