/** 滞后: how a town or department stands, each figure with its records; to the office every unit, and which to open. */
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
  markdown,
  md,
  openButton,
  type RootElement,
  row,
  type SafeMd,
  tag,
} from './kit';

// Six figures of 4 rows, or 20 units, with 6 elements each stay under Feishu's 200.
const MOST_RECORDS = 4;
const MOST_UNITS = 20;

export interface LagRecordRow {
  title: string;
  /** 待补录; 较重; 没有答复. */
  note: string;
  dueDay: Day | null;
  /** Null where there is no card to open for this reader. */
  ref: CardRef | null;
}
export interface LagFigureView {
  /** 问题逾期. */
  name: string;
  count: number;
  /** 未结12个. */
  of: string;
  records: LagRecordRow[];
}
export interface LagView {
  today: Day;
  /** 全县; 龙兴镇. */
  place: string;
  /** 今年应巡12次，已巡10次; null for a department, which has no reaches. */
  patrols: string | null;
  /** 整治完成41%，应完成65%; null where the unit has nothing to rectify. */
  rectification: { done: number; expected: number } | null;
  /** Percent done in the middle one of the county's towns, beside a town's own. */
  median: number | null;
  figures: LagFigureView[];
  /** Every unit's, to the office alone, in the order of their codes. */
  units: { name: string; lagging: number; words: string; ref: CardRef }[];
}

function rectificationLine({ rectification, median }: LagView): SafeMd | null {
  if (!rectification) return null;
  const { done, expected } = rectification;
  const words = md`整治完成 **${done}%**，按方案应完成${expected}%`;
  return join([
    done < expected ? coloured('red', words) : words,
    median === null ? null : grey(md`全县各镇中位数${median}%`),
  ]);
}

/** @param opened what has its button already: an overdue complaint is an overdue problem as well, and a card's buttons differ */
function figureRows(
  { name, count, of, records }: LagFigureView,
  today: Day,
  opened: Set<string>,
): RootElement[] {
  const head = md`**${inline(name, 12)} ${count}件**`;
  return [
    markdown(of === '' ? head : join([head, grey(inline(of, 40))])),
    ...folded(
      records,
      ({ title, note, dueDay, ref }) => {
        const words = join([
          inline(localName(title), 50),
          grey(
            md`${inline(note, 30)}${note === '' || dueDay === null ? '' : '，'}${dueDay === null ? '' : `${dayWords(today, dueDay)}到期`}`,
          ),
        ]);
        const key = ref && `${ref.type} ${ref.id}`;
        if (!ref || !key || opened.has(key)) return markdown(words);
        opened.add(key);
        return row(words, openButton(ref));
      },
      { shown: 2, most: MOST_RECORDS, unit: '件', rest: '发“滞后表”看全部' },
    ),
  ];
}

export function renderLag(view: LagView): Card {
  const { today, place, patrols, figures, units } = view;
  const lagging = figures.filter(({ count }) => count > 0);
  const opened = new Set<string>();
  const total = lagging.reduce((sum, { count }) => sum + count, 0);
  const standing = [patrols === null ? null : inline(patrols, 60), rectificationLine(view)].filter(
    (line) => line !== null,
  );
  return frame({
    tone: total > 0 ? 'late' : 'done',
    title: '滞后情况',
    place,
    when: [`截至${dayWords(today, today)}`],
    tags: [total > 0 ? tag(`${total}件`, 'red') : tag('没有滞后', 'green')],
    summary: `${place}滞后${total}件`,
    body: [
      ...(standing.length > 0 ? [markdown(join(standing))] : []),
      ...(units.length > 0
        ? [
            markdown(md`**各单位**`),
            ...folded(
              units,
              ({ name, lagging: count, words, ref }) =>
                row(
                  join([
                    md`**${inline(name, 20)}** ${count > 0 ? coloured('red', md`${count}件`) : coloured('green', md`没有滞后`)}`,
                    words === '' ? null : grey(inline(words, 60)),
                  ]),
                  openButton(ref, '看'),
                ),
              { shown: 8, most: MOST_UNITS, unit: '个单位', rest: '发“滞后表”看全部' },
            ),
          ]
        : lagging.flatMap((figure) => figureRows(figure, today, opened))),
    ],
    help:
      units.length > 0
        ? '要表格，发“滞后表”；要看过去哪天，发“滞后表 2026-11-20”。'
        : '办完一件少一件，不用回复。',
  });
}
