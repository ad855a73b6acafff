import { REPORTED } from '../../../entities';
import { instantOf, marks, type Reader, type SqlValue, sqlInstant } from '../../core/database';
import { dayOf, instantAt } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import { type AsOf, endOf } from '../asOf';
import type { Period } from '../period';
import type { ProblemFact } from '../subjectFacts';

interface ProblemRow {
  id: number;
  reachId: number;
  townId: number;
  unitId: number | null;
  taskId: number | null;
  finderId: number;
  state: string;
  dueDay: string | null;
  occurredAt: Date;
  recordedAt: Date;
  assignedAt: Date | null;
  answeredAt: Date | null;
  returns: number;
  rebounds: number;
  place: string | null;
  outfallId: number | null;
  /** Of the patrol on which it was found. */
  taskDueDay: string | null;
}

/** A step in a problem's life with what it changed (problem/advance.ts). */
interface Step {
  id: number;
  at: Date;
  data: { before?: Partial<ProblemRow> } | null;
}

interface PhotoRow {
  id: number;
  recordedAt: Date;
  /** When it was known never to come; null: it came, or may. */
  lostAt: Date | null;
}

export interface ProblemRows {
  problems: ProblemRow[];
  /** What happened since the first instant asked about, by problem, in its order. */
  steps: ReadonlyMap<number, readonly Step[]>;
  /** Of what was found, by problem. */
  photos: ReadonlyMap<number, readonly PhotoRow[]>;
}

/** Handed on at least once; what is 上报 waits for 县河长办, and is nobody's to be late with. */
const COUNTED: readonly string[] = [...REPORTED, 'closed'];

const maybeInstant = (value: unknown): Date | null => (value === null ? null : instantOf(value));

interface Wanted {
  /** The earliest instant as of which they will be asked for, and the last. */
  from: Date;
  to: Date;
  /** Those that this unit handles or has handled since `from`, or on these reaches, or found on the patrols of these. */
  only?: { unitId: number; reachIds: readonly number[] };
}

/** Problems that were found in the period, found on its patrols, or may have been due in it. */
export async function readProblemRows(
  reader: Reader,
  period: Period,
  { from, to, only }: Wanted,
): Promise<ProblemRows> {
  const { fromDay, toDay } = period;
  const reaches = only && marks(only.reachIds);
  const ofTown = only
    ? `AND (p.townId = ? OR p.unitId = ? OR p.reachId IN (${reaches}) OR t.reachId IN (${reaches})
            OR EXISTS (SELECT 1 FROM history_entry x WHERE x.subjectType = 'problem' AND x.subjectId = p.id
                         AND x.at >= ? AND JSON_EXTRACT(x.data, '$.before.unitId') = ?))`
    : '';
  // A due day is only ever moved later: what was due in the period is due in it still, or after it.
  const which = `p.state NOT IN ('draft', 'withdrawn') AND p.recordedAt < ?
        AND ((p.occurredAt >= ? AND p.occurredAt < ?) OR p.dueDay >= ? OR (t.dueDay >= ? AND t.dueDay <= ?)) ${ofTown}`;
  const params: SqlValue[] = [
    sqlInstant(to),
    sqlInstant(instantAt(fromDay, '00:00')),
    sqlInstant(endOf(period)),
    fromDay,
    fromDay,
    toDay,
    ...(only
      ? [only.unitId, only.unitId, ...only.reachIds, ...only.reachIds, sqlInstant(from), only.unitId]
      : []),
  ];
  const source = 'problem p LEFT JOIN patrol_task t ON t.id = p.taskId';
  const problems = await reader.query<ProblemRow>(
    `SELECT p.id, p.reachId, p.townId, p.unitId, p.taskId, p.finderId, p.state, p.dueDay, p.occurredAt, p.recordedAt,
            p.assignedAt, p.answeredAt, p.returns, p.rebounds, p.place, p.outfallId, t.dueDay AS taskDueDay
       FROM ${source} WHERE ${which}`,
    params,
  );
  const steps = await reader.query<{ id: number; at: unknown; data: string | null }>(
    `SELECT h.subjectId AS id, h.at, h.data FROM ${source}
       JOIN history_entry h ON h.subjectType = 'problem' AND h.subjectId = p.id
      WHERE ${which} AND h.at >= ? ORDER BY h.subjectId, h.version`,
    [...params, sqlInstant(from)],
  );
  const photos = await reader.query<{ id: number; recordedAt: unknown; lostAt: unknown; state: string }>(
    `SELECT f.subjectId AS id, f.recordedAt, f.state, l.at AS lostAt FROM ${source}
       JOIN photo f ON f.subjectType = 'problem' AND f.subjectId = p.id AND f.side = 'before'
       LEFT JOIN history_entry l ON l.subjectType = 'photo' AND l.subjectId = f.id AND l.action = 'lost'
      WHERE ${which}`,
    params,
  );
  return {
    problems: problems.map((row) => ({
      ...row,
      occurredAt: instantOf(row.occurredAt),
      recordedAt: instantOf(row.recordedAt),
      assignedAt: maybeInstant(row.assignedAt),
      answeredAt: maybeInstant(row.answeredAt),
    })),
    steps: groupBy(
      steps.map(({ id, at, data }) => ({
        id,
        at: instantOf(at),
        data: data === null ? null : JSON.parse(data),
      })),
      ({ id }) => id,
    ),
    photos: groupBy(
      photos.map(({ id, recordedAt, lostAt, state }) => ({
        id,
        recordedAt: instantOf(recordedAt),
        // Lost before the history said so: since ever.
        lostAt: state === 'lost' ? (maybeInstant(lostAt) ?? new Date(0)) : null,
      })),
      ({ id }) => id,
    ),
  };
}

const INSTANTS = ['assignedAt', 'answeredAt'] as const;

/** A problem as it stood before `until`. */
function rowAsOf(row: ProblemRow, steps: readonly Step[], until: Date): ProblemRow {
  const later = steps.filter(({ at }) => at >= until);
  if (later.length === 0) return row;
  // Of two steps that changed the same, the earlier knows what it was.
  const was = Object.assign(
    {},
    ...later.map(({ data }) => data?.before ?? {}).reverse(),
  ) as Partial<ProblemRow>;
  for (const key of INSTANTS) if (typeof was[key] === 'string') was[key] = new Date(was[key]);
  return { ...row, ...was };
}

/** Problems as they stood at the period's end, or stand while it runs. Pure. */
export function problemsAsOf(
  { problems, steps, photos }: ProblemRows,
  { fromDay, toDay }: Period,
  { until, today }: AsOf,
): ProblemFact[] {
  const inPeriod = (day: string | null): boolean => day !== null && day >= fromDay && day <= toDay;
  return problems.flatMap((now): ProblemFact[] => {
    if (now.recordedAt >= until) return [];
    const row = rowAsOf(now, steps.get(now.id) ?? [], until);
    if (!COUNTED.includes(row.state) || row.assignedAt === null) return [];
    const { id, reachId, taskId, finderId, dueDay, returns, rebounds, place, outfallId, taskDueDay } = row;
    const foundDay = dayOf(row.occurredAt);
    const found = inPeriod(foundDay);
    const dueIn = dueDay !== null && inPeriod(dueDay);
    if (!found && !dueIn && !inPeriod(taskDueDay)) return [];
    const state = row.state as ProblemFact['state'];
    return [
      {
        id,
        reachId,
        unitId: row.unitId ?? row.townId,
        taskId,
        finderId,
        state,
        due: state !== 'registered' && dueIn && dueDay < today,
        found,
        foundDay,
        dueDay,
        answeredDay: row.answeredAt === null ? null : dayOf(row.answeredAt),
        returns,
        rebounds,
        hasPlace: outfallId !== null || Boolean(place),
        hasPhoto: (photos.get(id) ?? []).some(
          ({ recordedAt, lostAt }) => recordedAt < until && (lostAt === null || lostAt >= until),
        ),
      },
    ];
  });
}
