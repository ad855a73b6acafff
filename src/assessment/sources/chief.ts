import { evidenceOf } from '../points';
import type { Source } from '../source';
import type { ChiefFacts, PostProblem } from '../subjectFacts';
import { clauses } from './clauses';

/** 记录质量: a patrol that found something needs where and at least one photo; one that found nothing needs no more. */
export const records: Source<ChiefFacts> = ({ personId, tasks, recorded }) => {
  const walked = tasks.filter(({ patrol }) => patrol?.personId === personId);
  const ids = new Set(walked.map(({ id }) => id));
  const found = recorded.filter(({ taskId }) => taskId !== null && ids.has(taskId));
  const lacking = new Set(
    found.filter(({ hasPlace, hasPhoto }) => !(hasPlace && hasPhoto)).map(({ taskId }) => taskId),
  );
  return {
    kind: 'share',
    met: walked.length - lacking.size,
    all: walked.length,
    nothing: '本期没有巡河记录',
    reason: clauses(
      `巡河记录 ${walked.length} 份`,
      lacking.size === 0 ? '都完整' : `${lacking.size} 份发现了问题但缺地点或照片`,
    ),
    evidence: evidenceOf(
      ['patrol', walked.flatMap(({ patrol }) => (patrol ? [patrol] : []))],
      ['problem', found],
    ),
  };
};

const nothingFound = (found: readonly PostProblem[]): string => {
  if (found.length === 0) return '任职期间河段上没有发现问题，不加分也不扣分';
  const who = found.every(({ by }) => by === 'coHolder')
    ? '是共同任职的河长发现的'
    : '由别人发现，属于下级河段或共同任职';
  return `${found.length} 个问题${who}，不加分也不扣分`;
};

/** 发现问题: own findings of all on the reach; what is a co-holder's or is found below speaks for and against nobody. */
export const findings: Source<ChiefFacts> = ({ problems }) => {
  const found = problems.filter((problem) => problem.found);
  const counted = found.filter(({ by }) => by === 'self' || by === 'other');
  const own = counted.filter(({ by }) => by === 'self').length;
  return {
    kind: 'share',
    met: own,
    all: counted.length,
    nothing: nothingFound(found),
    reason: `河段上发现 ${counted.length} 个问题，本人发现 ${own} 个`,
    evidence: evidenceOf(['problem', counted]),
  };
};

/**
 * 督办办结: of the problems that were due, how many are closed. What waits for its verification is settled neither way
 * yet; what a co-holder found is theirs to see done.
 */
export const closings: Source<ChiefFacts> = ({ problems }) => {
  const settled = problems.filter((problem) => problem.due && problem.state !== 'answered');
  const due = settled.filter(({ by }) => by !== 'coHolder');
  const closed = due.filter(({ state }) => state === 'closed').length;
  return {
    kind: 'share',
    met: closed,
    all: due.length,
    nothing:
      settled.length > 0
        ? '到期的问题是共同任职的河长发现的，不加分也不扣分'
        : '任职期间发现的问题，本期没有到期要办结的',
    reason: clauses(
      `河段上到期 ${due.length} 个问题`,
      `已办结 ${closed} 个`,
      closed < due.length && `未办结 ${due.length - closed} 个`,
    ),
    evidence: evidenceOf(['problem', due]),
  };
};
