/** 为什么 of a 通报, 约谈 or 督查: of each matter that it names why this unit, why now, by which rule, what clears it, what comes next. */
import type { DocumentRung } from '../entities/Ladder';
import {
  type Card,
  type CardRef,
  type Day,
  dayWords,
  folded,
  frame,
  grey,
  markdown,
  md,
  notYours,
  openButton,
  RUNG_NAMES,
  tag,
  type WhyLines,
  whyLines,
} from './kit';

/** A case is some ten lines: so many keep the card under 30 KB. */
const MOST_CASES = 8;

export interface DocumentWhyView {
  today: Day;
  rung: DocumentRung;
  /** 龙兴镇. */
  unit: string;
  cases: WhyLines[];
  /** Its card, to go back to; null: nothing of it is the reader's. */
  back: CardRef | null;
}

export function renderDocumentWhy({ today, rung, unit, cases, back }: DocumentWhyView): Card {
  const title = `为什么${RUNG_NAMES[rung]}`;
  if (back === null) return notYours(title, unit, md`这件事不归你办，不用管它。`);
  return frame({
    tone: 'todo',
    title,
    place: unit,
    when: [`截至${dayWords(today, today)}`],
    tags: cases.length > 0 ? [tag(`${cases.length}件`, 'blue')] : [],
    body: [
      ...(cases.length > 0
        ? folded(cases, (one) => whyLines(today, one), {
            shown: 3,
            most: MOST_CASES,
            unit: '件',
            rest: '见文件',
          })
        : [markdown(grey(md`所列的事都办结了。`))]),
      openButton(back, `看${RUNG_NAMES[rung]}`),
    ],
    help: '通报、约谈、督查都要人签了才算数，机器只起草。',
  });
}
