/** Lists in a card: five rows are seen, the next ones are folded, the rest is named and left to the office page. */
import { type Button, type ColumnSet, columns, type InCard, markdown, type Panel, panel } from './elements';
import { grey, md, type SafeMd } from './text';

/** A row of text with a small button beside it. */
export const row = (text: SafeMd, button: Button): ColumnSet<InCard> =>
  columns<InCard>([{ weight: 1, elements: [markdown(text)] }, { elements: [button] }]);

interface FoldOptions {
  /** Rows seen without a tap. */
  shown?: number;
  /** Rows in the card at all: keeps it under Feishu's 200 elements and 30 KB. */
  most: number;
  /** What a row is counted in: 项, 个, 人. */
  unit?: string;
  /** What is said of the rest; 没有列出. */
  rest?: string;
}

/** Draws `items`; the sixth and later ones go into a fold, those after `most` into one grey line. */
export function folded<T, E>(
  items: readonly T[],
  draw: (item: T, index: number) => E,
  { shown = 5, most, unit = '项', rest = '没有列出' }: FoldOptions,
): (E | Panel<E> | ReturnType<typeof markdown>)[] {
  const inCard = items.slice(0, most).map(draw);
  const behind = inCard.slice(shown);
  const left = items.length - inCard.length;
  return [
    ...inCard.slice(0, shown),
    ...(behind.length > 0 ? [panel(`还有${behind.length}${unit}，点开看`, behind)] : []),
    ...(left > 0 ? [markdown(grey(md`还有${left}${unit}，${rest}`), 'notation')] : []),
  ];
}
