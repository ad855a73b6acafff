import { evidenceOf } from '../points';
import type { Source } from '../source';
import type { ProblemFact, TownFacts } from '../subjectFacts';
import { clauses } from './clauses';

/** Handled in time: the latest 反馈 was on or before the due day and was not sent back. */
const onTime = ({ state, answeredDay, dueDay }: ProblemFact): boolean =>
  (state === 'answered' || state === 'closed') &&
  answeredDay !== null &&
  dueDay !== null &&
  answeredDay <= dueDay;

/** 按期办结率: of the problems that were due, how many were handled in time. */
export const problemsOnTime: Source<Pick<TownFacts, 'problems'>> = ({ problems }) => {
  const due = problems.filter((problem) => problem.due);
  const met = due.filter(onTime).length;
  return {
    kind: 'share',
    met,
    all: due.length,
    nothing: '本期没有到期的问题',
    reason: clauses(
      `到期 ${due.length} 个问题`,
      `按期办结 ${met} 个`,
      met < due.length && `逾期 ${due.length - met} 个`,
    ),
    evidence: evidenceOf(['problem', due]),
  };
};

/** 反弹率: each 退回 and each 反弹 of the problems that were due and have been handled at all. */
export const problemsReturned: Source<Pick<TownFacts, 'problems'>> = ({ problems }) => {
  const handled = problems.filter(
    ({ due, answeredDay, returns, rebounds }) => due && (answeredDay !== null || returns > 0 || rebounds > 0),
  );
  const returns = handled.reduce((sum, problem) => sum + problem.returns, 0);
  const rebounds = handled.reduce((sum, problem) => sum + problem.rebounds, 0);
  return {
    kind: 'events',
    events: returns + rebounds,
    looked: handled.length > 0,
    nothing: '本期没有办理过的问题',
    reason: clauses(
      `办理 ${handled.length} 个问题`,
      returns === 0 ? '没有被退回' : `被退回 ${returns} 次`,
      rebounds > 0 && `反弹 ${rebounds} 次`,
    ),
    evidence: evidenceOf(['problem', handled]),
  };
};
