/** 督办阶梯要人看: to 县河长办, what the ladder has lost sight of, once a day for as long as there is something. */
import {
  type Card,
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
  tag,
} from './kit';

const MOST_ROWS = 15;

export interface LadderFaultsView {
  today: Day;
  faults: {
    /** 龙兴镇; '' where it is no unit's. */
    unit: string;
    /** What it is about. */
    title: string;
    /** What is wrong, and what to do. */
    words: string;
  }[];
}

export function renderLadderFaults({ today, faults }: LadderFaultsView): Card {
  const none = faults.length === 0;
  return frame({
    tone: none ? 'done' : 'late',
    title: '督办有事没着落',
    place: '县河长办',
    when: [`截至${dayWords(today, today)}`],
    tags: none ? [tag('没有了', 'green')] : [tag(`${faults.length}件`, 'red')],
    body: none
      ? [markdown(md`现在都有下一步了。`)]
      : [
          markdown(md`这些事滞后了，可是没有下一步，也没有人接，请看一看：`),
          ...folded(
            faults,
            ({ unit, title, words }) =>
              markdown(
                join([
                  unit
                    ? md`**${inline(unit, 20)}** ${inline(localName(title), 40)}`
                    : md`${inline(localName(title), 40)}`,
                  grey(inline(words, 80)),
                ]),
              ),
            { most: MOST_ROWS, unit: '件' },
          ),
        ],
    help: none ? undefined : '没处理好以前，每个工作日提醒一次。',
  });
}
