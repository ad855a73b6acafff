import type { Level, PatrolTaskState, ProblemState } from '../../entities';
import { confirmedOf, type Policy, vetoOf } from '../core/policy';
import {
  CONFIRMED,
  clauses,
  evidenceOf,
  hundredths,
  inPoints,
  type Line,
  notApplicable,
  PENDING,
  type Score,
  share,
  total,
  VETO,
} from './points';

/*
 * The two score sheets: 镇 (区域考核) and 河长个人. Pure.
 *
 * What counts is what was due: tasks and problems whose due day lies in the period and is over. A task that can
 * still be entered late is not settled. One set is both
 * the numerator's and the denominator's, so no share can pass 100 %. Prefilled answers that nobody touched count
 * for and against nobody (experience.md, rule 5), and so they are not read at all. What was noticed about somebody
 * (待核) counts only once 县河长办 has found it 成立. Sources: domain.md §2, §0, §7.3.
 */

export interface TaskFact {
  id: number;
  reachId: number;
  townId: number;
  level: Level;
  dueDay: string;
  state: PatrolTaskState;
  /** Open past its due day, and can still be entered late. */
  pending: boolean;
  assigneeId: number;
  /** Null while nobody walked. */
  patrol: {
    id: number;
    personId: number;
    /** 代巡: the chief for whom it was walked. */
    standInFor?: number | null;
    result: 'normal' | 'problem';
    late: boolean;
  } | null;
}

export interface ProblemFact {
  id: number;
  reachId: number;
  townId: number;
  /** The task on which it was found. */
  taskId: number | null;
  finderId: number;
  state: Exclude<ProblemState, 'draft' | 'unfounded' | 'merged' | 'withdrawn'>;
  /** Its due day lies in the period and is over. */
  due: boolean;
  /** It was found in the period. */
  found: boolean;
  foundDay: string;
  dueDay: string | null;
  /** The day of the latest 反馈. */
  answeredDay: string | null;
  returns: number;
  /** 反弹: how often it was opened again after 销号. */
  rebounds: number;
  hasPlace: boolean;
  hasPhoto: boolean;
}

/** Who found a problem, as one chief of its post sees it (findings.ts). */
export type FoundBy = 'self' | 'coHolder' | 'below' | 'other';
export type PostProblem = ProblemFact & { by: FoundBy };

type Sheet = Policy['assessment'];
const NO_SOURCE = '还没有记录来源，不计入';

/** A share of counted rows as a line; 不适用 when there is nothing to count. */
function shareLine(
  rule: string,
  max: number,
  counted: { met: number; all: number; nothing: string; reason: string; evidence: Line['evidence'] },
): Line {
  const { met, all, nothing, reason, evidence } = counted;
  if (all === 0) return notApplicable(rule, max, nothing);
  return { rule, points: share(max, met, all), max, applicable: true, reason, evidence };
}

/**
 * What was due, and beside it what can still be entered late: that is 未完成 only once it no longer can
 * (domain.md §0), so until then it is counted neither way and named in a line of its own.
 */
function patrolLines(
  rule: string,
  max: number,
  tasks: readonly TaskFact[],
  nothing: string,
  stoodIn = 0,
): Line[] {
  const pending = tasks.filter((task) => task.pending);
  const due = tasks.filter((task) => !task.pending);
  const met = due.filter(({ state }) => state === 'done');
  const late = met.filter(({ patrol }) => patrol?.late).length;
  const left = due.length - met.length;
  const line = shareLine(rule, max, {
    met: met.length,
    all: due.length,
    nothing: pending.length > 0 ? `到期的 ${pending.length} 次还可以补录，先不计入` : nothing,
    reason: clauses(
      `到期应巡 ${due.length} 次`,
      `完成 ${met.length} 次${late > 0 ? `（补录 ${late} 次）` : ''}`,
      left > 0 && `未完成 ${left} 次`,
      pending.length > 0 && `另有 ${pending.length} 次待补录`,
      stoodIn > 0 && `另有 ${stoodIn} 次由别人代巡，不算本人也不算未完成`,
    ),
    evidence: evidenceOf(['task', due]),
  });
  if (pending.length === 0) return [line];
  const reason = `${pending.length} 次巡河过了期限还可以补录，补录或不能再补时重算，先不计入`;
  return [line, { ...notApplicable(PENDING, 0, reason), evidence: evidenceOf(['task', pending]) }];
}

/** Handled in time: the latest 反馈 was on or before the due day and was not sent back. */
const onTime = ({ state, answeredDay, dueDay }: ProblemFact): boolean =>
  (state === 'answered' || state === 'closed') &&
  answeredDay !== null &&
  dueDay !== null &&
  answeredDay <= dueDay;

export interface TownFacts {
  /** Made for the town, all levels, without those that are nobody's. */
  tasks: readonly TaskFact[];
  /** How many more are nobody's (无人任职). */
  vacant: number;
  /** That the town handles. */
  problems: readonly ProblemFact[];
}

type Rule<Facts> = (rule: string, max: number, facts: Facts, sheet: Sheet) => Line | Line[];

const TOWN_RULES: Record<string, Rule<TownFacts>> = {
  patrol: (rule, max, { tasks, vacant }) =>
    patrolLines(
      rule,
      max,
      tasks.filter(({ level }) => level !== 'county'),
      vacant > 0 ? '到期的巡河任务无人任职，不计入' : '本期没有到期的镇级、村级巡河任务',
    ),

  problemOnTime(rule, max, { problems }) {
    const due = problems.filter((problem) => problem.due);
    const met = due.filter(onTime).length;
    return shareLine(rule, max, {
      met,
      all: due.length,
      nothing: '本期没有到期的问题',
      reason: clauses(
        `到期 ${due.length} 个问题`,
        `按期办结 ${met} 个`,
        met < due.length && `逾期 ${due.length - met} 个`,
      ),
      evidence: evidenceOf(['problem', due]),
    });
  },

  problemRebound(rule, max, { problems }, { perReturn }) {
    const handled = problems.filter(
      ({ due, answeredDay, returns, rebounds }) =>
        due && (answeredDay !== null || returns > 0 || rebounds > 0),
    );
    const returns = handled.reduce((sum, problem) => sum + problem.returns, 0);
    const rebounds = handled.reduce((sum, problem) => sum + problem.rebounds, 0);
    const each = `，每次扣 ${inPoints(hundredths(perReturn))} 分`;
    if (handled.length === 0) return notApplicable(rule, max, '本期没有办理过的问题');
    return {
      rule,
      points: Math.max(0, max - (returns + rebounds) * hundredths(perReturn)),
      max,
      applicable: true,
      reason: clauses(
        `办理 ${handled.length} 个问题`,
        returns === 0 ? '没有被退回' : `被退回 ${returns} 次${rebounds === 0 ? each : ''}`,
        rebounds > 0 && `反弹 ${rebounds} 次${each}`,
      ),
      evidence: evidenceOf(['problem', handled]),
    };
  },
};

export interface ChiefFacts {
  personId: number;
  /** What this person answers for (patrol: answerable). */
  tasks: readonly TaskFact[];
  /** How many tasks of the same post a co-holder answers for: those due while this person held it, too. */
  coHolderTasks: number;
  /** How many were due while this person held the post and are nobody's, since Feishu does not know them. */
  unreachedTasks: number;
  /** How many others walked for this person (代巡): shown, and counted neither way. */
  stoodInTasks: number;
  /** How many were due while this person was away and nobody walked (请假). */
  awayTasks: number;
  /** How many were due in the first days in the post. */
  graceTasks: number;
  /** Found on those tasks, on whatever reach. */
  recorded: readonly ProblemFact[];
  /** Of the post, found while this person held it. */
  problems: readonly PostProblem[];
  /** 待核 about this person that 县河长办 found 成立 in the period. */
  confirmed: readonly { id: number; falsehood: boolean }[];
}

const nothingFound = (found: readonly PostProblem[]): string => {
  if (found.length === 0) return '任职期间河段上没有发现问题，不加分也不扣分';
  const who = found.every(({ by }) => by === 'coHolder')
    ? '是共同任职的河长发现的'
    : '由别人发现，属于下级河段或共同任职';
  return `${found.length} 个问题${who}，不加分也不扣分`;
};

const CHIEF_RULES: Record<string, Rule<ChiefFacts>> = {
  patrol: (rule, max, { tasks, coHolderTasks, unreachedTasks, stoodInTasks, awayTasks, graceTasks }) =>
    patrolLines(
      rule,
      max,
      tasks,
      stoodInTasks > 0
        ? `到期的 ${stoodInTasks} 次由别人代巡，不算本人也不算未完成`
        : awayTasks > 0
          ? '请假期间到期的巡河，没人代，不算未完成'
          : graceTasks > 0
            ? '刚任职，到期的巡河还在宽限期里，不计入'
            : coHolderTasks > 0
              ? '本期到期的巡河由共同任职的河长负责'
              : unreachedTasks > 0
                ? '飞书里找不到本人，收不到任务，不计入'
                : '任职期间没有到期的巡河任务',
      stoodInTasks,
    ),

  /** A patrol that found something needs where and at least one photo; one that found nothing needs no more. */
  record(rule, max, { personId, tasks, recorded }) {
    const walked = tasks.filter(({ patrol }) => patrol?.personId === personId);
    const found = recorded.filter(({ taskId }) => taskId !== null && walked.some(({ id }) => id === taskId));
    const lacking = new Set(
      found.filter(({ hasPlace, hasPhoto }) => !(hasPlace && hasPhoto)).map(({ taskId }) => taskId),
    );
    const whole = walked.filter(({ id }) => !lacking.has(id)).length;
    return shareLine(rule, max, {
      met: whole,
      all: walked.length,
      nothing: '本期没有巡河记录',
      reason: clauses(
        `巡河记录 ${walked.length} 份`,
        lacking.size === 0 ? '都完整' : `${lacking.size} 份发现了问题但缺地点或照片`,
      ),
      evidence: evidenceOf(
        ['patrol', walked.map(({ patrol }) => ({ id: patrol?.id ?? 0 }))],
        ['problem', found],
      ),
    });
  },

  /** Own findings of all on the reach; what is a co-holder's or is found below speaks for and against nobody. */
  finding(rule, max, { problems }) {
    const found = problems.filter((problem) => problem.found);
    const counted = found.filter(({ by }) => by === 'self' || by === 'other');
    const own = counted.filter(({ by }) => by === 'self').length;
    return shareLine(rule, max, {
      met: own,
      all: counted.length,
      nothing: nothingFound(found),
      reason: `河段上发现 ${counted.length} 个问题，本人发现 ${own} 个`,
      evidence: evidenceOf(['problem', counted]),
    });
  },

  /** What waits for its verification is settled neither way yet; what a co-holder found is theirs to see done. */
  closing(rule, max, { problems }) {
    const settled = problems.filter((problem) => problem.due && problem.state !== 'answered');
    const due = settled.filter(({ by }) => by !== 'coHolder');
    const closed = due.filter(({ state }) => state === 'closed').length;
    return shareLine(rule, max, {
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
    });
  },

  cooperation: (rule, max) => notApplicable(rule, max, '还没有人工评分，不计入'),
};

function scored<Facts>(
  items: Record<string, number>,
  rules: Record<string, Rule<Facts>>,
  facts: Facts,
  sheet: Sheet,
  apart: { deduction?: Line | null; veto?: Line | null } = {},
): Score {
  const lines = Object.entries(items).flatMap(([rule, points]) => {
    const judge = Object.hasOwn(rules, rule) ? rules[rule] : undefined;
    return judge
      ? judge(rule, hundredths(points), facts, sheet)
      : notApplicable(rule, hundredths(points), NO_SOURCE);
  });
  return total(lines, sheet.grades, apart);
}

export const scoreTown = (sheet: Sheet, facts: TownFacts): Score =>
  scored(sheet.town, TOWN_RULES, facts, sheet);

/**
 * What was found is a person's, not a reach's: whoever holds several posts has it on the sheet of each. Null when nothing was
 * found 成立; what is 不成立, 存疑 or not settled is nowhere to be seen.
 */
function deductionOf({ confirmed }: ChiefFacts, sheet: Sheet): Line | null {
  if (confirmed.length === 0) return null;
  const { each, most } = confirmedOf(sheet);
  const taken = Math.min(hundredths(most), confirmed.length * hundredths(each));
  return {
    rule: CONFIRMED,
    points: -taken,
    max: 0,
    applicable: false,
    reason: `县河长办认定成立 ${confirmed.length} 件，每件扣 ${inPoints(hundredths(each))} 分，一期最多扣 ${inPoints(hundredths(most))} 分`,
    evidence: evidenceOf(['suspicion', confirmed]),
  };
}

/** 弄虚作假, found by a person of 县河长办: whatever the points, the grade is 不合格 (domain.md §2.3). */
function vetoLine({ confirmed }: ChiefFacts, sheet: Sheet): Line | null {
  const lies = confirmed.filter(({ falsehood }) => falsehood);
  if (lies.length === 0 || !vetoOf(sheet).falsehood) return null;
  const reason = `县河长办认定弄虚作假 ${lies.length} 件，这一期定为不合格`;
  return { ...notApplicable(VETO, 0, reason), evidence: evidenceOf(['suspicion', lies]) };
}

export const scoreChief = (sheet: Sheet, facts: ChiefFacts): Score =>
  scored(sheet.chief, CHIEF_RULES, facts, sheet, {
    deduction: deductionOf(facts, sheet),
    veto: vetoLine(facts, sheet),
  });
