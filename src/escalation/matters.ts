import type { Level, MatterRef, ProblemState, UnitType } from '../../entities';
import { instantOf, marks, type Reader, type SqlValue } from '../core/database';
import { dayOf } from '../core/days';
import type { Policy } from '../core/policy';
import {
  graced,
  periodName,
  postKey,
  remindedOf,
  standInsOn,
  suspendedReaches,
  termsByPost,
  toldInstead,
} from '../patrol';
import { verifyDueDayOf } from '../problem';
import { officeHands, reachTitle } from '../roster';
import type { Deps } from './deps';
import { type Hands, readHands } from './hands';

/** What has to be done next: walk the reach, handle a problem, verify it, rectify an outfall, answer a suggestion. */
export type Duty = 'patrol' | 'handle' | 'verify' | 'rectify' | 'answer';

/** An open matter with a due day, whatever it is: the one shape that reminders know. */
export interface Matter extends MatterRef {
  version: number;
  duty: Duty;
  title: string;
  /** The town whose lag it is; null when it is no town's (a county-level chief, the county office). */
  unitId: number | null;
  dueDay: string;
  /** Day since which it waits for these people; null when it always did. */
  since: string | null;
  /** Who must act; the first is who it is said of. Empty when nobody can. */
  responsible: number[];
  /** 镇代办: the town's liaison acts, since the responsible party has nobody here. */
  actedFor: boolean;
  /** 基线: overdue already at import; listed, never reminded of, never lagging. */
  baseline: boolean;
  /** What clears it. */
  clears: string;
}

type Scope = { today: string; only?: readonly MatterRef[] };

const idsOf = (only: readonly MatterRef[] | undefined, type: MatterRef['type']): number[] | undefined =>
  only?.filter((ref) => ref.type === type).map(({ id }) => id);

/** ` AND column IN (?, ?)`; nothing when there is no limit. */
function within(column: string, ids: readonly number[] | undefined): { sql: string; params: SqlValue[] } {
  if (!ids) return { sql: '', params: [] };
  return { sql: ` AND ${column} IN (${marks(ids)})`, params: [...ids] };
}

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
async function openTasks(
  reader: Reader,
  deps: Pick<Deps, 'policies' | 'calendar'> | null,
  { today, only }: Scope,
): Promise<Patrol[]> {
  const ids = idsOf(only, 'task');
  if (ids?.length === 0) return [];
  const limit = within('t.id', ids);
  const tasks = await reader.query<TaskRow>(
    `SELECT t.id, t.version, t.level, t.periodKey, t.startDay, t.dueDay, t.assigneeId, t.reachId,
            t.townId, r.river, r.name AS reachName
       FROM patrol_task t JOIN reach r ON r.id = t.reachId WHERE t.state = 'open'${limit.sql} ORDER BY t.id`,
    limit.params,
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

interface ProblemRow {
  id: number;
  version: number;
  policyVersion: number;
  state: ProblemState;
  category: string | null;
  place: string | null;
  dueDay: string;
  returns: number;
  townId: number;
  handlerId: number | null;
  verifierId: number | null;
  assignedAt: unknown;
  answeredAt: unknown;
  river: string;
  reachName: string;
  outfallName: string | null;
  verifierUnitId: number | null;
  verifierUnitType: UnitType | null;
}

const TOWN_TYPES: readonly (UnitType | null)[] = ['镇', '管委会'];

/** Whose lag a waiting verification is: the verifier's town, the town of a village chief, or no town's. */
const verifierTown = ({ verifierUnitId, verifierUnitType, townId }: ProblemRow): number | null =>
  TOWN_TYPES.includes(verifierUnitType) ? verifierUnitId : verifierUnitType === '村' ? townId : null;

/** 问题: waits for its handler until answered, then for its verifier. */
async function openProblems(
  reader: Reader,
  { policies, calendar, hands }: Pick<Deps, 'policies' | 'calendar'> & { hands: Hands },
  { only }: Scope,
): Promise<Matter[]> {
  const ids = idsOf(only, 'problem');
  if (ids?.length === 0) return [];
  const limit = within('p.id', ids);
  const rows = await reader.query<ProblemRow>(
    `SELECT p.id, p.version, p.policyVersion, p.state, p.category, p.place, p.dueDay, p.returns, p.townId, p.handlerId, p.verifierId,
            p.assignedAt, p.answeredAt, r.river, r.name AS reachName, o.name AS outfallName,
            v.unitId AS verifierUnitId, vu.type AS verifierUnitType
       FROM problem p JOIN reach r ON r.id = p.reachId
       LEFT JOIN outfall o ON o.id = p.outfallId
       LEFT JOIN person v ON v.id = p.verifierId
       LEFT JOIN unit vu ON vu.id = v.unitId
      WHERE p.state IN ('assigned', 'accepted', 'answered') AND p.dueDay IS NOT NULL${limit.sql} ORDER BY p.id`,
    limit.params,
  );
  const policy = policies.current;
  // How long a verification may take is as it was when the problem began.
  const versions = [...new Set(rows.map(({ policyVersion }) => policyVersion))];
  const judged = new Map(
    await Promise.all(versions.map(async (version) => [version, await policies.at(version)] as const)),
  );
  return rows.map((row): Matter => {
    const where = row.place || row.outfallName || reachTitle(row);
    const what = `${where}${row.category ? `（${row.category}）` : ''}`;
    const common = {
      type: 'problem' as const,
      id: row.id,
      version: row.version,
      actedFor: false,
      baseline: false,
    };
    if (row.state === 'answered') {
      const answered = dayOf(instantOf(row.answeredAt));
      return {
        ...common,
        duty: 'verify',
        title: `核查：${what}`,
        unitId: verifierTown(row),
        dueDay: verifyDueDayOf(answered, { policy: judged.get(row.policyVersion) ?? policy, calendar }),
        since: answered,
        responsible: row.verifierId === null ? [] : [row.verifierId],
        clears: '核查后通过或退回',
      };
    }
    return {
      ...common,
      duty: 'handle',
      title: `交办单：${what}`,
      unitId: row.townId,
      dueDay: row.dueDay,
      since: row.assignedAt === null ? null : dayOf(instantOf(row.assignedAt)),
      responsible:
        row.handlerId === null
          ? hands.first(row.townId, policy.problem.handlerRoles).slice(0, 1)
          : [row.handlerId],
      clears: row.state === 'assigned' && row.returns === 0 ? '签收、处理并反馈' : '处理后反馈并附照片',
    };
  });
}

interface OutfallRow {
  id: number;
  version: number;
  name: string;
  townId: number;
  remedyDueDay: string;
  baselineDay: string | null;
  ownerType: string;
}

/** 排污口整治: the town's liaison acts; for a responsible party that has nobody here, as 镇代办. */
async function openOutfalls(
  reader: Reader,
  { policy, hands }: { policy: Policy; hands: Hands },
  { only }: Scope,
): Promise<Matter[]> {
  const ids = idsOf(only, 'outfall');
  if (ids?.length === 0) return [];
  const limit = within('id', ids);
  const rows = await reader.query<OutfallRow>(
    `SELECT id, version, name, townId, ownerType, remedyDueDay, baselineDay FROM outfall
      WHERE remedyDueDay IS NOT NULL AND (remedyStage IS NULL OR remedyStage <> '完成整治')
        AND (remedyType IS NULL OR remedyType <> '无需整治')${limit.sql} ORDER BY id`,
    limit.params,
  );
  const { copyRoles, headRoles } = policy.reminder;
  return rows.map(
    (row): Matter => ({
      type: 'outfall',
      id: row.id,
      version: row.version,
      duty: 'rectify',
      title: `排污口整治：${row.name}`,
      unitId: row.townId,
      dueDay: row.remedyDueDay,
      since: null,
      responsible: hands.first(row.townId, [...copyRoles, ...headRoles]).slice(0, 1),
      actedFor: row.ownerType !== '镇政府',
      baseline: row.baselineDay !== null,
      clears: '完成整治',
    }),
  );
}

interface SuggestionRow {
  id: number;
  version: number;
  words: string;
  answerDueDay: string;
  at: unknown;
}

/** As much of a suggestion as a row of a list says. */
const TITLE_LENGTH = 20;

/** 意见建议: any of 县河长办 answers it; it is no town's lag. */
async function openSuggestions(reader: Reader, { only }: Scope): Promise<Matter[]> {
  const ids = idsOf(only, 'suggestion');
  if (ids?.length === 0) return [];
  const limit = within('id', ids);
  const rows = await reader.query<SuggestionRow>(
    `SELECT id, version, words, answerDueDay, at FROM suggestion
      WHERE answeredAt IS NULL${limit.sql} ORDER BY id`,
    limit.params,
  );
  if (rows.length === 0) return [];
  const responsible = (await officeHands(reader)).map(({ id }) => id);
  return rows.map(
    (row): Matter => ({
      type: 'suggestion',
      id: row.id,
      version: row.version,
      duty: 'answer',
      title: `意见建议：${Array.from(row.words).slice(0, TITLE_LENGTH).join('')}`,
      unitId: null,
      dueDay: row.answerDueDay,
      since: dayOf(instantOf(row.at)),
      responsible,
      actedFor: false,
      baseline: false,
      clears: '回复',
    }),
  );
}

/**
 * The patrols that are due from people none of whom Feishu reaches, the oldest first.
 * 县河长办 is shown these with the people whom Feishu does not find: nobody was told of them, so the town could not
 * have cleared them, and unreachable is not missed (experience.md).
 */
export const unreachedPatrols = async (reader: Reader, scope: Scope): Promise<Matter[]> =>
  (await openTasks(reader, null, scope))
    .flatMap(({ matter, reached }) => (reached ? [] : [matter]))
    .sort((a, b) => a.dueDay.localeCompare(b.dueDay));

/**
 * The county's open matters with a due day: all of them, or those of `only` that are still open. A patrol of
 * somebody whom Feishu does not reach is no town's lag.
 */
export async function openMatters(
  reader: Reader,
  { policies, calendar }: Pick<Deps, 'policies' | 'calendar'>,
  scope: Scope,
): Promise<Matter[]> {
  const policy = policies.current;
  const hands = await readHands(reader, policy);
  const patrols = await openTasks(reader, { policies, calendar }, scope);
  return [
    ...patrols.map(({ matter, reached }) => (reached ? matter : { ...matter, unitId: null })),
    ...(await openProblems(reader, { policies, calendar, hands }, scope)),
    ...(await openOutfalls(reader, { policy, hands }, scope)),
    ...(await openSuggestions(reader, scope)),
  ];
}
