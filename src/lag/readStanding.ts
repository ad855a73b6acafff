import {
  RUNNING,
  type Seriousness,
  type StandingFigures,
  type StandingRecords,
  Unit,
  type UnitType,
} from '../../entities';
import { marks, type Reader, sqlInstant } from '../core/database';
import { dayOf } from '../core/days';
import { groupBy } from '../core/groupBy';
import { packIds } from '../core/packIds';
import type { Policy } from '../core/policy';
import { unitByName } from '../core/unitByName';
import { type Finding, readCheck } from '../ledger';
import { readGroups, type Tally } from '../rectification';
import { noFigures, noRecords } from './figures';

/** Whose lag is measured: towns, the 开发区, departments. */
export const MEASURED: readonly UnitType[] = ['镇', '管委会', '县直部门'];

export interface Standing {
  unit: Unit;
  figures: StandingFigures;
  records: StandingRecords;
}

interface ProblemRow {
  id: number;
  unitId: number;
  handlerId: number | null;
  seriousness: Seriousness | null;
  source: string;
  dueDay: string;
  answered: number;
}

/** Open problems with a due day by whoever handles them; once it is answered the verifier has it, and nobody is late with it. */
const openProblems = (reader: Reader): Promise<ProblemRow[]> =>
  reader.query<ProblemRow>(
    `SELECT id, COALESCE(unitId, townId) AS unitId, handlerId, seriousness, source, dueDay,
            CASE WHEN state = 'answered' THEN 1 ELSE 0 END AS answered
       FROM problem WHERE state IN (${marks(RUNNING)}) AND dueDay IS NOT NULL ORDER BY id`,
    [...RUNNING],
  );

/** Past the deadline that holds now; 基线 is left out until it has a new date. */
const lateOutfalls = (
  reader: Reader,
  today: string,
): Promise<{ id: number; townId: number; lead: string | null }[]> =>
  reader.query(
    `SELECT id, townId, leadDepartment AS lead FROM outfall
      WHERE remedyDueDay < ? AND baselineDay IS NULL AND (remedyStage IS NULL OR remedyStage <> '完成整治')
        AND (remedyType IS NULL OR remedyType <> '无需整治') ORDER BY id`,
    [today],
  );

interface NoticeRow {
  kind: 'notice' | 'document';
  id: number;
  unitId: number;
  overdue: number;
}

/** 滞后提醒 and 通报 nobody has answered; late when the time for it is over: of a 提醒, so many working days after it was sent. */
const openNotices = (reader: Reader, { remindedBy, today }: { remindedBy: Date; today: string }) =>
  reader.query<NoticeRow>(
    `SELECT 'notice' AS kind, MIN(n.id) AS id, n.unitId,
            MIN(CASE WHEN n.createdAt < ? THEN 1 ELSE 0 END) AS overdue
       FROM lag_notice n
      WHERE n.state = 'open' AND NOT EXISTS (
            SELECT 1 FROM ladder_reply r WHERE r.unitId = n.unitId AND r.documentId IS NULL AND r.createdAt >= n.createdAt)
      GROUP BY n.unitId
      UNION ALL
     SELECT 'document', d.id, d.unitId, CASE WHEN d.replyDueDay < ? THEN 1 ELSE 0 END FROM ladder_document d
      WHERE d.state = 'issued' AND d.replyDueDay IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM ladder_reply r WHERE r.documentId = d.id AND r.state <> 'refused')
      ORDER BY 1, 2`,
    [sqlInstant(remindedBy), today],
  );

export interface Looking {
  policy: Policy;
  at: Date;
  /** 滞后提醒 sent before this instant should have been answered. */
  remindedBy: Date;
}

/** How every measured unit stands now. Six reads, whatever the size of the county. */
export async function readStandings(
  reader: Reader,
  { policy, at, remindedBy }: Looking,
): Promise<Standing[]> {
  const today = dayOf(at);
  const units = await reader.find(Unit, { type: [...MEASURED] }, { order: { code: 'ASC', id: 'ASC' } });
  const standings = new Map(
    units.map((unit) => [unit.id, { unit, figures: noFigures(), records: noRecords() }]),
  );
  const unitOf = unitByName(units);
  const named = (name: string | null) => unitOf(name)?.id ?? null;
  const of = (ids: readonly (number | null)[]): Standing[] =>
    [...new Set(ids)].flatMap((id) => (id === null ? [] : (standings.get(id) ?? [])));

  for (const row of await openProblems(reader)) {
    for (const standing of of([row.unitId])) countProblem(standing, row, today);
  }
  for (const [unitId, tally] of await rectifications(reader, policy, today, named)) {
    for (const { figures } of of([unitId])) figures.rectification = tally;
  }
  for (const { id, townId, lead } of await lateOutfalls(reader, today)) {
    for (const { records } of of([townId, named(lead)])) records.outfalls.push(id);
  }
  for (const finding of (await readCheck(reader, { policy, at })).findings) {
    if (finding.waiver !== null) continue;
    for (const standing of of([named(finding.owner) ?? finding.outfalls[0]?.townId ?? null]))
      countFinding(standing, finding);
  }
  for (const { kind, id, unitId, overdue } of await openNotices(reader, { remindedBy, today })) {
    for (const { figures, records } of of([unitId])) {
      figures.notices.open += 1;
      if (Number(overdue) === 0) continue;
      figures.notices.overdue += 1;
      (kind === 'notice' ? records.notices : records.documents).push(id);
    }
  }
  return [...standings.values()].map(({ unit, figures, records }) => ({
    unit,
    figures,
    records: packed(records),
  }));
}

function countProblem({ figures, records }: Standing, row: ProblemRow, today: string): void {
  const kinds = [
    ...(row.seriousness ? [figures.problems[row.seriousness]] : []),
    ...(row.source === 'complaint' ? [figures.complaints] : []),
  ];
  const overdue = Number(row.answered) === 0 && row.dueDay < today;
  for (const kind of kinds) {
    kind.open += 1;
    if (overdue) kind.overdue += 1;
  }
  if (!overdue) return;
  const hand = row.handlerId ?? 0;
  records.problems[hand] = [...(records.problems[hand] ?? []), row.id];
  if (row.source === 'complaint') records.complaints.push(row.id);
}

function countFinding({ figures, records }: Standing, { rule, outfalls }: Finding): void {
  figures.findings += 1;
  records.findings[rule.id] = [...(records.findings[rule.id] ?? []), ...outfalls.map(({ id }) => id)];
}

/** 整治 by town, and by lead department where a unit has that name. */
async function rectifications(
  reader: Reader,
  policy: Policy,
  today: string,
  named: (name: string) => number | null,
): Promise<Map<number, StandingFigures['rectification']>> {
  const groups = await readGroups(reader, policy, { today });
  const sides = groups.flatMap((group) => {
    const lead = named(group.lead);
    return [{ unitId: group.townId, group }, ...(lead === null ? [] : [{ unitId: lead, group }])];
  });
  const sum = (key: 'total' | 'done' | 'due' | 'dueDone', of: readonly { group: Tally }[]): number =>
    of.reduce((all, { group }) => all + group[key], 0);
  return new Map(
    [...groupBy(sides, ({ unitId }) => unitId)].map(([unitId, own]) => [
      unitId,
      {
        total: sum('total', own),
        done: sum('done', own),
        due: sum('due', own),
        dueDone: sum('dueDone', own),
      },
    ]),
  );
}

const packed = (records: StandingRecords): StandingRecords => ({
  problems: Object.fromEntries(Object.entries(records.problems).map(([hand, ids]) => [hand, packIds(ids)])),
  complaints: packIds(records.complaints),
  outfalls: packIds(records.outfalls),
  findings: Object.fromEntries(Object.entries(records.findings).map(([rule, ids]) => [rule, packIds(ids)])),
  notices: packIds(records.notices),
  documents: packIds(records.documents),
});
