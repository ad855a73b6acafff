import { CONFIRMING, type Level, REPORTED, type SuspicionVerdict } from '../../entities';
import { instantOf, marks, type Reader, sqlInstant } from '../core/database';
import { dayOf, instantAt } from '../core/days';
import { type PostTerm, postKey, readTerms } from '../patrol';
import { dayAfter, type Period } from './period';
import type { Chief, Facts, Town } from './scores';
import type { ProblemFact, TaskFact } from './subjectFacts';

/*
 * One read a kind of record, whatever the county's size: 2,000 chiefs and a year are six statements.
 */

interface TaskRow {
  id: number;
  reachId: number;
  townId: number;
  level: Level;
  dueDay: string;
  lateDay: string;
  state: TaskFact['state'];
  assigneeId: number;
  patrolId: number | null;
  walkerId: number | null;
  result: 'normal' | 'problem' | null;
  standInFor: number | null;
  recordedAt: unknown;
}

/** Tasks whose due day lies in the period and is over; whose they are is for the rules to say. */
export async function readTasks(
  reader: Reader,
  { fromDay, toDay }: Period,
  today: string,
  states: readonly TaskFact['state'][] = ['open', 'done', 'missed', 'void'],
): Promise<TaskFact[]> {
  const rows = await reader.query<TaskRow>(
    `SELECT t.id, t.reachId, t.townId, t.level, t.dueDay, t.lateDay, t.state, t.assigneeId,
            p.id AS patrolId, p.personId AS walkerId, p.result, p.standInFor, p.recordedAt
       FROM patrol_task t LEFT JOIN patrol p ON p.taskId = t.id
      WHERE t.kind = 'period' AND t.state IN (${marks(states)})
        AND t.dueDay >= ? AND t.dueDay <= ? AND t.dueDay < ?
      ORDER BY t.id`,
    [...states, fromDay, toDay, today],
  );
  return rows.map(({ patrolId, walkerId, result, standInFor, recordedAt, lateDay, ...task }) => ({
    ...task,
    pending: task.state === 'open' && lateDay >= today,
    patrol:
      patrolId !== null && walkerId !== null && result !== null
        ? {
            id: patrolId,
            personId: walkerId,
            standInFor,
            result,
            late: dayOf(instantOf(recordedAt)) > task.dueDay,
          }
        : null,
  }));
}

interface ProblemRow {
  id: number;
  reachId: number;
  /** The unit that handles it: a department's problem is no town's. */
  townId: number;
  taskId: number | null;
  finderId: number;
  state: ProblemFact['state'];
  dueDay: string | null;
  occurredAt: unknown;
  answeredAt: unknown;
  returns: number;
  rebounds: number;
  place: string | null;
  outfallId: number | null;
  hasPhoto: number;
}

/** Handed on at least once; what is 上报 waits for 县河长办, and is nobody's to be late with. */
const COUNTED = [...REPORTED, 'closed'];

/** Problems that were found in the period, found on its patrols, or due in it. */
async function readProblems(reader: Reader, period: Period, today: string): Promise<ProblemFact[]> {
  const { fromDay, toDay } = period;
  const from = sqlInstant(instantAt(fromDay, '00:00'));
  const until = sqlInstant(instantAt(dayAfter(period), '00:00'));
  const rows = await reader.query<ProblemRow>(
    `SELECT p.id, p.reachId, COALESCE(p.unitId, p.townId) AS townId, p.taskId, p.finderId, p.state, p.dueDay, p.occurredAt, p.answeredAt,
            p.returns, p.rebounds, p.place, p.outfallId,
            EXISTS (SELECT 1 FROM photo f WHERE f.subjectType = 'problem' AND f.subjectId = p.id
                       AND f.side = 'before' AND f.state <> 'lost') AS hasPhoto
       FROM problem p LEFT JOIN patrol_task t ON t.id = p.taskId
      WHERE p.state IN (${marks(COUNTED)}) AND p.assignedAt IS NOT NULL
        AND ((p.occurredAt >= ? AND p.occurredAt < ?) OR (p.dueDay >= ? AND p.dueDay <= ?)
             OR (t.dueDay >= ? AND t.dueDay <= ?))
      ORDER BY p.id`,
    [...COUNTED, from, until, fromDay, toDay, fromDay, toDay],
  );
  return rows.map(({ place, outfallId, hasPhoto, occurredAt, answeredAt, ...row }) => {
    const foundDay = dayOf(instantOf(occurredAt));
    const { dueDay, state } = row;
    return {
      ...row,
      due:
        state !== 'registered' && dueDay !== null && dueDay >= fromDay && dueDay <= toDay && dueDay < today,
      found: foundDay >= fromDay && foundDay <= toDay,
      foundDay,
      answeredDay: answeredAt === null ? null : dayOf(instantOf(answeredAt)),
      hasPlace: outfallId !== null || Boolean(place),
      hasPhoto: Boolean(hasPhoto),
    };
  });
}

/** Only what 县河长办 found 成立, by the day on which it did. */
async function readConfirmed(reader: Reader, period: Period): Promise<Facts['confirmed']> {
  const rows = await reader.query<{ id: number; personId: number; verdict: SuspicionVerdict }>(
    `SELECT id, personId, verdict FROM suspicion
      WHERE verdict IN (${marks(CONFIRMING)}) AND settledAt >= ? AND settledAt < ? ORDER BY id`,
    [
      ...CONFIRMING,
      sqlInstant(instantAt(period.fromDay, '00:00')),
      sqlInstant(instantAt(dayAfter(period), '00:00')),
    ],
  );
  return rows.map(({ verdict, ...row }) => ({ ...row, falsehood: verdict === '弄虚作假' }));
}

const readTowns = (reader: Reader): Promise<Town[]> =>
  reader.query<Town>(
    "SELECT id AS unitId, code, name FROM unit WHERE type IN ('镇', '管委会') ORDER BY code, id",
  );

interface Named {
  id: number;
  name: string;
  unitId: number;
  unit: string;
}

/** Who held a post on a day of the period that has come, or walked for one that they held at another time. */
async function readChiefs(
  reader: Reader,
  { fromDay, toDay }: Period,
  today: string,
  { tasks, terms }: Pick<Facts, 'tasks' | 'terms'>,
  reaches: readonly { id: number; code: string }[],
): Promise<Chief[]> {
  const codes = new Map(reaches.map(({ id, code }) => [id, code]));
  const named = await reader.query<Named>(
    'SELECT p.id, p.name, p.unitId, u.name AS unit FROM person p JOIN unit u ON u.id = p.unitId',
  );
  const people = new Map(named.map((person) => [person.id, person]));

  const last = toDay < today ? toDay : today;
  const walkers = new Set(
    tasks.flatMap((task) => (task.patrol ? [chiefKey(task, task.patrol.personId)] : [])),
  );
  const chiefs = new Map<string, Chief>();
  for (const term of terms) {
    const key = chiefKey(term, term.personId);
    const served = term.fromDay <= last && (term.toDay === null || term.toDay >= fromDay);
    const person = served || walkers.has(key) ? people.get(term.personId) : undefined;
    if (!person || chiefs.has(key)) continue;
    const { reachId, level, personId } = term;
    const { name, unitId, unit } = person;
    chiefs.set(key, { reachId, reach: codes.get(reachId) ?? '', level, personId, name, unitId, unit });
  }
  return [...chiefs.values()];
}

const chiefKey = (post: Pick<PostTerm, 'reachId' | 'level'>, personId: number): string =>
  `${postKey(post)} ${personId}`;

/** What a period's scores are made of, as the database has it, on `today`. */
export async function readFacts(reader: Reader, period: Period, today: string): Promise<Facts> {
  const tasks = await readTasks(reader, period, today);
  const terms = await readTerms(reader);
  const reaches = await reader.query<{ id: number; code: string; parentId: number | null }>(
    'SELECT id, code, parentId FROM reach',
  );
  return {
    towns: await readTowns(reader),
    chiefs: await readChiefs(reader, period, today, { tasks, terms }, reaches),
    terms,
    reaches,
    tasks,
    problems: await readProblems(reader, period, today),
    confirmed: await readConfirmed(reader, period),
    marks: [],
  };
}
