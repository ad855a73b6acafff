import { PatrolTask } from '../../entities';
import { auditMany } from '../core/audit';
import { JOB_PATIENCE, type Tx } from '../core/database';
import { addDays, dayOf } from '../core/days';
import { enqueueMany, type MessageRequest } from '../core/outbox';
import { postsSince } from '../roster';
import { Overtaken, type PatrolDeps } from './deps';
import { missingTasks, type PlannedTask, planTasks, type Span } from './planTasks';
import { risksSince } from './risks';
import { standInsOn, toldInstead } from './standIns';
import { suspensionsSince } from './suspensions';

/** Tasks of one transaction: few enough that a press beside it waits some 30 ms. */
const CHUNK = 1_000;

const ACTOR = 'job:tasks';

interface Facts {
  at: Date;
  policyVersion: number;
  /** How many new tasks each person has in this run: one comes as its own card, several as one list. */
  perPerson: ReadonlyMap<number, number>;
  /** Who is told of a task: its holders, or who walks for them. */
  toldOf: (task: PlannedTask) => number[];
}

const toRow = (task: PlannedTask, { at, policyVersion }: Facts): Partial<PatrolTask> => ({
  reachId: task.reachId,
  townId: task.townId,
  level: task.level,
  periodKey: task.period.key,
  startDay: task.period.startDay,
  dueDay: task.period.dueDay,
  lateDay: task.period.lateDay,
  assigneeId: task.holders[0] as number,
  state: task.state,
  suspensionId: task.suspensionId,
  policyVersion,
  createdAt: at,
  version: 1,
});

/** Cuts between two assignees where it can, so that one person's tasks and their one message commit together. */
function chunksOf(tasks: readonly PlannedTask[]): PlannedTask[][] {
  const chunks: PlannedTask[][] = [];
  for (let start = 0; start < tasks.length; ) {
    let end = Math.min(start + CHUNK, tasks.length);
    if (end < tasks.length) {
      const assignee = tasks[end]?.holders[0];
      let cut = end;
      while (cut > start && tasks[cut - 1]?.holders[0] === assignee) cut -= 1;
      if (cut > start) end = cut;
    }
    chunks.push(tasks.slice(start, end));
    start = end;
  }
  return chunks;
}

/** One message a person: the task's own card, or the list of all new ones (asked for once, however often). */
function messagesFor(
  tasks: readonly PlannedTask[],
  firstId: number,
  { at, perPerson, toldOf }: Facts,
): MessageRequest[] {
  const listed = new Set<number>();
  return tasks.flatMap((task, n) => {
    if (task.state !== 'open') return [];
    return toldOf(task).flatMap((personId): MessageRequest[] => {
      const common = { recipientId: personId, messageClass: 'task' as const, at };
      if (perPerson.get(personId) === 1) {
        return [{ ...common, kind: 'patrolTask', subject: { type: 'task', id: firstId + n } }];
      }
      if (listed.has(personId)) return [];
      listed.add(personId);
      return [{ ...common, kind: 'newTasks', subject: { type: 'person', id: personId } }];
    });
  });
}

/** Stores what is not there yet, with its audit rows and messages. @returns how many were new */
async function store(tx: Tx, planned: readonly PlannedTask[], facts: Facts): Promise<number> {
  const rows = planned.map((task) => toRow(task, facts));
  const { affected, firstId } = await tx.insert(PatrolTask, rows, { ignore: true });
  if (affected === 0) return 0;
  if (affected < rows.length) throw new Overtaken();
  await auditMany(
    tx,
    planned.map((_, n) => ({
      at: facts.at,
      actor: ACTOR,
      action: 'task.create',
      subjectType: 'task',
      subjectId: firstId + n,
    })),
  );
  await enqueueMany(tx, messagesFor(planned, firstId, facts));
  return affected;
}

async function storeChunk(deps: PatrolDeps, planned: PlannedTask[], facts: Facts): Promise<number> {
  for (let left = planned; left.length > 0; left = await missingTasks(deps.db.read, left)) {
    const tasks = left;
    try {
      return await deps.db.transaction((tx) => store(tx, tasks, facts), JOB_PATIENCE);
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
  }
  return 0;
}

/**
 * Creates the tasks of a span's periods that do not exist yet, in transactions of at most a thousand. A second
 * or a concurrent run creates nothing; after a crash the next run creates the rest. A task's first history row
 * is the audit row of its making.
 *
 * @returns how many tasks were created
 */
export async function generatePeriods(
  deps: PatrolDeps,
  { at, ...days }: Omit<Span, 'today'> & { at: Date },
): Promise<number> {
  const today = dayOf(at);
  const policy = deps.policies.current;
  const first = [days.from, today].sort()[0] as string;
  const [posts, risks, suspended, standIns] = await Promise.all([
    postsSince(deps.db.read, today),
    risksSince(deps.db.read, policy, first),
    suspensionsSince(deps.db.read, first),
    standInsOn(deps.db.read, today),
  ]);
  const toldOf = ({ holders, reachId }: PlannedTask) => toldInstead(holders, reachId, standIns);
  const planned = planTasks({ policy, calendar: deps.calendar, posts, risks, suspended }, { ...days, today });
  const missing = (await missingTasks(deps.db.read, planned)).sort(
    (a, b) => (a.holders[0] as number) - (b.holders[0] as number),
  );
  const perPerson = new Map<number, number>();
  for (const task of missing) {
    if (task.state !== 'open') continue;
    for (const id of toldOf(task)) perPerson.set(id, (perPerson.get(id) ?? 0) + 1);
  }
  const facts = { at, policyVersion: policy.version, perPerson, toldOf };
  let created = 0;
  for (const chunk of chunksOf(missing)) created += await storeChunk(deps, chunk, facts);
  return created;
}

/**
 * The job: tasks of the periods that were running since `from` or are now; on the first run (`from` null) of those
 * running now only. Also gives such a period's task to a post that was filled after it began.
 *
 * @returns how many tasks were created
 */
export function generateTasks(
  deps: PatrolDeps,
  { from, at }: { from: Date | null; at: Date },
): Promise<number> {
  const today = dayOf(at);
  return generatePeriods(deps, { from: addDays(from ? dayOf(from) : today, 1), to: today, at });
}
