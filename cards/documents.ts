/** 通报, 约谈, 督查 as lists: to the office and whoever signs all of a rung, to a unit its own. */
import type { DocumentRung } from '../entities/Ladder';
import {
  type Card,
  type CardRef,
  coloured,
  type Day,
  folded,
  frame,
  grey,
  inline,
  join,
  localName,
  markdown,
  md,
  openButton,
  row,
  tag,
} from './kit';

// 20 rows of 6 elements each stay under Feishu's 200.
const MOST_ROWS = 20;

export interface DocumentsView {
  today: Day;
  rung: DocumentRung;
  /** 全县, 龙兴镇. */
  place: string;
  /** Those that are not over first. */
  rows: { ref: CardRef; title: string; stands: string; late: boolean; over: boolean }[];
  /** How many there are in all, over ones included. */
  total: number;
}

const NAMES = { 2: '通报', 3: '约谈', 4: '督查' } as const;
const TITLES = { 2: '通报清单', 3: '约谈清单', 4: '督查事项' } as const;

export function renderDocuments({ rung, place, rows, total }: DocumentsView): Card {
  const open = rows.filter(({ over }) => !over).length;
  const late = rows.some((one) => one.late);
  return frame({
    tone: late ? 'late' : open > 0 ? 'todo' : 'done',
    title: TITLES[rung],
    place,
    tags: open > 0 ? [tag(`没办完${open}份`, late ? 'red' : 'blue')] : [],
    body:
      rows.length === 0
        ? [markdown(md`现在没有${NAMES[rung]}。`)]
        : folded(
            rows,
            ({ ref, title, stands, late: overdue, over }) =>
              row(
                join([
                  inline(localName(title), 50),
                  overdue
                    ? coloured('red', inline(stands, 30))
                    : over
                      ? grey(inline(stands, 30))
                      : inline(stands, 30),
                ]),
                openButton(ref),
              ),
            { most: MOST_ROWS, unit: '份', rest: '没有列出' },
          ),
    help: total > rows.length ? `共${total}份，这里是最近的${rows.length}份。` : '打开一份，可以要它的文件。',
  });
}
