import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import type { Policy } from '../core/policy';
import { graced, LEVEL_WORDS } from '../patrol';
import { compute } from './assess';
import type { Deps } from './deps';
import { isRunning, type Period, parsePeriod, periodAfter } from './period';
import type { Line, Score } from './points';
import { type Scores, scoreAll } from './scores';

/** A score that other rules change. Points with two decimals; null: nothing was applicable. */
export interface MovedScore {
  /** 2026-10. */
  period: string;
  /** 龙兴镇; FH-01 村级 第一村河长. */
  subject: string;
  was: { score: number | null; grade: string };
  would: { score: number | null; grade: string };
  /** The lines that differ; null where one sheet has no such line. */
  lines: { rule: string; was: number | null; would: number | null; why: string }[];
}

const decimal = (hundredths: number | null): number | null => (hundredths === null ? null : hundredths / 100);

/** The months that end within the span. */
function monthsIn(from: string, to: string): Period[] {
  const months: Period[] = [];
  for (let month = parsePeriod(from.slice(0, 7)); month.toDay <= to; month = periodAfter(month))
    months.push(month);
  return months;
}

/**
 * Who would have scored otherwise under another file's score sheets, month by month, and by which lines. Reads only.
 *
 * @param policy judges every month instead of the rules that were in force
 */
export async function whatIfScores(
  deps: Deps,
  { policy, from, to, at }: { policy: Policy; from: string; to: string; at: Date },
): Promise<MovedScore[]> {
  const moved: MovedScore[] = [];
  for (const period of monthsIn(from, to)) {
    if (isRunning(period, dayOf(at))) break;
    const computed = await compute(deps, period, at).catch((error: unknown) => {
      if (error instanceof Fault && error.code === 'assess.empty') return null;
      throw error;
    });
    if (!computed) continue;
    const { scores: was } = computed;
    const facts = computed.factsOf();
    const terms = graced(facts.terms, { policy, calendar: deps.calendar });
    const would = scoreAll(policy.assessment, { ...facts, terms });
    const [before, after] = [subjectsOf(was), subjectsOf(would)];
    for (const [subject, one] of before) {
      const other = after.get(subject);
      if (!other || (one.score === other.score && one.grade === other.grade)) continue;
      moved.push({
        period: period.key,
        subject,
        was: { score: decimal(one.score), grade: one.grade },
        would: { score: decimal(other.score), grade: other.grade },
        lines: linesOf(one.lines, other.lines),
      });
    }
  }
  return moved;
}

const subjectsOf = ({ towns, chiefs, departments }: Scores): Map<string, Score> =>
  new Map<string, Score>([
    ...[...towns, ...departments].map((unit) => [unit.name, unit] as const),
    ...chiefs.map((chief) => [`${chief.reach} ${LEVEL_WORDS[chief.level]} ${chief.name}`, chief] as const),
  ]);

function linesOf(was: readonly Line[], would: readonly Line[]): MovedScore['lines'] {
  const rules = [...new Set([...was, ...would].map(({ rule }) => rule))];
  return rules.flatMap((rule) => {
    const [a, b] = [was.find((line) => line.rule === rule), would.find((line) => line.rule === rule)];
    const [before, after] = [pointsOf(a), pointsOf(b)];
    if (before === after && a?.max === b?.max) return [];
    return [{ rule, was: decimal(before), would: decimal(after), why: b?.reason ?? a?.reason ?? '' }];
  });
}

const pointsOf = (line: Line | undefined): number | null => (line?.applicable ? line.points : null);
