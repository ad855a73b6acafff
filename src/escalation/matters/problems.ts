import { type ProblemAsk, type ProblemState, RUNNING, type UnitType } from '../../../entities';
import { instantOf, marks } from '../../core/database';
import { dayOf } from '../../core/days';
import { decideDueDayOf, decidersOf, verifyDueDayOf } from '../../problem';
import { reachTitle } from '../../roster';
import { idsOf, type Look, type Matter, within } from './matter';

interface ProblemRow {
  id: number;
  version: number;
  policyVersion: number;
  state: ProblemState;
  category: string | null;
  seriousness: string | null;
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

/** Whose lag it is: a town's, a department's own; of a village or an enterprise its town's; of the county's leaders none's. */
export function laggard(unitId: number, type: UnitType, townId: number): number | null {
  if (type === '县政府') return null;
  return type === '村' || type === '企业' ? townId : unitId;
}

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
export async function problems({ reader, policies, calendar, hands, scope }: Look): Promise<Matter[]> {
  const ids = idsOf(scope.only, 'problem');
  if (ids?.length === 0) return [];
  const limit = within('p.id', ids);
  const late = scope.overdue
    ? {
        sql: " AND (p.deskAt IS NOT NULL OR p.state = 'answered' OR p.dueDay < ? OR p.progressDueDay < ?)",
        params: [scope.today, scope.today],
      }
    : { sql: '', params: [] };
  const rows = await reader.query<ProblemRow>(
    `SELECT p.id, p.version, p.policyVersion, p.state, p.category, p.seriousness, p.place, p.dueDay, p.acceptedAt,
            p.outfallId, p.ask, p.deskAt, p.progressDueDay, p.townId, hu.id AS unitId, hu.type AS unitType,
            p.handlerId, p.verifierId, p.assignedAt, p.answeredAt, r.river, r.name AS reachName, o.name AS outfallName,
            v.unitId AS verifierUnitId, vu.type AS verifierUnitType
       FROM problem p JOIN reach r ON r.id = p.reachId
       JOIN unit hu ON hu.id = COALESCE(p.unitId, p.townId)
       LEFT JOIN outfall o ON o.id = p.outfallId
       LEFT JOIN person v ON v.id = p.verifierId
       LEFT JOIN unit vu ON vu.id = v.unitId
      WHERE (p.state = 'registered' OR (p.state IN (${marks(RUNNING)}) AND p.dueDay IS NOT NULL))${limit.sql}${late.sql}
      ORDER BY p.id`,
    [...RUNNING, ...limit.params, ...late.params],
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
      unitId: laggard(row.unitId, row.unitType, row.townId),
      major: row.seriousness === '重大',
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
