import { LadderCase, type Level, Problem, RUNGS, type Rung, Unit } from '../../../entities';
import type { Calendar } from '../../core/calendar';
import { instantOf, marks, type Reader, sqlInstant } from '../../core/database';
import { addDays, dayOf, firstOfMonth, instantAt } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import { complaintOf, ladderOf, type Policies, type Policy } from '../../core/policy';
import { postIdOf, reachOfPost } from '../../patrol';
import { planGaps } from '../matters';
import { withEvents } from './cases';
import type { LadderEvent } from './lifecycle';
import { caseFrom, lagDay, lagging, rebegun } from './problemStays';
import { type ProblemStay, readProblemStays } from './readProblemStays';
import { replay, type Step, stepsOf } from './replay';
import { type FrozenRules, monthsBehind, type Standing } from './rules';
import { straightOf } from './straight';

/** One step that other rules move, bring or spare. */
export interface MovedStep {
  /** 龙兴镇. */
  unit: string;
  matter: string;
  /** Null: it never lagged under the rules of then. */
  caseId: number | null;
  /** `通报 2026-12-01`; null: it did not come. */
  was: string | null;
  would: string | null;
  why: string;
}

export interface WhatIfSteps {
  /** Town by town, in the order of the roster. */
  steps: MovedStep[];
  /** Cases that were looked at. */
  cases: number;
  /** Problems without a case whose due days were reckoned anew. */
  problems: number;
  /** Matters whose course follows from no rules alone (a machine that stood still, a draft that was made twice): left out. */
  unclear: number;
}

export interface Asked {
  policy: Policy;
  /** Both days included. */
  from: string;
  to: string;
}

type NumberOn = (day: string) => Pick<Standing, 'missed' | 'gaps'>;

interface Deps {
  policies: Policies;
  calendar: Calendar;
}

/**
 * The ladder's steps of a past span under other rules, the due days of problems among them. Reads only. A step is told when
 * the other rules move it and the rules of then, replayed the same way, give what really happened.
 */
export async function whatIfSteps(reader: Reader, deps: Deps, asked: Asked): Promise<WhatIfSteps> {
  const { from, to } = asked;
  const ids = await reader.query<{ id: number }>(
    'SELECT id FROM ladder_case WHERE beganAt < ? AND (clearedAt IS NULL OR clearedAt >= ?) ORDER BY id',
    [sqlInstant(instantAt(addDays(to, 1), '00:00')), sqlInstant(instantAt(from, '00:00'))],
  );
  const rows = await reader.find(LadderCase, { id: ids.map(({ id }) => id) }, { order: { id: 'ASC' } });
  const stays = await readProblemStays(reader, deps, asked);
  const ofCases = await movedCases(reader, deps, asked, { rows, stays });
  const fresh = await movedProblems(deps, asked, { rows, stays });
  const units = (await reader.find(Unit, {}, { order: { id: 'ASC' } })).map(({ id, name }) => ({ id, name }));
  const place = new Map(units.map(({ id, name }, n) => [id, { n, name }]));
  const moved = [...ofCases.moved, ...fresh.moved];
  moved.sort((a, b) => (place.get(a.unitId)?.n ?? 0) - (place.get(b.unitId)?.n ?? 0));
  return {
    steps: moved.map(({ unitId, ...step }) => ({ unit: place.get(unitId)?.name ?? '', ...step })),
    cases: rows.length,
    problems: fresh.problems,
    unclear: ofCases.unclear + fresh.unclear,
  };
}

type Moved = Omit<MovedStep, 'unit'> & { unitId: number };

interface Known {
  rows: readonly LadderCase[];
  stays: readonly ProblemStay[];
}

/** What there was a case of. */
async function movedCases(
  reader: Reader,
  { policies, calendar }: Deps,
  { policy, from, to }: Asked,
  { rows, stays }: Known,
): Promise<{ moved: Moved[]; unclear: number }> {
  const cases = await withEvents(reader, rows);
  const numbers = await readNumbers(reader, rows, to);
  const majors = await readMajors(reader, rows);
  const staysOf = groupBy(stays, ({ unitId, problemId }) => `${unitId} ${problemId}`);
  const other = ladderOf(policy);
  const moved: Moved[] = [];
  let unclear = 0;
  for (const { row, events } of cases) {
    const then = await policies.at(row.policyVersion);
    const lagAfter = policy.reminder.lagAfterWorkdays;
    const numberOn = numbers(row);
    const under = (rules: FrozenRules, course: readonly LadderEvent[], shift: number): Step[] => {
      if (neverBehind(row, events[0]?.day, numberOn, rules)) return [];
      const straight = straightOf({ major: majors.has(row.id) }, row.matterType, rules);
      return replay({ type: row.matterType, events: course, numberOn, straight, shift }, rules, calendar, to);
    };
    const rules = ladderOf(then);
    const was = within(stepsOf(events), from, to);
    if (!same(was, within(under(rules, events, 0), from, to))) {
      unclear += 1;
      continue;
    }
    const began = events[0]?.day ?? '';
    const own = row.matterType === 'problem' ? staysOf.get(`${row.unitId} ${row.matterId}`) : undefined;
    const stay = own?.find((one) => lagging(one, began));
    let would: Step[];
    if (stay?.turns.some((turn) => turn.due !== turn.would)) {
      const day = lagDay(stay, 'would', lagAfter, calendar);
      would = day === null ? [] : under(other, rebegun(events, day, stay, calendar), 0);
    } else {
      would = under(other, events, lagAfter - then.reminder.lagAfterWorkdays);
    }
    const differing = [
      ...(stay ? differentDays(stay, then, policy) : []),
      ...differences(row, rules, other, then, policy),
    ];
    const about = { unitId: row.unitId, matter: row.title, caseId: row.id };
    moved.push(...apart(about, was, within(would, from, to), differing));
  }
  return { moved, unclear };
}

/** Problems that never came onto the ladder, and would have under fewer days. */
async function movedProblems(
  { policies, calendar }: Deps,
  { policy, from, to }: Asked,
  { rows, stays }: Known,
): Promise<{ moved: Moved[]; problems: number; unclear: number }> {
  const had = new Set(
    rows.filter(({ matterType }) => matterType === 'problem').map((row) => `${row.unitId} ${row.matterId}`),
  );
  const other = ladderOf(policy);
  const moved: Moved[] = [];
  let problems = 0;
  let unclear = 0;
  for (const stay of stays) {
    if (had.has(`${stay.unitId} ${stay.problemId}`)) continue;
    problems += 1;
    const then = await policies.at(stay.policyVersion);
    const lagged = lagDay(stay, 'due', then.reminder.lagAfterWorkdays, calendar);
    if (lagged !== null && lagged <= to) {
      // It should have had a case: the machine stood still, or the ladder did not work here yet.
      unclear += 1;
      continue;
    }
    const began = lagDay(stay, 'would', policy.reminder.lagAfterWorkdays, calendar);
    if (began === null || began > to) continue;
    const straight = straightOf({ major: stay.seriousness === '重大' }, 'problem', other);
    const events = caseFrom(began, stay, 0, calendar);
    const matter = { type: 'problem' as const, events, numberOn: () => ({}), straight, shift: 0 };
    const would = replay(matter, other, calendar, to);
    const differing = [
      ...differentDays(stay, then, policy),
      ...said('逾期几个工作日算滞后', then.reminder.lagAfterWorkdays, policy.reminder.lagAfterWorkdays),
    ];
    const about = { unitId: stay.unitId, matter: stay.title, caseId: null };
    moved.push(...apart(about, [], within(would, from, to), differing));
  }
  return { moved, problems, unclear };
}

/** The steps that come on another day, or on one side only. */
function apart(
  about: Pick<Moved, 'unitId' | 'matter' | 'caseId'>,
  was: readonly Step[],
  would: readonly Step[],
  differing: readonly string[],
): Moved[] {
  return ([1, 2, 3, 4] as const).flatMap((rung): Moved[] => {
    const [before, after] = [dayOfRung(was, rung), dayOfRung(would, rung)];
    if (before === after) return [];
    const say = (day: string | null): string | null => day && `${RUNGS[rung]} ${day}`;
    const why = differing.length > 0 ? differing.join('，') : '前面的步骤变了';
    return [{ ...about, was: say(before), would: say(after), why }];
  });
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

const said = (what: string, a: string | number, b: string | number): string[] =>
  a === b ? [] : [`${what}${a}→${b}`];

/** The days for handling this problem, where they differ. */
function differentDays({ seriousness, source }: ProblemStay, then: Policy, policy: Policy): string[] {
  if (source !== 'complaint') {
    const days = ({ problem }: Policy) => problem.dueWorkdays[seriousness];
    return said(`${seriousness}问题办理的工作日`, days(then), days(policy));
  }
  const days = (rules: Policy) => Object.values(complaintOf(rules).dueWorkdays).join('/');
  return said('投诉办理的工作日（一般/重大）', days(then), days(policy));
}

/** What of the two sets of rules concerns this matter and differs, with both figures. */
function differences(
  { matterType }: LadderCase,
  was: FrozenRules,
  would: FrozenRules,
  then: Policy,
  policy: Policy,
): string[] {
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
