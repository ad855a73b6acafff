import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import type { Policy } from '../core/policy';
import type { SheetName } from '../core/policySheets';
import { graced, LEVEL_WORDS } from '../patrol';
import { compute } from './assess';
import type { Deps } from './deps';
import { scorableOn } from './itemNames';
import { isRunning, type Period, parsePeriod, periodAfter } from './period';
import { isVeto, type Line, type Score } from './points';
import { corrections, correctScores } from './rounds/corrections';
import { type Scores, scoreAll } from './scores';
import { ruleName } from './words';

/** A score that other rules change. Points with two decimals; null: nothing was applicable. */
export interface MovedScore {
  /** 2026-10. */
  period: string;
  /** 龙兴镇; FH-01 村级 第一村河长. */
  subject: string;
  was: { score: number | null; grade: string };
  would: { score: number | null; grade: string };
  /** The lines that differ, and of how many points; null where one sheet has no such line, or nothing for it. */
  lines: {
    rule: string;
    /** As the county calls the item. */
    name: string;
    was: number | null;
    would: number | null;
    max: { was: number | null; would: number | null };
    why: string;
  }[];
}

type Sheet = Policy['assessment'];

const decimal = (hundredths: number | null): number | null => (hundredths === null ? null : hundredths / 100);

/** The months that end within the span and are over: those whose scores are compared. Pure. */
export function monthsCompared({ from, to, at }: { from: string; to: string; at: Date }): Period[] {
  const months: Period[] = [];
  const today = dayOf(at);
  for (
    let month = parsePeriod(from.slice(0, 7));
    month.toDay <= to && !isRunning(month, today);
    month = periodAfter(month)
  )
    months.push(month);
  return months;
}

/**
 * Points that a person gave or decided on, as the same share of what the other sheet has for the item: 1.5 of 2 is
 * 0.75 of 1, not the whole of it.
 */
function rescaled(was: Sheet, would: Sheet) {
  const [before, after] = [scorableOn(was), scorableOn(would)];
  return <G extends { subject: SheetName; rule: string; points: number | null }>(given: G): G => {
    const key = `${given.subject} ${given.rule}`;
    const [from, to] = [before.get(key)?.max, after.get(key)?.max];
    if (given.points === null || !from || to === undefined) return given;
    return { ...given, points: Math.round((given.points * to) / from) };
  };
}

/**
 * Who would have scored otherwise under another file's score sheets, month by month, and by which lines. What people
 * gave, and what 复核 and 更正 decided, holds under both. Reads only.
 *
 * @param policy judges every month instead of the rules that were in force
 */
export async function whatIfScores(
  deps: Deps,
  { policy, from, to, at }: { policy: Policy; from: string; to: string; at: Date },
): Promise<MovedScore[]> {
  const moved: MovedScore[] = [];
  for (const period of monthsCompared({ from, to, at })) {
    const computed = await compute(deps, period, at).catch((error: unknown) => {
      if (error instanceof Fault && error.code === 'assess.empty') return null;
      throw error;
    });
    if (!computed) continue;
    const { scores: was } = computed;
    const facts = computed.factsOf();
    const terms = graced(facts.terms, { policy, calendar: deps.calendar });
    const inForce = (await deps.policies.at(computed.policyVersion)).assessment;
    const asGiven = rescaled(inForce, policy.assessment);
    const decided = (await corrections(deps.db.read, [period]))(period);
    const would = correctScores(
      scoreAll(policy.assessment, { ...facts, terms, marks: facts.marks.map(asGiven) }),
      decided.map(asGiven),
      policy.assessment.grades,
    );
    const names = new Map([...scorableOn(inForce), ...scorableOn(policy.assessment)]);
    const [before, after] = [subjectsOf(was), subjectsOf(would)];
    // A sheet for 县直部门 may be in one of the files only.
    for (const subject of new Set([...before.keys(), ...after.keys()])) {
      const { of = 'department', one = UNSCORED } = before.get(subject) ?? {};
      const { one: other = UNSCORED } = after.get(subject) ?? {};
      if (one.score === other.score && one.grade === other.grade) continue;
      moved.push({
        period: period.key,
        subject,
        was: { score: decimal(one.score), grade: one.grade },
        would: { score: decimal(other.score), grade: other.grade },
        lines: linesOf(one.lines, other.lines).map((line) => ({
          ...line,
          name: names.get(`${of} ${line.rule}`)?.name ?? ruleName(line.rule),
        })),
      });
    }
  }
  return moved;
}

/** Whoever has no sheet. */
const UNSCORED: Score = { score: null, grade: '不适用', lines: [] };

const subjectsOf = ({ towns, chiefs, departments }: Scores): Map<string, { of: SheetName; one: Score }> =>
  new Map<string, { of: SheetName; one: Score }>([
    ...towns.map((one) => [one.name, { of: 'town', one }] as const),
    ...departments.map((one) => [one.name, { of: 'department', one }] as const),
    ...chiefs.map(
      (one) => [`${one.reach} ${LEVEL_WORDS[one.level]} ${one.name}`, { of: 'chief', one }] as const,
    ),
  ]);

function linesOf(was: readonly Line[], would: readonly Line[]) {
  const rules = [...new Set([...was, ...would].map(({ rule }) => rule))];
  return rules.flatMap((rule) => {
    const [a, b] = [was.find((line) => line.rule === rule), would.find((line) => line.rule === rule)];
    const [before, after] = [pointsOf(a), pointsOf(b)];
    const max = { was: maxOf(a), would: maxOf(b) };
    // What counts under neither moves nothing; a 否决 moves the grade, and is there or is not.
    const moves =
      before !== after ||
      max.was !== max.would ||
      (isVeto({ rule }) && (a === undefined) !== (b === undefined));
    if (!moves) return [];
    return [
      { rule, was: decimal(before), would: decimal(after), max, why: b?.reason ?? `不再算：${a?.reason}` },
    ];
  });
}

const pointsOf = (line: Line | undefined): number | null => (line?.applicable ? line.points : null);
const maxOf = (line: Line | undefined): number | null => (line?.applicable ? decimal(line.max) : null);
