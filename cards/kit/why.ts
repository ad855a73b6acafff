/** Why a matter is on the ladder, as every card that is asked 为什么 says it. */
import { type InCard, markdown } from './elements';
import { grey, inline, join, md } from './text';
import { type Day, dayWords, localName } from './words';

const MOST_STEPS = 8;

export interface WhyLines {
  /** 交办单：桥下50米（河岸）. */
  title: string;
  since: Day;
  /** 这件事由龙兴镇负责. */
  whyUnit: string;
  rule: string;
  policyVersion: number;
  records: string[];
  steps: { day: Day; words: string }[];
  clears: string;
  next: string;
}

export const whyLines = (
  today: Day,
  { title, since, whyUnit, rule, policyVersion, records, steps, clears, next }: WhyLines,
): InCard =>
  markdown(
    join([
      md`**${inline(localName(title), 40)}**`,
      md`${inline(whyUnit, 40)}；${dayWords(today, since)}起过了期限。`,
      md`接下来：${inline(next, 60)}`,
      md`怎么消除：${inline(clears, 40)}。`,
      grey(md`规则：${inline(rule, 100)}（按开始时的规则，第${policyVersion}版）。`),
      ...records.map((record) => grey(md`依据：${inline(record, 60)}。`)),
      ...steps
        .slice(-MOST_STEPS)
        .map(({ day, words }) => grey(md`${dayWords(today, day)} ${inline(words, 30)}`)),
    ]),
  );
