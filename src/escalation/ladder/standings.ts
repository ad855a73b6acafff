import type { LadderCase, MatterRef } from '../../../entities';
import { instantOf, marks, type Reader, sqlInstant } from '../../core/database';
import { dayOf, instantAt } from '../../core/days';
import { reachOfPost, suspensionsSince } from '../../patrol';
import type { Deps } from '../deps';
import { readHands, tellableRoles } from '../hands';
import type { Matter } from '../matters';
import { keyOf } from '../rules';
import type { Stop } from './lifecycle';
import type { FrozenRules, Standing } from './rules';
import { straightOf } from './straight';

/*
 * How the matters of cases stand today, read set-wise: what is open comes from `openMatters`, like everything that
 * reminds, so that the ladder knows no second truth.
 */

type CaseKey = Pick<LadderCase, 'id' | 'unitId' | 'matterType' | 'matterId' | 'sinceDay' | 'rung'>;

/**
 * The clock of a patrol that nobody is reminded of today, by its case: 停巡, or nobody answers for it who could walk it
 * (an empty post, a new holder). A task that is closed, and a post that walked again, are not in it.
 */
async function resting(reader: Reader, gone: readonly CaseKey[], today: string): Promise<Map<number, Stop>> {
  const tasks = gone.filter(({ matterType }) => matterType === 'task');
  const posts = gone.filter(({ matterType }) => matterType === 'missedPatrols');
  if (tasks.length + posts.length === 0) return new Map();
  const open = await reader.query<{ id: number; reachId: number }>(
    `SELECT id, reachId FROM patrol_task WHERE state = 'open' AND id IN (${marks(tasks)})`,
    tasks.map(({ matterId }) => matterId),
  );
  const reachOf = new Map(open.map(({ id, reachId }) => [id, reachId]));
  const suspended = (await suspensionsSince(reader, today)).filter(({ from }) => from <= today);
  const stopAt = (reachId: number): Stop | null => {
    const stop = suspended.find(({ reaches }) => reaches.has(reachId));
    return stop ? { why: 'suspension', from: stop.from, to: stop.to } : null;
  };
  const resting = new Map<number, Stop>();
  for (const { id, matterId } of tasks) {
    const reachId = reachOf.get(matterId);
    if (reachId !== undefined) resting.set(id, stopAt(reachId) ?? { why: 'grace', from: today, to: null });
  }
  for (const { id, matterId } of posts) {
    const stop = stopAt(reachOfPost(matterId));
    if (stop) resting.set(id, stop);
  }
  return resting;
}

interface Named {
  unitId: number;
  data: string;
  namedAt: unknown;
  sentAt: unknown;
}

/** The day on which each matter was first named by a 滞后提醒 that was sent, `unitId matter`, since some day. */
async function remindedDays(reader: Reader, cases: readonly CaseKey[]): Promise<Map<string, string[]>> {
  const units = [...new Set(cases.map(({ unitId }) => unitId))];
  const since = cases.map(({ sinceDay }) => sinceDay).sort()[0];
  const days = new Map<string, string[]>();
  if (since === undefined) return days;
  const rows = await reader.query<Named>(
    `SELECT n.unitId, h.data, h.at AS namedAt, MIN(c.sentAt) AS sentAt
       FROM lag_notice n
       JOIN history_entry h ON h.subjectType = 'lagNotice' AND h.subjectId = n.id
       JOIN card_message c ON c.kind = 'lagNotice' AND c.subjectType = 'lagNotice' AND c.subjectId = n.id
                          AND c.sentAt >= h.at
      WHERE n.unitId IN (${marks(units)}) AND h.action IN ('opened', 'renewed') AND h.at >= ?
      GROUP BY n.unitId, h.id, h.data, h.at`,
    [...units, sqlInstant(instantAt(since, '00:00'))],
  );
  for (const { unitId, data, sentAt } of rows) {
    const day = dayOf(instantOf(sentAt));
    for (const ref of (JSON.parse(data) as { matters: MatterRef[] }).matters) {
      const key = `${unitId} ${keyOf(ref)}`;
      days.set(key, [...(days.get(key) ?? []), day]);
    }
  }
  return days;
}

/** What stops the clock of a matter that is open. */
function stopsOf(matter: Matter, unitId: number, today: string): Stop[] {
  const stops: Stop[] = [];
  if (matter.unitId !== unitId) stops.push({ why: 'department', from: today, to: null });
  else if (matter.dueDay >= today) stops.push({ why: 'extension', from: today, to: matter.dueDay });
  if (matter.graceUntil && matter.graceUntil >= today) {
    stops.push({ why: 'grace', from: today, to: matter.graceUntil });
  }
  return stops;
}

/**
 * @param matters the open ones among those of `cases`; more do no harm
 * @param rulesOf the figures under which a case began
 * @returns by the id of its case
 */
export async function readStandings(
  reader: Reader,
  deps: Pick<Deps, 'policies'>,
  cases: readonly LadderCase[],
  matters: readonly Matter[],
  { today, rulesOf }: { today: string; rulesOf: (row: LadderCase) => FrozenRules },
): Promise<Map<number, Standing>> {
  const policy = deps.policies.current;
  const open = new Map(matters.map((matter) => [keyOf(matter), matter]));
  const refOf = ({ matterType, matterId }: CaseKey) => `${matterType}:${matterId}`;
  const rest = await resting(
    reader,
    cases.filter((row) => !open.has(refOf(row))),
    today,
  );
  const unnamed = cases.filter(({ rung }) => rung === 0);
  const reminded = await remindedDays(reader, unnamed);
  const hands = unnamed.length > 0 ? await readHands(reader, policy) : null;
  const missed = await unitsBehindTheirYear(reader, cases, today);
  return new Map(
    cases.map((row) => {
      const matter = open.get(refOf(row)) ?? null;
      const pause = rest.get(row.id);
      const days = reminded.get(`${row.unitId} ${refOf(row)}`) ?? [];
      const falsehood = row.matterType === 'suspicion';
      const standing: Standing = {
        type: row.matterType,
        // Only a person's judgement ends what was proven to be a lie.
        there: falsehood || pause !== undefined || (matter !== null && matter.duty !== 'lookBack'),
        stops: pause ? [pause] : matter && !falsehood ? stopsOf(matter, row.unitId, today) : [],
        remindedDay: days.filter((day) => day >= row.sinceDay).sort()[0] ?? null,
        unheard: hands !== null && hands.silence(row.unitId, tellableRoles(policy)) !== null,
        straight: straightOf(matter, row.matterType, rulesOf(row)),
        judged: falsehood,
        targetMissed: missed.has(row.unitId),
        ...(matter?.missed && { missed: matter.missed }),
        ...(matter?.gaps && { gaps: matter.gaps }),
      };
      return [row.id, standing];
    }),
  );
}

/** The units on 约谈 of which something planned up to the end of last year is not done; 基线 is outside until it is dated. */
async function unitsBehindTheirYear(
  reader: Reader,
  cases: readonly CaseKey[],
  today: string,
): Promise<Set<number>> {
  const units = [...new Set(cases.filter(({ rung }) => rung === 3).map(({ unitId }) => unitId))];
  if (units.length === 0) return new Set();
  const rows = await reader.query<{ townId: number }>(
    `SELECT DISTINCT o.townId FROM outfall o LEFT JOIN rectification r ON r.outfallId = o.id
      WHERE o.townId IN (${marks(units)}) AND COALESCE(r.plannedDay, o.remedyDueDay) < ?
        AND o.baselineDay IS NULL
        AND (o.remedyType IS NULL OR o.remedyType <> '无需整治')
        AND (o.remedyStage IS NULL OR o.remedyStage <> '完成整治')`,
    [...units, `${today.slice(0, 4)}-01-01`],
  );
  return new Set(rows.map(({ townId }) => townId));
}
