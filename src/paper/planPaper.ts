import type { Category, Level, Seriousness } from '../../entities';
import type { Findings as PolicyFindings } from '../core/policyProblem';
import { type Counts, type Findings, fold, type TableRow, type Tables } from '../core/workbook';
import { groupDoubt, kindDoubt, placeWords } from '../problem';
import type { PaperBook } from './paperBook';
import type { KnownHolder, KnownProblem, KnownTask, PaperSnapshot } from './paperSnapshot';

/** A patrol to record: who walked for which task, on which day. */
export interface PlannedPatrol {
  task: KnownTask;
  personId: number;
  walkedOn: string;
  result: 'normal' | 'problem';
  /** Outfalls that were 异常. */
  abnormal: number[];
}

/** A problem to register and hand to the town of its reach. */
/** What a paper is judged by beside the records. */
export interface PaperContext {
  today: string;
  hashOf(mobile: string): string;
  /** What kinds of problems the county's forms know. */
  rules: PolicyFindings;
}

export interface PlannedProblem {
  taskId: number;
  finderId: number;
  foundOn: string;
  reachId: number;
  townId: number;
  outfallId: number | null;
  place: string;
  category: Category;
  kind: string | null;
  seriousness: Seriousness;
  words: string;
}

export interface PaperPlan {
  patrols: PlannedPatrol[];
  problems: PlannedProblem[];
  counts: Counts;
}

const LEVELS: Record<'县级' | '镇级' | '村级', Level> = { 县级: 'county', 镇级: 'town', 村级: 'village' };

type Key = keyof PaperBook['patrols']['columns'];
type Row = TableRow<PaperBook['patrols']['columns']>;

/** A sound row. */
interface Entry {
  row: number;
  task: KnownTask;
  personId: number;
  walkedOn: string;
  problem: PlannedProblem | null;
}

/** One walk: the rows of one person on one day for one task. */
const walkOf = ({ task, personId, walkedOn }: Entry): string => `${task.id} ${personId} ${walkedOn}`;

/** The same problem said again: nothing of this changes once it was handed on. */
const problemKey = ({ taskId, finderId, day, category, words, place }: KnownProblem): string =>
  JSON.stringify([taskId, finderId, day, category, words, place]);

/**
 * What a workbook of paper patrols adds. Pure; what is wrong goes into the findings.
 *
 * A patrol counts for the task of the period in which it was walked, as if entered on a card: until the last day of
 * late entry, and once. Where a period has a record already the paper adds no second one, but a problem on it that
 * nobody has reported is registered all the same.
 */
export function planPaper(
  { patrols: table }: Tables<PaperBook>,
  stored: PaperSnapshot,
  context: PaperContext,
  findings: Findings,
): PaperPlan {
  const rules = new RowRules(table, stored, context, findings);
  const entries = table.rows
    .flatMap((row) => rules.check(row) ?? [])
    .sort((a, b) => Number(a.walkedOn > b.walkedOn) - Number(a.walkedOn < b.walkedOn) || a.row - b.row);
  tellMixed(entries, table, findings);

  const known = new Set(stored.problems.map(problemKey));
  const plan: PaperPlan = { patrols: [], problems: [], counts: { created: 0, updated: 0, unchanged: 0 } };
  const walked = new Map<number, string>();
  for (const { id, walked: by } of stored.tasks) if (by) walked.set(id, `${id} ${by.personId} ${by.day}`);
  const planned = new Map<string, PlannedPatrol>();
  for (const entry of entries) {
    const { task, personId, walkedOn, problem, row } = entry;
    const walk = walkOf(entry);
    let added = false;
    if (!walked.has(task.id)) {
      walked.set(task.id, walk);
      const patrol: PlannedPatrol = { task, personId, walkedOn, result: 'normal', abnormal: [] };
      planned.set(walk, patrol);
      plan.patrols.push(patrol);
      added = true;
    } else if (walked.get(task.id) !== walk) {
      const message = `第 ${row} 行：这个河段这一期已有巡河记录，没有再记一次${problem ? '，问题照样登记' : ''}`;
      findings.warn(table.place(row, 'walkedOn'), 'patrol.another', message, walkedOn);
    }
    if (problem && !known.has(problemKey({ ...problem, day: problem.foundOn }))) {
      plan.problems.push(problem);
      added = true;
    }
    const patrol = planned.get(walk);
    if (patrol && problem) {
      patrol.result = 'problem';
      if (
        problem.outfallId !== null &&
        problem.category === '排污口' &&
        !patrol.abnormal.includes(problem.outfallId)
      ) {
        patrol.abnormal.push(problem.outfallId);
      }
    }
    plan.counts[added ? 'created' : 'unchanged'] += 1;
  }
  return plan;
}

/** The rows of one walk are all problems, or it is one row that says 正常. */
function tellMixed(entries: readonly Entry[], table: Tables<PaperBook>['patrols'], findings: Findings): void {
  const first = new Map<string, Entry>();
  const problems = new Map<string, number>();
  for (const entry of entries) {
    const walk = walkOf(entry);
    const earlier = first.get(walk);
    if (!earlier) first.set(walk, entry);
    else if (!earlier.problem || !entry.problem) {
      const message = `和第 ${earlier.row} 行是同一次巡河，“正常”只能单独填一行`;
      findings.error(table.place(entry.row, 'result'), 'row.double', message);
    }
    if (!entry.problem) continue;
    const key = problemKey({ ...entry.problem, day: entry.walkedOn });
    const same = problems.get(key);
    if (same === undefined) problems.set(key, entry.row);
    else
      findings.error(
        table.place(entry.row, 'words'),
        'row.double',
        `和第 ${same} 行是同一个问题，请删去一行`,
      );
  }
}

class RowRules {
  private readonly reaches: Map<string, PaperSnapshot['reaches'][number]>;
  private readonly children: Map<number, number[]>;

  constructor(
    private readonly table: Tables<PaperBook>['patrols'],
    private readonly stored: PaperSnapshot,
    private readonly context: PaperContext,
    private readonly findings: Findings,
  ) {
    this.reaches = new Map(stored.reaches.map((reach) => [fold(reach.code), reach]));
    this.children = new Map();
    for (const { id, parentId } of stored.reaches) {
      if (parentId !== null) this.children.set(parentId, [...(this.children.get(parentId) ?? []), id]);
    }
  }

  /** @returns null when something is wrong with the row */
  check({ row, values }: Row): Entry | null {
    const { reach: code, level: word, walkedOn } = values;
    if (code === null || word === null || walkedOn === null || values.result === null) return null;
    const reach = this.reaches.get(fold(code));
    if (!reach) return this.fault(row, 'reach', 'patrol.reach', '花名册里没有这个河段编号', code);
    if (walkedOn > this.context.today) {
      return this.fault(row, 'walkedOn', 'patrol.future', '巡河日期在今天以后，请核对', walkedOn);
    }
    const level = LEVELS[word];
    const walker = this.walkerOf(row, values, { reachId: reach.id, level, day: walkedOn });
    const task = this.taskOf(row, { reachId: reach.id, level, day: walkedOn });
    const problem = this.problemOf(row, values, reach);
    if (!walker || !task || problem === undefined) return null;
    const found = problem && { ...problem, taskId: task.id, finderId: walker.personId, foundOn: walkedOn };
    return { row, task, personId: walker.personId, walkedOn, problem: found };
  }

  private fault(row: number, key: Key, code: string, message: string, value: string | null = null): null {
    this.findings.error(this.table.place(row, key), code, message, value);
    return null;
  }

  /** Who held the post on that day under that name. */
  private walkerOf(
    row: number,
    { walker, mobile }: Row['values'],
    { reachId, level, day }: { reachId: number; level: Level; day: string },
  ): KnownHolder | null {
    if (walker === null) return null;
    const named = this.stored.holders.filter(
      (held) =>
        held.reachId === reachId &&
        held.level === level &&
        held.fromDay <= day &&
        (held.toDay === null || held.toDay >= day) &&
        fold(held.name) === fold(walker),
    );
    const hash = mobile === null ? null : this.context.hashOf(mobile);
    const found = named.filter(({ mobileHash }) => hash === null || mobileHash === hash);
    const people = new Set(found.map(({ personId }) => personId));
    if (people.size > 1) {
      return this.fault(
        row,
        'mobile',
        'patrol.namesake',
        '这个河段有同名的河长，请填手机号分清是哪一位',
        walker,
      );
    }
    const message = '花名册里这一天这个河段没有这位河长，请核对姓名、级别和日期';
    return found[0] ?? this.fault(row, 'walker', 'patrol.notHolder', message, walker);
  }

  /** The task of the period that the day is in, while it may still be entered or when it was already. */
  private taskOf(
    row: number,
    { reachId, level, day }: { reachId: number; level: Level; day: string },
  ): KnownTask | null {
    const task = this.stored.tasks.find(
      (one) => one.reachId === reachId && one.level === level && one.startDay <= day && one.dueDay >= day,
    );
    if (!task) {
      return this.fault(row, 'walkedOn', 'patrol.noTask', '这个河段这一天没有要巡河的任务', day);
    }
    if (task.state === 'done' || (task.state === 'open' && task.lateDay >= this.context.today)) return task;
    return task.state === 'void'
      ? this.fault(row, 'walkedOn', 'patrol.void', '这一期的任务已经取消，不用补', day)
      : this.fault(row, 'walkedOn', 'patrol.tooLate', `这一期只能补录到 ${task.lateDay}，已经过了`, day);
  }

  /** @returns null for 正常; undefined when something is wrong */
  private problemOf(
    row: number,
    { result, outfall, spot, category, kind, seriousness, words }: Row['values'],
    reach: PaperSnapshot['reaches'][number],
  ): Omit<PlannedProblem, 'taskId' | 'finderId' | 'foundOn'> | null | undefined {
    const said = { outfall, spot, category, kind, seriousness, words };
    if (result === '正常') {
      const [key] = Object.entries(said).find(([, value]) => value !== null) ?? [];
      if (key === undefined) return null;
      this.fault(
        row,
        key as Key,
        'patrol.normal',
        '结果是“正常”，问题各列要空着；有问题请把结果改成“有问题”',
      );
      return undefined;
    }
    let whole = true;
    for (const key of ['category', 'seriousness', 'words'] as const) {
      if (said[key] !== null) continue;
      this.fault(row, key, 'cell.required', '结果是“有问题”，这一格必须填写');
      whole = false;
    }
    if (outfall === null && spot === null) {
      this.fault(row, 'spot', 'cell.required', '结果是“有问题”，排污口和具体位置至少填一个');
      whole = false;
    }
    const { rules } = this.context;
    const unknown = category === null ? null : groupDoubt(rules, category);
    if (unknown !== null) {
      this.fault(row, 'category', 'cell.choice', unknown, category);
      return undefined;
    }
    const doubt = category === null || kind === null ? null : kindDoubt(rules, category, kind);
    if (doubt !== null) {
      this.fault(row, 'kind', 'problem.kind', doubt, kind);
      whole = false;
    }
    const at = outfall === null ? null : this.outfallOf(row, outfall, reach.id);
    if (!whole || category === null || seriousness === null || words === null || (outfall !== null && !at)) {
      return undefined;
    }
    const where = this.stored.reaches.find(({ id }) => id === at?.reachId) ?? reach;
    return {
      reachId: where.id,
      townId: where.townId,
      outfallId: at?.id ?? null,
      place: placeWords(at?.name ?? null, spot ?? ''),
      category,
      kind,
      seriousness,
      words,
    };
  }

  private outfallOf(row: number, text: string, reachId: number): PaperSnapshot['outfalls'][number] | null {
    const under = this.reachesUnder(reachId);
    const key = fold(text);
    const found = this.stored.outfalls.find(
      (one) =>
        one.reachId !== null &&
        under.has(one.reachId) &&
        [fold(one.internalCode), fold(one.name)].includes(key),
    );
    return (
      found ??
      this.fault(row, 'outfall', 'patrol.outfall', '这个河段上没有这个排污口，请核对编号或名称', text)
    );
  }

  private reachesUnder(reachId: number): Set<number> {
    const found = new Set([reachId]);
    // A set goes on with what is added to it on the way.
    for (const id of found) for (const below of this.children.get(id) ?? []) found.add(below);
    return found;
  }
}
