import type { Level, MatterRef, ProblemAsk, ProblemState, SentKind, UnitType } from '../../entities';
import type { Calendar } from '../core/calendar';
import { instantOf, marks, type Reader, type SqlValue } from '../core/database';
import { dayOf } from '../core/days';
import type { Subject } from '../core/outbox';
import type { Policy } from '../core/policy';
import { openOutfallTasks, readOutfallHands, TASK_WORDS } from '../outfallTask';
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
import { decideDueDayOf, decidersOf, verifyDueDayOf } from '../problem';
import { openRectifications, RECTIFICATION_LIST } from '../rectification';
import { officeHands, reachTitle } from '../roster';
import type { Deps } from './deps';
import { type Hands, readHands } from './hands';

/**
 * What has to be done next: walk the reach, hand on or decide about a problem, handle it, verify it, tell who
 * complained, rectify an outfall, sign its 销号, decide about its 延期, look back at it, attend to one (开闸、关闸、自行监测), answer a suggestion, settle a 待核.
 */
export type Duty =
  | 'patrol'
  | 'decide'
  | 'handle'
  | 'verify'
  | 'tell'
  | 'rectify'
  | 'sign'
  | 'extend'
  | 'lookBack'
  | 'attend'
  | 'answer'
  | 'settle';

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
  /** The card that lists it with others of the same person's; a fresh one is card enough. */
  list?: { kind: SentKind; subject: Subject };
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
  dueDay: string | null;
  acceptedAt: unknown;
  outfallId: number | null;
  ask: string | null;
  deskAt: unknown;
  progressDueDay: string | null;
  townId: number;
  unitId: number;
  unitType: UnitType;
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

const onDesk = ({ state, category, outfallId, ask, deskAt }: ProblemRow) => ({
  state,
  category,
  outfallId,
  deskAt: instantOf(deskAt),
  ask: ask === null ? null : (JSON.parse(ask) as ProblemAsk),
});

/** What comes first: the day for handling it, or of a 重大 one that for saying how it goes. */
function nextDue({ dueDay, progressDueDay }: ProblemRow): { dueDay: string; reporting: boolean } {
  const last = dueDay ?? '';
  const reporting = progressDueDay !== null && progressDueDay < last;
  return { dueDay: reporting ? progressDueDay : last, reporting };
}

/** 问题: waits for 县河长办 while something is to be decided, for its handler until answered, then for its verifier. */
async function openProblems(
  reader: Reader,
  { policies, calendar, hands }: Pick<Deps, 'policies' | 'calendar'> & { hands: Hands },
  { only }: Scope,
): Promise<Matter[]> {
  const ids = idsOf(only, 'problem');
  if (ids?.length === 0) return [];
  const limit = within('p.id', ids);
  const rows = await reader.query<ProblemRow>(
    `SELECT p.id, p.version, p.policyVersion, p.state, p.category, p.place, p.dueDay, p.acceptedAt,
            p.outfallId, p.ask, p.deskAt, p.progressDueDay, p.townId, hu.id AS unitId, hu.type AS unitType,
            p.handlerId, p.verifierId, p.assignedAt, p.answeredAt, r.river, r.name AS reachName, o.name AS outfallName,
            v.unitId AS verifierUnitId, vu.type AS verifierUnitType
       FROM problem p JOIN reach r ON r.id = p.reachId
       JOIN unit hu ON hu.id = COALESCE(p.unitId, p.townId)
       LEFT JOIN outfall o ON o.id = p.outfallId
       LEFT JOIN person v ON v.id = p.verifierId
       LEFT JOIN unit vu ON vu.id = v.unitId
      WHERE (p.state = 'registered' OR (p.state IN ('assigned', 'accepted', 'answered') AND p.dueDay IS NOT NULL))${limit.sql}
      ORDER BY p.id`,
    limit.params,
  );
  const policy = policies.current;
  // How long a verification may take is as it was when the problem began.
  const versions = [...new Set(rows.map(({ policyVersion }) => policyVersion))];
  const judged = new Map(
    await Promise.all(versions.map(async (version) => [version, await policies.at(version)] as const)),
  );
  const deciders = new Map(
    await Promise.all(
      rows
        .filter(({ deskAt }) => deskAt !== null)
        .map(async (row) => [row.id, await decidersOf(reader, onDesk(row))] as const),
    ),
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
    const rules = { policy: judged.get(row.policyVersion) ?? policy, calendar };
    if (row.deskAt !== null) {
      const since = dayOf(instantOf(row.deskAt));
      return {
        ...common,
        duty: 'decide',
        title: `${row.state === 'registered' ? '待交办' : '待批复'}：${what}`,
        unitId: null,
        dueDay: decideDueDayOf(since, rules),
        since,
        responsible: deciders.get(row.id) ?? [],
        clears: row.state === 'registered' ? '交办、合并或定为不属实' : '同意或不同意',
      };
    }
    if (row.state === 'answered') {
      const answered = dayOf(instantOf(row.answeredAt));
      return {
        ...common,
        duty: 'verify',
        title: `核查：${what}`,
        unitId: verifierTown(row),
        dueDay: verifyDueDayOf(answered, rules),
        since: answered,
        responsible: row.verifierId === null ? [] : [row.verifierId],
        clears: '核查后通过或退回',
      };
    }
    const { dueDay, reporting } = nextDue(row);
    return {
      ...common,
      duty: 'handle',
      title: `${reporting ? '报进展' : '交办单'}：${what}`,
      // A department is no town, and lags as none.
      unitId: TOWN_TYPES.includes(row.unitType) ? row.unitId : null,
      dueDay,
      since: row.assignedAt === null ? null : dayOf(instantOf(row.assignedAt)),
      responsible:
        row.handlerId === null
          ? hands.first(row.unitId, policy.problem.handlerRoles).slice(0, 1)
          : [row.handlerId],
      clears: reporting ? '报进展' : row.acceptedAt === null ? '签收、处理并反馈' : '处理后反馈并附照片',
    };
  });
}

/** 整治 of an outfall, a signature of its 销号, 延期, 回头看; 镇代办 for a responsible party that has nobody here. */
async function openOutfalls(
  reader: Reader,
  rules: { policy: Policy; calendar: Calendar },
  { today, only }: Scope,
): Promise<Matter[]> {
  const open = await openRectifications(reader, rules, { today, ids: idsOf(only, 'outfall') });
  return open.map(
    ({ outfallId, name: _, townId, ofTown, ...matter }): Matter => ({
      ...matter,
      type: 'outfall',
      id: outfallId,
      unitId: ofTown ? townId : null,
      list: RECTIFICATION_LIST,
    }),
  );
}

/** 排污口任务: its responsible party's own contact, else the town's hand; it is the town's lag only when the town acts. */
async function openOutfallMatters(reader: Reader, policy: Policy, { today, only }: Scope): Promise<Matter[]> {
  const ids = idsOf(only, 'outfallTask');
  if (ids?.length === 0) return [];
  const open = (await openOutfallTasks(reader, ids)).filter(({ task }) => task.lateDay >= today);
  if (open.length === 0) return [];
  const hands = await readOutfallHands(reader, policy);
  return open.map(({ task, outfall }): Matter => {
    const { people, actedFor } = hands.of(outfall);
    const townActs = actedFor || outfall.ownerType === '镇政府';
    return {
      type: 'outfallTask',
      id: task.id,
      version: task.version,
      duty: 'attend',
      title: `${TASK_WORDS[task.kind]}：${outfall.name}`,
      unitId: townActs ? outfall.townId : null,
      dueDay: task.dueDay,
      since: task.startDay,
      responsible: people,
      actedFor,
      baseline: false,
      clears: '办好并点一下',
      list: { kind: 'outfallRound', subject: { type: 'outfallRound', id: task.roundId } },
    };
  });
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

interface SuspicionRow {
  id: number;
  version: number;
  personId: number;
  settleDueDay: string;
}

/** 待核, once its person has explained it or might have: any of 县河长办 but that person settles it. */
async function openSuspicions(reader: Reader, { only }: Scope): Promise<Matter[]> {
  const ids = idsOf(only, 'suspicion');
  if (ids?.length === 0) return [];
  const limit = within('id', ids);
  const rows = await reader.query<SuspicionRow>(
    `SELECT id, version, personId, settleDueDay FROM suspicion WHERE state = 'toSettle'${limit.sql} ORDER BY id`,
    limit.params,
  );
  if (rows.length === 0) return [];
  const office = (await officeHands(reader)).map(({ id }) => id);
  return rows.map(
    ({ id, version, personId, settleDueDay }): Matter => ({
      type: 'suspicion',
      id,
      version,
      duty: 'settle',
      // Whose it is stands on its card only.
      title: '待核：一件请人说明的事',
      unitId: null,
      dueDay: settleDueDay,
      since: null,
      responsible: office.filter((one) => one !== personId),
      actedFor: false,
      baseline: false,
      clears: '认定',
    }),
  );
}

interface ComplaintRow {
  id: number;
  version: number;
  place: string | null;
  tellDueDay: string;
}

/** 告知投诉人: any of 县河长办 does it. */
async function openComplaints(reader: Reader, { only }: Scope): Promise<Matter[]> {
  const ids = idsOf(only, 'complaint');
  if (ids?.length === 0) return [];
  const limit = within('c.id', ids);
  const rows = await reader.query<ComplaintRow>(
    `SELECT c.id, p.version, p.place, c.tellDueDay FROM complaint c JOIN problem p ON p.id = c.problemId
      WHERE c.tellDueDay IS NOT NULL${limit.sql} ORDER BY c.id`,
    limit.params,
  );
  if (rows.length === 0) return [];
  const responsible = (await officeHands(reader)).map(({ id }) => id);
  return rows.map(
    ({ id, version, place, tellDueDay }): Matter => ({
      type: 'complaint',
      id,
      version,
      duty: 'tell',
      title: `告知投诉人：${place ?? ''}`,
      unitId: null,
      dueDay: tellDueDay,
      since: null,
      responsible,
      actedFor: false,
      baseline: false,
      clears: '告知投诉人并写下来',
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
    ...(await openOutfalls(reader, { policy, calendar }, scope)),
    ...(await openOutfallMatters(reader, policy, scope)),
    ...(await openComplaints(reader, scope)),
    ...(await openSuggestions(reader, scope)),
    ...(await openSuspicions(reader, scope)),
  ];
}
