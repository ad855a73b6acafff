import { type MovedScore, monthsCompared, periodTitle, whatIfScores } from '../assessment';
import type { App } from '../compose';
import { isDay } from '../core/days';
import { Fault } from '../core/errors';
import { groupBy } from '../core/groupBy';
import { complaintOf, type Policy, readPolicy } from '../core/policy';
import { type MovedStep, whatIfSteps } from '../escalation';
import { withApp } from './means';
import type { Answer } from './say';

export interface WhatIfOptions {
  from: string;
  to: string;
}

/** Rules without what of them is replayed. */
function unreplayed(policy: Policy): Partial<Policy> {
  const { version: _, ladder: __, assessment: ___, reminder, problem, complaint, ...rest } = policy;
  const { lagAfterWorkdays: ____, ...reminding } = reminder;
  const { dueWorkdays: _____, ...handling } = problem;
  const { dueWorkdays: ______, ...telling } = complaintOf(policy);
  return { ...rest, reminder: reminding, problem: handling, complaint: telling } as Partial<Policy>;
}

/** The rules that differ and whose effect on a past span nobody can replay: frequencies, other deadlines, messages. */
function notReplayed(was: Policy, would: Policy): string[] {
  const [a, b] = [unreplayed(was), unreplayed(would)];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])] as (keyof Policy)[];
  return keys.filter((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
}

const points = (score: number | null): string => (score === null ? '不适用' : String(score));

const sayStep = ({ matter, was, would, why }: MovedStep): string =>
  `    ${matter}：${was ?? '没有'} → ${would ?? '没有'}（${why}）`;
/** Town by town. */
const saySteps = (steps: readonly MovedStep[]): string[] =>
  [...groupBy(steps, ({ unit }) => unit)].flatMap(([unit, own]) => [
    `  ${unit}：${own.length} 个步骤会变`,
    ...own.map(sayStep),
  ]);

/** 89.5 良好; 不适用. */
const sayTotal = ({ score, grade }: MovedScore['was']): string =>
  score === null ? grade : `${points(score)} ${grade}`;

/** 巡河履职 10/15→16.67/25; one that has no points of its own is there or is not. */
function sayLine({ name, was, would, max, why }: MovedScore['lines'][number]): string {
  if (was === null && would === null) return `${name}：${why}`;
  const side = (own: number | null, most: number | null) =>
    own === null ? '不适用' : most ? `${own}/${most}` : String(own);
  return `${name} ${side(was, max.was)}→${side(would, max.would)}`;
}
const sayScore = ({ period, subject, was, would, lines }: MovedScore): string => {
  const by = lines.length === 0 ? '等次的分数线不同' : lines.map(sayLine).join('，');
  return `  ${period} ${subject}：${sayTotal(was)} → ${sayTotal(would)}（${by}）`;
};

/** Which months' scores the answer speaks of: a month that has not ended has none to compare. */
function sayMonths(asked: { from: string; to: string; at: Date }): string {
  const months = monthsCompared(asked).map(periodTitle);
  if (months.length === 0) return '得分按月比：这段日子里没有结束了的月份，得分没有比';
  return `得分按月比，比了${months.length > 1 ? `${months[0]}到${months.at(-1)}` : months[0]}`;
}

/** What steps and scores a past span would have had under another file of rules. Touches nothing. @throws Fault `input.invalid` */
export const whatIf = (file: string, { from, to }: WhatIfOptions): Promise<Answer> => {
  for (const day of [from, to]) {
    if (!isDay(day)) throw new Fault('input.invalid', { what: `“${day}”不是日期，应像 2026-11-20` });
  }
  if (from > to) throw new Fault('input.invalid', { what: `开始日期 ${from} 晚于结束日期 ${to}` });
  const policy = readPolicy(file);
  return withApp((app) => answer(app, policy, from, to));
};

async function answer({ deps }: App, policy: Policy, from: string, to: string): Promise<Answer> {
  const { db, policies, calendar, clock } = deps;
  const asked = { policy, from, to };
  const { steps, ...looked } = await whatIfSteps(db.read, { policies, calendar }, asked);
  const { cases, problems, unclear } = looked;
  const scores = await whatIfScores(deps, { policy, from, to, at: clock.now() });
  const other = notReplayed(policies.current, policy);
  return {
    data: { from, to, ...looked, notReplayed: other, steps, scores },
    lines: [
      `${from} 到 ${to}：看了 ${cases} 件滞后的事、${problems} 个没有滞后过的问题，会变的步骤 ${steps.length} 个，会变的得分 ${scores.length} 个`,
      ...saySteps(steps),
      sayMonths({ from, to, at: clock.now() }),
      ...scores.map(sayScore),
      ...(unclear > 0
        ? [`另有 ${unclear} 件，按原规则也推不出当时的经过（停过机、草案重做过等），没有比`]
        : []),
      ...(other.length > 0 ? [`这些规则也不同，但过去的日子没法照它重演：${other.join('、')}`] : []),
    ],
  };
}
