/** 接手时的老账: said once to a head, at import. What was overdue before us counts against nobody. */
import { type Card, type Day, dayWords, frame, grey, inline, join, markdown, md, tag } from './kit';

export interface BaselineView {
  today: Day;
  /** 龙兴镇. */
  unit: string;
  /** 入河排污口整治 12件, the oldest due on that day. */
  counts: { kind: string; count: number; oldest: Day }[];
}

export function renderBaseline({ today, unit, counts }: BaselineView): Card {
  const total = counts.reduce((sum, { count }) => sum + count, 0);
  return frame({
    tone: 'closed',
    title: '接手时的老账',
    place: unit,
    when: [`${total}件`],
    tags: [tag('不用回复', 'neutral')],
    body: [
      markdown(md`启用以前，${inline(unit, 30)}已有 **${total}件** 过了期限：`),
      ...counts
        .slice(0, 10)
        .map(({ kind, count, oldest }) =>
          markdown(
            join([md`${inline(kind, 30)} **${count}件**`, grey(md`最早的${dayWords(today, oldest)}到期`)]),
          ),
        ),
      markdown(md`这些不计入提醒和考核，等县河长办重新定期限。定了期限再通知你。`),
    ],
    help: '只说这一次。',
  });
}
