import type { Level } from '../../../entities';
import type { Reader } from '../../core/database';
import {
  graced,
  periodName,
  postKey,
  remindedOf,
  standInsOn,
  suspendedReaches,
  termsByPost,
  toldInstead,
} from '../../patrol';
import { reachTitle } from '../../roster';
import type { Deps } from '../deps';
import { idsOf, type Look, type Matter, type Scope, within } from './matter';

interface TaskRow {
  id: number;
  version: number;
  level: Level;
  periodKey: string;
  startDay: string;
  dueDay: string;
  assigneeId: number;
  reachId: number;
  river: string;
  reachName: string;
  townId: number;
}

/** A patrol that is due, and whether Feishu reaches anybody who can walk it. */
interface Patrol {
  matter: Matter;
  reached: boolean;
}

/**
 * 巡河: whoever answers for the task may walk it, and co-holders beside. A task that nobody can enter is no matter
 * of anybody's: it names no person and is no town's lag, for nothing that the town does would clear it.
 */
async function openPatrols(
  reader: Reader,
  deps: Pick<Deps, 'policies' | 'calendar'> | null,
  { today, only, overdue }: Scope,
): Promise<Patrol[]> {
  const ids = idsOf(only, 'task');
  if (ids?.length === 0) return [];
  const limit = within('t.id', ids);
  const late = overdue ? { sql: ' AND t.dueDay < ?', params: [today] } : { sql: '', params: [] };
  const tasks = await reader.query<TaskRow>(
    `SELECT t.id, t.version, t.level, t.periodKey, t.startDay, t.dueDay, t.assigneeId, t.reachId,
            t.townId, r.river, r.name AS reachName
       FROM patrol_task t JOIN reach r ON r.id = t.reachId WHERE t.state = 'open'${limit.sql}${late.sql} ORDER BY t.id`,
    [...limit.params, ...late.params],
  );
  if (tasks.length === 0) return [];
  const [suspended, standIns] = await Promise.all([
    suspendedReaches(reader, today),
    standInsOn(reader, today),
  ]);
  const ofPost = await termsByPost(reader, ids && [...new Set(tasks.map(({ reachId }) => reachId))]);
  return tasks.flatMap((task): Patrol[] => {
    // 停巡: nobody is reminded of what cannot be done today.
    if (suspended.has(task.reachId)) return [];
    const terms = ofPost.get(postKey(task)) ?? [];
    const held = deps ? graced(terms, { policy: deps.policies.current, calendar: deps.calendar }) : terms;
    const reached = remindedOf(task, held, today);
    // Those whom Feishu does not know are named to 县河长办 (`unreachedPatrols`), and reminded of nothing.
    const unreached = held.map((term) => ({ ...term, reachable: true }));
    // 代巡: who walks for a chief is reminded in the chief's place.
    const responsible = toldInstead(
      reached.length > 0 ? reached : remindedOf(task, unreached, today),
      task.reachId,
      standIns,
    );
    if (responsible.length === 0) return [];
    const matter: Matter = {
      type: 'task',
      id: task.id,
      version: task.version,
      duty: 'patrol',
      title: `${reachTitle(task)} ${periodName(task.periodKey)}巡河`,
      // County-level chiefs are hinted at, never lagging: they are nobody's to urge.
      unitId: task.level === 'county' ? null : task.townId,
      dueDay: task.dueDay,
      since: task.startDay,
      responsible,
      actedFor: false,
      baseline: false,
      clears: '补录这次巡河',
    };
    return [{ matter, reached: reached.length > 0 }];
  });
}

/** A patrol of somebody whom Feishu does not reach is no town's lag. */
export const patrols = async ({ reader, policies, calendar, scope }: Look): Promise<Matter[]> =>
  (await openPatrols(reader, { policies, calendar }, scope)).map(({ matter, reached }) =>
    reached ? matter : { ...matter, unitId: null },
  );

/**
 * The patrols that are due from people none of whom Feishu reaches, the oldest first.
 * 县河长办 is shown these with the people whom Feishu does not find: nobody was told of them, so the town could not
 * have cleared them, and unreachable is not missed (experience.md).
 */
export const unreachedPatrols = async (reader: Reader, scope: Scope): Promise<Matter[]> =>
  (await openPatrols(reader, null, scope))
    .flatMap(({ matter, reached }) => (reached ? [] : [matter]))
    .sort((a, b) => a.dueDay.localeCompare(b.dueDay));
