/** 一批排污口任务: to a person with several of them, their own; to 分局, how all of them go. */
import type { OutfallTaskKind, OutfallTaskState } from '../entities/OutfallTask';
import {
  type Card,
  type CardRef,
  type Deadline,
  defineAction,
  dueShort,
  dueWords,
  folded,
  frame,
  grey,
  inline,
  int,
  join,
  markdown,
  md,
  openButton,
  row,
  tag,
  urgencyOf,
} from './kit';
import { OUTFALL_TASK_WORDS } from './outfallTask';

const MOST_ROWS = 20;

export interface OutfallRoundRow {
  ref: CardRef;
  outfall: string;
  /** Who has to do it, by post: for those who look on; null where it is the reader's. */
  who: string | null;
  state: Extract<OutfallTaskState, 'open' | 'missed'>;
}

export type OutfallRoundView = Deadline & {
  kind: OutfallTaskKind;
  /** 四季度, 2026年: of 自行监测; null where the season says it. */
  period: string | null;
  /** The town or 全县. */
  place: string;
  /** How many there are of the reader's, and how many are done. */
  total: number;
  done: number;
  /** What is not done, the first twenty. */
  left: OutfallRoundRow[];
  /** For those who look on; the others are to do it. */
  watched: boolean;
  /** 巡查排污管道: how many one press can end, as the reader sees them; null where each is ended by itself. */
  allSound: { round: number; left: number } | null;
};

/** 都巡过了，没有异常. `version`: how many the card said there are; when it is no longer so, nothing is done. */
export const outfallRoundSound = defineAction({
  name: 'outfall-round.sound',
  value: { round: int(), version: int() },
});

export function renderOutfallRound(view: OutfallRoundView): Card {
  const { today, due, kind, period, place, total, done, left, watched, allSound } = view;
  const { title, photo } = OUTFALL_TASK_WORDS[kind];
  const all = left.length === 0;
  return frame({
    tone: all ? 'done' : watched && urgencyOf(view) !== 'late' ? 'todo' : urgencyOf(view),
    title,
    place,
    when: all ? [] : [dueWords(today, due), dueShort(today, due)],
    tags: [
      tag(`办好${done}/${total}`, all ? 'green' : 'blue'),
      ...(period === null ? [] : [tag(period, 'neutral')]),
    ],
    summary: `${title}：${total}个排污口，办好${done}个`,
    body: [
      markdown(
        all
          ? md`没有还要办的了：共 **${total}个** 排污口，办好 **${done}个**。`
          : watched
            ? md`共 **${total}个** 排污口，办好 **${done}个**，还没办好的：`
            : md`有 **${left.length}个** 排污口要办。${photo === null ? '' : '一个一个来：'}点“打开”看怎么办。`,
      ),
      ...(allSound === null
        ? []
        : [
            outfallRoundSound.button({
              value: { round: allSound.round, version: allSound.left },
              label: `${allSound.left}个都巡过了，没有异常`,
              confirm: {
                title: '都没有异常？',
                text: `${allSound.left}个排污口的管道都走过了，没有发现问题。有问题的先点“打开”报上。`,
              },
            }),
          ]),
      ...folded(
        left,
        ({ ref, outfall, who, state }) =>
          row(
            join([
              inline(outfall, 40),
              ...(who === null ? [] : [grey(inline(who, 40))]),
              ...(state === 'missed' ? [md`未完成`] : []),
            ]),
            openButton(ref),
          ),
        { most: MOST_ROWS, unit: '个' },
      ),
    ],
    ...(all || watched || photo === null ? {} : { help: '每个排污口都要一张照片。' }),
  });
}
