import type { Reader } from '../core/database';
import type { Policies } from '../core/policy';
import { type SheetOut, writeBook } from '../core/workbook';
import { type Comparison, comparePeriods, movedLines } from './compare';
import { itemNames, type NameOf } from './itemNames';
import type { Period } from './period';
import { hundredthsOut } from './points';
import { WHO, who } from './whoColumns';
import { periodTitle } from './words';

function totals({ was, now, towns, chiefs, departments }: Comparison): SheetOut {
  return {
    name: '得分',
    columns: [
      ...WHO,
      { heading: periodTitle(was), width: 12 },
      { heading: periodTitle(now), width: 12 },
      { heading: '变化', width: 10 },
      { heading: '等次', width: 10 },
    ],
    rows: [...towns, ...departments, ...chiefs].map((one) => [
      ...who(one),
      hundredthsOut(one.before),
      hundredthsOut(one.score.score),
      hundredthsOut(one.change),
      one.score.grade,
    ]),
  };
}

function lines({ now, towns, chiefs, departments }: Comparison, nameOf: NameOf): SheetOut {
  return {
    name: '哪些项目变了',
    columns: [
      ...WHO,
      { heading: '项目', width: 20 },
      { heading: '变化', width: 10 },
      { heading: '后一期怎么算的', width: 70 },
    ],
    rows: [...towns, ...departments, ...chiefs].flatMap((one) =>
      movedLines(one).map(({ rule, by, reason }) => [
        ...who(one),
        nameOf({ period: now.key, subject: one.score.subject, rule }),
        hundredthsOut(by),
        reason,
      ]),
    ),
  };
}

/** Two periods side by side as a workbook; null when one was never computed. */
export async function exportComparison(
  reader: Reader,
  policies: Pick<Policies, 'at'>,
  pair: { was: Period; now: Period },
): Promise<{ name: string; bytes: Buffer } | null> {
  const compared = await comparePeriods(reader, pair);
  if (!compared) return null;
  const name = `考核对比-${periodTitle(pair.was)}-${periodTitle(pair.now)}.xlsx`;
  const nameOf = await itemNames(reader, policies, [pair.now.key]);
  return { name, bytes: await writeBook([totals(compared), lines(compared, nameOf)]) };
}
