import type { NameOf } from './itemNames';
import { changeInWords, inPoints, isDeduction, isVeto, type Line, SCALING } from './points';
import { largestLoss, mainMove, type ScoredSubject, type SummaryContent } from './queries';

/** The one that moved most in a direction, with the line that moved it. */
function mover(
  towns: readonly ScoredSubject[],
  sign: 1 | -1,
  nameOf: (rule: string) => string,
): string | null {
  const moved = towns
    .filter(({ change }) => change !== null && change * sign > 0)
    .sort((a, b) => ((b.change ?? 0) - (a.change ?? 0)) * sign);
  const [most] = moved;
  if (!most?.change) return null;
  const line = mainMove(most);
  const why = line ? `（${nameOf(line.rule)}：${line.reason}）` : '';
  return `${sign > 0 ? '上升' : '下降'}最多的是${most.name}，${changeInWords(most.change)}${why}`;
}

/** The item on which the towns together lost most. */
function mostLost(towns: readonly ScoredSubject[], nameOf: (rule: string) => string): string | null {
  const lost = new Map<string, { points: number; towns: number }>();
  for (const { lines } of towns) {
    for (const { rule, points, max, applicable } of lines) {
      if (rule === SCALING || !applicable || points >= max) continue;
      const known = lost.get(rule) ?? { points: 0, towns: 0 };
      lost.set(rule, { points: known.points + max - points, towns: known.towns + 1 });
    }
  }
  const [most] = [...lost].sort(([a, x], [b, y]) => y.points - x.points || a.localeCompare(b));
  if (!most) return null;
  const [rule, { points, towns: many }] = most;
  return `失分最多的是${nameOf(rule)}，${many}个单位共失${inPoints(points)}分`;
}

/** What moved, in three sentences at most: up, down, and where points are lost. None of them when nothing did. */
export function moves(
  { towns, period: { key: period } }: Pick<SummaryContent, 'towns' | 'period'>,
  nameOf: NameOf,
): string[] {
  const named = (rule: string): string => nameOf({ period, subject: 'town', rule });
  return [mover(towns, 1, named), mover(towns, -1, named), mostLost(towns, named)].filter(
    (sentence) => sentence !== null,
  );
}

/** 主要扣分, as a sentence: a 否决 before all, else what cost most, an item or a deduction off the total; null: nothing did. */
export function mainLoss(lines: readonly Line[]): string | null {
  const veto = lines.find(isVeto);
  if (veto) return veto.reason;
  const item = largestLoss(lines);
  const [deduction] = lines.filter(isDeduction).sort((a, b) => a.points - b.points);
  if (deduction && -deduction.points > (item ? item.max - item.points : 0)) return deduction.reason;
  return item?.reason ?? null;
}
