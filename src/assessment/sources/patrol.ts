import { evidenceOf } from '../points';
import type { Source } from '../source';
import type { ChiefFacts, TaskFact, TownFacts } from '../subjectFacts';
import { clauses } from './clauses';

/*
 * 巡河履职: of the tasks that were due, how many were walked. What can still be entered late is 未完成 only once it no
 * longer can (domain.md §0), so until then it is counted neither way, and named in a line of its own (rules.ts).
 */

function patrolsOf(tasks: readonly TaskFact[], nothing: string, stoodIn = 0): ReturnType<Source<never>> {
  const pending = tasks.filter((task) => task.pending);
  const due = tasks.filter((task) => !task.pending);
  const met = due.filter(({ state }) => state === 'done');
  const late = met.filter(({ patrol }) => patrol?.late).length;
  const left = due.length - met.length;
  return {
    kind: 'share',
    met: met.length,
    all: due.length,
    nothing: pending.length > 0 ? `到期的 ${pending.length} 次算分时还可以补录，没有计入` : nothing,
    reason: clauses(
      `到期应巡 ${due.length} 次`,
      `完成 ${met.length} 次${late > 0 ? `（补录 ${late} 次）` : ''}`,
      left > 0 && `未完成 ${left} 次`,
      pending.length > 0 && `另有 ${pending.length} 次待补录`,
      stoodIn > 0 && `另有 ${stoodIn} 次由别人代巡，不算本人也不算未完成`,
    ),
    evidence: evidenceOf(['task', due]),
  };
}

/** A county chief's patrols are not the town's affair. */
export const townsOwn = ({ tasks }: TownFacts): TaskFact[] => tasks.filter(({ level }) => level !== 'county');

export const townPatrols: Source<TownFacts> = (facts) =>
  patrolsOf(
    townsOwn(facts),
    facts.vacant > 0 ? '到期的巡河任务无人任职，不计入' : '本期没有到期的镇级、村级巡河任务',
  );

function whyNone({ stoodInTasks, awayTasks, graceTasks, coHolderTasks, unreachedTasks }: ChiefFacts): string {
  if (stoodInTasks > 0) return `到期的 ${stoodInTasks} 次由别人代巡，不算本人也不算未完成`;
  if (awayTasks > 0) return '请假期间到期的巡河，没人代，不算未完成';
  if (graceTasks > 0) return '刚任职，到期的巡河还在宽限期里，不计入';
  if (coHolderTasks > 0) return '本期到期的巡河由共同任职的河长负责';
  return unreachedTasks > 0 ? '飞书里找不到本人，收不到任务，不计入' : '任职期间没有到期的巡河任务';
}

export const chiefPatrols: Source<ChiefFacts> = (facts) =>
  patrolsOf(facts.tasks, whyNone(facts), facts.stoodInTasks);
