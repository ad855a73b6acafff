import type { Level } from '../../../entities';
import { marks } from '../../core/database';
import { addDays } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import {
  graced,
  holdsOn,
  LEVEL_WORDS,
  postIdOf,
  postKey,
  reachOfPost,
  suspendedReaches,
  termsByPost,
} from '../../patrol';
import { reachTitle } from '../../roster';
import { idsOf, type Look, type Matter, within } from './matter';

/** No period that people are urged about is longer, with its days for late entries. */
const LOOK_BACK_DAYS = 200;

interface Row {
  id: number;
  reachId: number;
  level: Level;
  townId: number;
  dueDay: string;
  lateDay: string;
  river: string;
  reachName: string;
}

/**
 * 连着漏巡: a post whose last period, or last periods, ended 未完成, until its next patrol. What ended `void` (停巡, an
 * empty post) counts neither way. Nobody can make good what is missed, so nobody is called upon: the town is told.
 */
export async function missedPatrols({ reader, policies, calendar, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'missedPatrols');
  if (ids?.length === 0) return [];
  const limit = within('t.reachId', ids?.map(reachOfPost));
  const since = addDays(scope.today, -LOOK_BACK_DAYS);
  const missed = await reader.query<Row>(
    `SELECT t.id, t.reachId, t.level, t.townId, t.dueDay, t.lateDay, r.river, r.name AS reachName
       FROM patrol_task t JOIN reach r ON r.id = t.reachId
      WHERE t.state = 'missed' AND t.kind = 'period' AND t.level <> 'county' AND t.dueDay >= ?${limit.sql}
      ORDER BY t.dueDay`,
    [since, ...limit.params],
  );
  if (missed.length === 0) return [];
  const reachIds = [...new Set(missed.map(({ reachId }) => reachId))];
  const later = await reader.query<{
    reachId: number;
    level: Level;
    done: string | null;
    late: string | null;
  }>(
    `SELECT reachId, level, MAX(CASE WHEN state = 'done' THEN dueDay END) AS done,
            MIN(CASE WHEN state = 'open' THEN lateDay END) AS late
       FROM patrol_task
      WHERE kind = 'period' AND state IN ('done', 'open') AND dueDay >= ? AND reachId IN (${marks(reachIds)})
      GROUP BY reachId, level`,
    [since, ...reachIds],
  );
  const after = new Map(later.map((row) => [postKey(row), row]));
  const suspended = await suspendedReaches(reader, scope.today);
  const terms = await termsByPost(reader, reachIds);
  return [...groupBy(missed, postKey)].flatMap(([key, periods]): Matter[] => {
    const done = after.get(key)?.done ?? '';
    const inARow = periods.filter(({ dueDay }) => dueDay > done);
    const [first] = inARow;
    const last = inARow.at(-1);
    if (!first || !last || suspended.has(first.reachId) || !isAsked(ids, last)) return [];
    const holders = graced(terms.get(key) ?? [], { policy: policies.current, calendar }).filter((term) =>
      holdsOn(term, scope.today),
    );
    // Whoever came after the last of them was due is not charged with it for the first days.
    const fresh = holders.length > 0 && holders.every(({ fromDay }) => fromDay > last.dueDay);
    const answersFrom = holders.map((term) => term.answersFrom).sort()[0];
    return [
      {
        type: 'missedPatrols',
        id: postIdOf(last),
        version: inARow.length,
        duty: 'walkAgain',
        title: `${reachTitle(last)} ${inARow.length > 1 ? `连着${inARow.length}期` : '上一期'}没巡河`,
        unitId: last.townId,
        dueDay: first.dueDay,
        // Until then it could be entered still, and was the task's own matter.
        since: addDays(first.lateDay, 1),
        responsible: [],
        who: `${LEVEL_WORDS[last.level]}河长`,
        actedFor: false,
        baseline: false,
        missed: { periods: inARow.length, nextLateDay: after.get(key)?.late ?? null },
        ...(fresh && answersFrom && { graceUntil: addDays(answersFrom, -1) }),
        clears: '按期巡一次河',
      },
    ];
  });
}

const isAsked = (ids: readonly number[] | undefined, post: { reachId: number; level: Level }): boolean =>
  ids === undefined || ids.includes(postIdOf(post));
