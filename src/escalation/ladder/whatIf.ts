import { LadderCase, type Level, Problem, RUNGS, type Rung, Unit } from '../../../entities';
import type { Calendar } from '../../core/calendar';
import { instantOf, marks, type Reader, sqlInstant } from '../../core/database';
import { addDays, dayOf, firstOfMonth, instantAt } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import { ladderOf, type Policies, type Policy } from '../../core/policy';
import { postIdOf, reachOfPost } from '../../patrol';
import { planGaps } from '../matters';
import { withEvents } from './cases';
import { replay, type Step, stepsOf } from './replay';
import { type FrozenRules, monthsBehind, type Standing } from './rules';
import { straightOf } from './straight';

/** One step that other rules move, bring or spare. */
export interface MovedStep {
  /** 龙兴镇. */
  unit: string;
  matter: string;
  caseId: number;
  /** `通报 2026-12-01`; null: it did not come. */
  was: string | null;
  would: string | null;
  why: string;
}

export interface WhatIfSteps {
  steps: MovedStep[];
  /** Cases that were looked at. */
  cases: number;
  /** Cases whose course follows from no rules alone (a machine that stood still, a draft that was made twice): left out. */
  unclear: number;
}

export interface Asked {
  policy: Policy;
  /** Both days included. */
  from: string;
  to: string;
}

type NumberOn = (day: string) => Pick<Standing, 'missed' | 'gaps'>;

/**
 * The ladder's steps of a past span under other rules. Reads only. A step is told when the other rules move it and the
 * rules of then, replayed the same way, give what really happened.
 */
export async function whatIfSteps(
  reader: Reader,
  { policies, calendar }: { policies: Policies; calendar: Calendar },
  { policy, from, to }: Asked,
): Promise<WhatIfSteps> {
  const ids = await reader.query<{ id: number }>(
    'SELECT id FROM ladder_case WHERE beganAt < ? AND (clearedAt IS NULL OR clearedAt >= ?) ORDER BY id',
    [sqlInstant(instantAt(addDays(to, 1), '00:00')), sqlInstant(instantAt(from, '00:00'))],
  );
  const rows = await reader.find(LadderCase, { id: ids.map(({ id }) => id) }, { order: { id: 'ASC' } });
  const cases = await withEvents(reader, rows);
  const numbers = await readNumbers(reader, rows, to);
  const majors = await readMajors(reader, rows);
  const units = new Map((await reader.find(Unit)).map(({ id, name }) => [id, name]));
  const other = ladderOf(policy);
  const moved: MovedStep[] = [];
  let unclear = 0;
  for (const { row, events } of cases) {
    const then = await policies.at(row.policyVersion);
    const shift = policy.reminder.lagAfterWorkdays - then.reminder.lagAfterWorkdays;
    const numberOn = numbers(row);
    const known = { type: row.matterType, events, numberOn };
    const under = (rules: FrozenRules, by: number): Step[] => {
      if (neverBehind(row, events[0]?.day, numberOn, rules)) return [];
      const straight = straightOf({ major: majors.has(row.id) }, row.matterType, rules);
      return replay({ ...known, straight, shift: by }, rules, calendar, to);
    };
    const rules = ladderOf(then);
    const was = within(stepsOf(events), from, to);
    if (!same(was, within(under(rules, 0), from, to))) {
      unclear += 1;
      continue;
    }
    const would = within(under(other, shift), from, to);
    const differing = differences(row, rules, other, then, policy);
    for (const rung of [1, 2, 3, 4] as const) {
      const [before, after] = [dayOfRung(was, rung), dayOfRung(would, rung)];
      if (before === after) continue;
      const say = (day: string | null): string | null => day && `${RUNGS[rung]} ${day}`;
      moved.push({
        unit: units.get(row.unitId) ?? '',
        matter: row.title,
        caseId: row.id,
        was: say(before),
        would: say(after),
        why: differing.length > 0 ? differing.join('，') : '前面的步骤变了',
      });
    }
  }
  return { steps: moved, cases: rows.length, unclear };
}

const within = (steps: readonly Step[], from: string, to: string): Step[] =>
  steps.filter(({ day }) => day >= from && day <= to);

const dayOfRung = (steps: readonly Step[], rung: Rung): string | null =>
  steps.find((step) => step.rung === rung)?.day ?? null;

const same = (a: readonly Step[], b: readonly Step[]): boolean =>
  a.length === b.length && a.every(({ rung, day }, n) => rung === b[n]?.rung && day === b[n]?.day);

/** 整治落后 is no matter at all for rules that bear more. */
function neverBehind(
  { matterType }: LadderCase,
  began: string | undefined,
  numberOn: NumberOn,
  rules: FrozenRules,
): boolean {
  if (matterType !== 'behindPlan' || began === undefined) return false;
  return monthsBehind(numberOn(began).gaps ?? [], rules) === 0;
}

/** What of the two sets of rules concerns this matter and differs, with both figures. */
function differences(
  { matterType }: LadderCase,
  was: FrozenRules,
  would: FrozenRules,
  then: Policy,
  policy: Policy,
): string[] {
  const said = (what: string, a: string | number, b: string | number): string[] =>
    a === b ? [] : [`${what}${a}→${b}`];
  return [
    ...said('逾期几个工作日算滞后', then.reminder.lagAfterWorkdays, policy.reminder.lagAfterWorkdays),
    ...said('提醒后答复的工作日', was.remindReplyWorkdays, would.remindReplyWorkdays),
    ...said('通报后报整改的工作日', was.circulateReplyWorkdays, would.circulateReplyWorkdays),
    ...(matterType === 'missedPatrols' ? said('连着漏巡几期', was.missedInARow, would.missedInARow) : []),
    ...(matterType === 'behindPlan'
      ? [
          ...said('落后几个百分点', was.behindPoints, would.behindPoints),
          ...said('连着落后几个月', was.behindMonths, would.behindMonths),
        ]
      : []),
    ...(matterType === 'suspicion'
      ? said('弄虚作假直接到', was.straight.falsehood, would.straight.falsehood)
      : []),
    ...(matterType === 'problem' ? said('重大问题直接到', was.straight.major, would.straight.major) : []),
  ];
}

/** The cases of problems that are 重大. */
async function readMajors(reader: Reader, rows: readonly LadderCase[]): Promise<Set<number>> {
  const problems = rows.filter(({ matterType }) => matterType === 'problem');
  const major = new Set(
    (
      await reader.find(Problem, {
        id: problems.map(({ matterId }) => matterId),
        seriousness: '重大',
      })
    ).map(({ id }) => id),
  );
  return new Set(problems.filter(({ matterId }) => major.has(matterId)).map(({ id }) => id));
}

interface TaskRow {
  reachId: number;
  level: Level;
  dueDay: string;
  lateDay: string;
  state: string;
  recordedAt: unknown;
}

/** What is counted over periods, as it was on any day. */
async function readNumbers(
  reader: Reader,
  rows: readonly LadderCase[],
  to: string,
): Promise<(row: LadderCase) => NumberOn> {
  const posts = rows
    .filter(({ matterType }) => matterType === 'missedPatrols')
    .map(({ matterId }) => matterId);
  const reaches = [...new Set(posts.map(reachOfPost))];
  const tasks =
    reaches.length === 0
      ? []
      : await reader.query<TaskRow>(
          `SELECT t.reachId, t.level, t.dueDay,
                  t.lateDay, t.state, p.recordedAt
             FROM patrol_task t LEFT JOIN patrol p ON p.taskId = t.id
            WHERE t.kind = 'period' AND t.state <> 'void' AND t.reachId IN (${marks(reaches)}) ORDER BY t.dueDay`,
          reaches,
        );
  const ofPost = groupBy(tasks, postIdOf);
  const towns = rows.filter(({ matterType }) => matterType === 'behindPlan').map(({ unitId }) => unitId);
  const gaps = new Map(
    (towns.length === 0 ? [] : await planGaps(reader, to, [...new Set(towns)])).map((one) => [
      one.townId,
      one.months,
    ]),
  );
  return (row) => {
    if (row.matterType === 'missedPatrols')
      return (day) => ({ missed: missedOn(ofPost.get(row.matterId) ?? [], day) });
    if (row.matterType === 'behindPlan')
      return (day) => ({ gaps: (gaps.get(row.unitId) ?? []).slice(monthsBetween(day, to)) });
    return () => ({});
  };
}

/** Months that ended from `day` on, up to `to`. */
function monthsBetween(day: string, to: string): number {
  const [a, b] = [firstOfMonth(day), firstOfMonth(to)].map((first) =>
    first.slice(0, 7).split('-').map(Number),
  );
  return ((b?.[0] ?? 0) - (a?.[0] ?? 0)) * 12 + (b?.[1] ?? 0) - (a?.[1] ?? 0);
}

/** Periods missed one after the other as a day began, and until when the one that runs can be entered. */
function missedOn(tasks: readonly TaskRow[], day: string): NonNullable<Standing['missed']> {
  const isDone = ({ recordedAt }: TaskRow) => recordedAt !== null && dayOf(instantOf(recordedAt)) < day;
  const done = tasks.filter(isDone).at(-1)?.dueDay ?? '';
  const open = tasks.filter((task) => !isDone(task) && task.lateDay >= day && task.dueDay > done);
  const missed = tasks.filter((task) => !isDone(task) && task.lateDay < day && task.dueDay > done);
  return { periods: missed.length, nextLateDay: open.map(({ lateDay }) => lateDay).sort()[0] ?? null };
}
