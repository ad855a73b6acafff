/** A card that can no longer be used: its title and place are kept, so that one still knows what it was. */
import { type Card, type CardRef, frame, inline, markdown, md, openButton, tag } from './kit';

export interface ClosedView {
  /** Of the card as it was. */
  title: string;
  place: string;
  /** `replaced` by a newer copy · `notYours` · `over` (`outcome` says how). */
  reason: 'replaced' | 'notYours' | 'over';
  /** 问题已销号; only for `over`. */
  outcome?: string;
  /** The matter to open anew, when this person may. */
  newest: CardRef | null;
}

const SAID = {
  replaced: { tag: '已换新', words: md`这张卡片已换成新的，请用最新的一张。` },
  notYours: { tag: '不归你办', words: md`这件事不归你办，不用管它。` },
  over: { tag: '已结束', words: md`这件事已结束，不用再做什么。` },
} as const;

export function renderClosed({ title, place, reason, outcome, newest }: ClosedView): Card {
  const { tag: label, words } = SAID[reason];
  return frame({
    tone: 'closed',
    title,
    place,
    tags: [tag(label, 'neutral')],
    body: [
      markdown(reason === 'over' && outcome ? md`${inline(outcome, 60)}，不用再做什么。` : words),
      ...(newest ? [openButton(newest, '打开最新', 'main')] : []),
    ],
  });
}
