/** 本镇的排查线索: those that wait to be confirmed on site, a row each. */
import {
  type Card,
  type CardRef,
  type Deadline,
  dueShort,
  dueWords,
  folded,
  frame,
  grey,
  inline,
  join,
  markdown,
  md,
  openButton,
  row,
  urgencyOf,
} from './kit';

const MOST_ROWS = 25;

export interface LeadsView extends Deadline {
  /** 龙兴镇. */
  place: string;
  /** The most pressing first. */
  left: { ref: CardRef; place: string; source: string }[];
}

export function renderLeads(view: LeadsView): Card {
  const { today, due, place, left } = view;
  const title = '排查线索';
  if (left.length === 0) {
    return frame({ tone: 'done', title, place, body: [markdown(md`都核实完了。`)] });
  }
  return frame({
    tone: urgencyOf(view),
    title,
    place,
    when: [dueWords(today, due), dueShort(today, due)],
    body: [
      markdown(md`有 **${left.length}条** 线索要去现场看看，看完点开填结果。`),
      ...folded(
        left,
        (one) =>
          row(join([md`${inline(one.place, 60)}`, grey(md`${inline(one.source, 12)}`)]), openButton(one.ref)),
        { most: MOST_ROWS, unit: '条' },
      ),
    ],
  });
}
