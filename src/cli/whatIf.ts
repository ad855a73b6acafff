import { type MovedScore, whatIfScores } from '../assessment';
import type { App } from '../compose';
import { isDay } from '../core/days';
import { Fault } from '../core/errors';
import { type Policy, readPolicy } from '../core/policy';
import { type MovedStep, whatIfSteps } from '../escalation';
import { withApp } from './means';
import type { Answer } from './say';

export interface WhatIfOptions {
  from: string;
  to: string;
}

/** What is replayed; of every other rule that differs the answer says so. */
const REPLAYED: readonly (keyof Policy)[] = ['version', 'ladder', 'assessment'];

/** The rules that differ and whose effect on a past span nobody can replay: deadlines, frequencies, messages. */
function notReplayed(was: Policy, would: Policy): string[] {
  const keys = [...new Set([...Object.keys(was), ...Object.keys(would)])] as (keyof Policy)[];
  const differs = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);
  return keys.filter((key) => {
    if (REPLAYED.includes(key)) return false;
    if (key !== 'reminder') return differs(was[key], would[key]);
    const { lagAfterWorkdays: _, ...rest } = was.reminder;
    const { lagAfterWorkdays: __, ...other } = would.reminder;
    return differs(rest, other);
  });
}

const points = (score: number | null): string => (score === null ? '不适用' : String(score));

const sayStep = ({ unit, matter, was, would, why }: MovedStep): string =>
  `  ${unit}：${matter}：${was ?? '没有'} → ${would ?? '没有'}（${why}）`;
const sayScore = ({ period, subject, was, would, lines }: MovedScore): string =>
  `  ${period} ${subject}：${points(was.score)} ${was.grade} → ${points(would.score)} ${would.grade}（${lines
    .map((line) => `${line.rule} ${points(line.was)}→${points(line.would)}`)
    .join('，')}）`;

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
  const { steps, cases, unclear } = await whatIfSteps(db.read, { policies, calendar }, { policy, from, to });
  const scores = await whatIfScores(deps, { policy, from, to, at: clock.now() });
  const other = notReplayed(policies.current, policy);
  return {
    data: { from, to, cases, unclear, notReplayed: other, steps, scores },
    lines: [
      `${from} 到 ${to}：看了 ${cases} 件滞后的事，会变的步骤 ${steps.length} 个，会变的得分 ${scores.length} 个`,
      ...steps.map(sayStep),
      ...scores.map(sayScore),
      ...(unclear > 0
        ? [`另有 ${unclear} 件，按原规则也推不出当时的经过（停过机、草案重做过等），没有比`]
        : []),
      ...(other.length > 0 ? [`这些规则也不同，但过去的日子没法照它重演：${other.join('、')}`] : []),
    ],
  };
}
