import { Emergency, REPORTED } from '../../entities';
import { marks, type Reader, sqlInstant } from '../core/database';
import { dayOf } from '../core/days';
import { reachesIn, readReaches } from './scope';
import { suspendedReaches } from './suspensions';

/** What an 应急 has come to, from its first day to now or to its end. */
export interface EmergencyReport {
  reaches: number;
  /** Walks asked for, and how many of them were made. */
  asked: number;
  walked: number;
  /** Every patrol in the scope, asked for or not. */
  patrols: number;
  found: number;
  /** Of those found, not ended yet. */
  open: number;
  /** Reaches without others below that nobody is there to walk: no chief at the levels that are asked. */
  vacant: string[];
  /** Asked for today and not walked yet. */
  waiting: string[];
}

const nameOf = ({ river, name }: { river: string; name: string }): string => `${river} · ${name}`;

/** The figures of an 应急: while it runs as of `at`, afterwards as of its end. */
export async function emergencyReport(
  reader: Reader,
  emergency: Emergency,
  { at, levels }: { at: Date; levels: readonly string[] },
): Promise<EmergencyReport> {
  const end = emergency.endedAt ?? at;
  const today = dayOf(end);
  const scope = [...reachesIn(emergency, await readReaches(reader))];
  if (scope.length === 0) {
    return { reaches: 0, asked: 0, walked: 0, patrols: 0, found: 0, open: 0, vacant: [], waiting: [] };
  }
  const here = `reachId IN (${marks(scope)})`;
  const during = [sqlInstant(emergency.startedAt), sqlInstant(end)];
  const [tasks, [patrols], problems, reaches, suspended] = await Promise.all([
    reader.query<{ reachId: number; state: string; dueDay: string }>(
      `SELECT reachId, state, dueDay FROM patrol_task
        WHERE kind = 'urgent' AND dueDay >= ? AND dueDay <= ? AND state <> 'void' AND ${here}`,
      [emergency.fromDay, today, ...scope],
    ),
    reader.query<{ count: number }>(
      `SELECT COUNT(*) AS count FROM patrol WHERE occurredAt >= ? AND occurredAt <= ? AND ${here}`,
      [...during, ...scope],
    ),
    reader.query<{ state: string }>(
      `SELECT state FROM problem WHERE occurredAt >= ? AND occurredAt <= ?
          AND state NOT IN ('draft', 'withdrawn') AND ${here}`,
      [...during, ...scope],
    ),
    reader.query<{ id: number; river: string; name: string; held: number; above: number }>(
      `SELECT r.id, r.river, r.name, EXISTS (SELECT 1 FROM post p WHERE p.reachId = r.id
                AND p.level IN (${marks(levels)}) AND p.fromDay <= ? AND (p.toDay IS NULL OR p.toDay >= ?)) AS held,
              EXISTS (SELECT 1 FROM reach b WHERE b.parentId = r.id) AS above
         FROM reach r WHERE r.id IN (${marks(scope)}) ORDER BY r.code`,
      [...levels, today, today, ...scope],
    ),
    suspendedReaches(reader, today),
  ]);
  const waiting = new Set(
    tasks.filter(({ state, dueDay }) => state === 'open' && dueDay === today).map(({ reachId }) => reachId),
  );
  return {
    reaches: scope.length,
    asked: tasks.length,
    walked: tasks.filter(({ state }) => state === 'done').length,
    patrols: Number(patrols?.count ?? 0),
    found: problems.length,
    open: problems.filter(({ state }) => REPORTED.some((one) => one === state)).length,
    vacant: reaches
      .filter(({ id, held, above }) => !Number(held) && !Number(above) && !suspended.has(id))
      .map(nameOf),
    waiting: reaches.filter(({ id }) => waiting.has(id)).map(nameOf),
  };
}

/** The running 应急 over a reach, the newest first; null when there is none. */
export async function emergencyOn(
  reader: Reader,
  reachId: number,
): Promise<Pick<Emergency, 'kind' | 'words'> | null> {
  const running = await reader.find(Emergency, { endedAt: null }, { order: { id: 'DESC' } });
  if (running.length === 0) return null;
  const reaches = await readReaches(reader);
  return running.find((one) => reachesIn(one, reaches).has(reachId)) ?? null;
}
