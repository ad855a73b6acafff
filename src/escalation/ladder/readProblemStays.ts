import type { ProblemSource, ProblemState, Seriousness, UnitType } from '../../../entities';
import type { Calendar } from '../../core/calendar';
import { instantOf, marks, type Reader, sqlInstant } from '../../core/database';
import { addDays, dayOf, instantAt } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import type { Policies, Policy } from '../../core/policy';
import { dueDayOf } from '../../problem';
import { reachTitle } from '../../roster';
import { laggard } from '../matters';
import { type ProblemStep, type Stay, staysOf } from './problemStays';

/** As many ids as one statement asks for. */
const CHUNK = 5_000;

/** A stay, and what it is called. */
export interface ProblemStay extends Stay {
  problemId: number;
  title: string;
  seriousness: Seriousness;
  source: ProblemSource;
  policyVersion: number;
}

interface Row {
  id: number;
  state: ProblemState;
  seriousness: Seriousness;
  source: ProblemSource;
  policyVersion: number;
  place: string | null;
  category: string | null;
  unitId: number | null;
  townId: number;
  dueDay: string | null;
  assignedAt: unknown;
  closedAt: unknown;
  river: string;
  reachName: string;
  outfallName: string | null;
}

interface EntryRow {
  subjectId: number;
  action: string;
  state: ProblemState;
  at: unknown;
  data: string | null;
}

/** What a step of the history may have changed, as it stood before it. */
interface Before {
  unitId?: number | null;
  dueDay?: string | null;
  assignedAt?: string | null;
}

/** The problems that some unit had in hand in a span, under the days of their own policy and of another. Reads only. */
export async function readProblemStays(
  reader: Reader,
  { policies, calendar }: { policies: Policies; calendar: Calendar },
  { policy, from, to }: { policy: Policy; from: string; to: string },
): Promise<ProblemStay[]> {
  const rows = await reader.query<Row>(
    `SELECT p.id, p.state, p.seriousness, p.source, p.policyVersion, p.place, p.category, p.unitId, p.townId,
            p.dueDay, p.assignedAt, p.closedAt, r.river, r.name AS reachName, o.name AS outfallName
       FROM problem p JOIN reach r ON r.id = p.reachId LEFT JOIN outfall o ON o.id = p.outfallId
      WHERE p.assignedAt IS NOT NULL AND p.recordedAt < ? AND (p.closedAt IS NULL OR p.closedAt >= ?)
      ORDER BY p.id`,
    [sqlInstant(instantAt(addDays(to, 1), '00:00')), sqlInstant(instantAt(from, '00:00'))],
  );
  const entries = await entriesOf(reader, rows);
  const units = await reader.query<{ id: number; type: UnitType }>('SELECT id, type FROM unit');
  const typeOf = new Map(units.map(({ id, type }) => [id, type]));
  const stays: ProblemStay[] = [];
  for (const row of rows) {
    const { id: problemId, seriousness, source, policyVersion } = row;
    const then = await policies.at(policyVersion);
    const by = (rules: Policy) => (day: string) =>
      dueDayOf({ seriousness, source }, day, { policy: rules, calendar });
    const answers = (unitId: number | null): number | null => {
      const unit = unitId ?? row.townId;
      const type = typeOf.get(unit);
      return type === undefined ? null : laggard(unit, type, row.townId);
    };
    const steps = stepsOf(row, entries.get(problemId) ?? [], answers);
    const title = `交办单：${titleOf(row)}`;
    const known = { problemId, title, seriousness, source, policyVersion };
    stays.push(
      ...staysOf(steps, { was: by(then), would: by(policy) }).map((stay) => ({ ...stay, ...known })),
    );
  }
  return stays;
}

const titleOf = ({ place, outfallName, category, ...reach }: Row): string =>
  `${place || outfallName || reachTitle(reach)}${category ? `（${category}）` : ''}`;

async function entriesOf(reader: Reader, rows: readonly Row[]): Promise<Map<number, EntryRow[]>> {
  const found: EntryRow[] = [];
  for (let n = 0; n < rows.length; n += CHUNK) {
    const ids = rows.slice(n, n + CHUNK).map(({ id }) => id);
    found.push(
      ...(await reader.query<EntryRow>(
        `SELECT subjectId, action, state, at, data FROM history_entry
          WHERE subjectType = 'problem' AND subjectId IN (${marks(ids)}) ORDER BY subjectId, version`,
        ids,
      )),
    );
  }
  return groupBy(found, ({ subjectId }) => subjectId);
}

/** Each step with what it left, told backwards from how the problem stands now. */
function stepsOf(
  row: Row,
  entries: readonly EntryRow[],
  answers: (unitId: number | null) => number | null,
): ProblemStep[] {
  let { unitId, dueDay } = row;
  let assignedDay: string | null = dayOf(instantOf(row.assignedAt));
  const left = (day: string, action: string, state: ProblemState): ProblemStep => ({
    day,
    action,
    state,
    unitId: answers(unitId),
    assignedDay,
    dueDay,
  });
  const steps: ProblemStep[] = [];
  const bare = entries.length === 0;
  if (bare && row.closedAt !== null) steps.push(left(dayOf(instantOf(row.closedAt)), 'closed', row.state));
  for (const { action, state, at, data } of [...entries].reverse()) {
    steps.unshift(left(dayOf(instantOf(at)), action, state));
    const before: Before = (data === null ? null : JSON.parse(data))?.before ?? {};
    if (before.unitId !== undefined) unitId = before.unitId;
    if (before.dueDay !== undefined) dueDay = before.dueDay;
    if (before.assignedAt !== undefined) {
      assignedDay = before.assignedAt === null ? null : dayOf(new Date(before.assignedAt));
    }
  }
  // What was taken over from elsewhere has no history of how it was handed on.
  const since = bare && row.closedAt === null ? row.state : 'assigned';
  if (assignedDay !== null) steps.unshift(left(assignedDay, 'assigned', since));
  return steps;
}
