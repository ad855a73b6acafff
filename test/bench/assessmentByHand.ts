import type { Computation } from '../../src/assessment/assess';
import type { Reader } from '../../src/core/database';
import { readPolicy } from '../../src/core/policy';

/*
 * What the scores are measured against: one SQL statement that gives the same points, each chief's and each town's of
 * each month by item, over the same rows, as a person writes it who needs the figures alone. It cites no record and
 * says no reason, and it leaves out what the county of the bench has none of: chiefs of a town or the county, 请假, 代巡,
 * 停巡, steps that were taken back, the ledger, complaints (a town that is measured has the full mark for having none),
 * marks, corrections.
 */

interface Row {
  subject: 'town' | 'chief';
  /** The town, or the reach. */
  id: number;
  personId: number;
  month: string;
  /** Hundredths. */
  score: number;
}

/** Run from the repository's root, as `npm run` does. */
export const POLICY = readPolicy('policy.yaml');
const { chief, town, perReturn } = POLICY.assessment;
const most = (points: unknown): number => Number(points) * 100;

/** Halves up, null of nothing: in both databases a fraction and no whole number, nor a decimal of a few places. */
const share = (max: unknown, met: string, all: string): string =>
  `FLOOR(${most(max)}e0 * ${met} / NULLIF(${all}, 0) + 0.5)`;
/** An item's points, its maximum where it counts. */
const sum = (...items: string[]): string => items.map((item) => `COALESCE(${item}, 0)`).join(' + ');
const max = (...items: [string, unknown][]): string =>
  items.map(([all, points]) => `CASE WHEN ${all} > 0 THEN ${most(points)} ELSE 0 END`).join(' + ');

const TOTALS = [
  'due',
  'met',
  'walked',
  'lacking',
  'found',
  'own',
  'settled',
  'closed',
  'onTime',
  'handled',
  'returned',
];
const totals = TOTALS.map((name) => `SUM(${name}) AS ${name}`).join(', ');
const PROBLEMS = `problem q JOIN post o ON o.reachId = q.reachId AND o.level = 'village'
   AND o.fromDay <= SUBSTR(q.occurredAt, 1, 10) AND (o.toDay IS NULL OR o.toDay >= SUBSTR(q.occurredAt, 1, 10))`;
const HANDED_ON = "q.assignedAt IS NOT NULL AND q.state IN ('assigned', 'accepted', 'answered', 'closed')";

export const byHand = (year: number): string => `
WITH part AS (
  SELECT t.reachId, t.townId, COALESCE(p.personId, t.assigneeId) AS personId, SUBSTR(t.dueDay, 1, 7) AS month,
         1 AS due, t.state = 'done' AS met, p.id IS NOT NULL AS walked, COALESCE(l.lacking, 0) AS lacking,
         0 AS found, 0 AS own, 0 AS settled, 0 AS closed, 0 AS onTime, 0 AS handled, 0 AS returned
    FROM patrol_task t LEFT JOIN patrol p ON p.taskId = t.id
    LEFT JOIN (SELECT q.taskId, MAX(q.place IS NULL OR NOT EXISTS (
                        SELECT 1 FROM photo f WHERE f.subjectType = 'problem' AND f.subjectId = q.id AND f.side = 'before')) AS lacking
                 FROM problem q WHERE ${HANDED_ON} GROUP BY q.taskId) l ON l.taskId = t.id
   WHERE t.kind = 'period' AND t.state IN ('open', 'done', 'missed') AND t.dueDay >= '${year}-01-01' AND t.dueDay <= '${year}-12-31'
  UNION ALL
  SELECT q.reachId, q.townId, o.personId, SUBSTR(q.occurredAt, 1, 7), 0, 0, 0, 0,
         1, q.finderId = o.personId, 0, 0, 0, 0, 0
    FROM ${PROBLEMS} WHERE ${HANDED_ON} AND q.occurredAt >= '${year}-01-01' AND q.occurredAt < '${year + 1}-01-01'
  UNION ALL
  SELECT q.reachId, q.townId, o.personId, SUBSTR(q.dueDay, 1, 7), 0, 0, 0, 0,
         0, 0, q.state <> 'answered', q.state = 'closed',
         q.state IN ('answered', 'closed') AND SUBSTR(q.answeredAt, 1, 10) <= q.dueDay,
         q.answeredAt IS NOT NULL OR q.returns + q.rebounds > 0, q.returns + q.rebounds
    FROM ${PROBLEMS} WHERE ${HANDED_ON} AND q.dueDay >= '${year}-01-01' AND q.dueDay <= '${year}-12-31'
), subject AS (
  SELECT reachId, townId, personId, month, ${totals} FROM part GROUP BY reachId, townId, personId, month
), town AS (
  SELECT townId, month, ${totals} FROM subject GROUP BY townId, month
), item AS (
  SELECT 'chief' AS subject, reachId AS id, personId, month,
         ${share(chief.patrol, 'met', 'due')} AS patrol, ${share(chief.record, '(walked - lacking)', 'walked')} AS record,
         ${share(chief.finding, 'own', 'found')} AS finding, ${share(chief.closing, 'closed', 'settled')} AS closing,
         ${max(['due', chief.patrol], ['walked', chief.record], ['found', chief.finding], ['settled', chief.closing])} AS max
    FROM subject
  UNION ALL
  SELECT 'town', townId, 0, month, ${share(town.patrol, 'met', 'due')}, ${share(town.problemOnTime, 'onTime', 'settled')},
         CASE WHEN handled > 0 THEN CASE WHEN returned * ${most(perReturn)} > ${most(town.problemRebound)} THEN 0
              ELSE ${most(town.problemRebound)} - returned * ${most(perReturn)} END END,
         ${share(town.complaints, '(due + settled)', '(due + settled)')},
         ${max(['due', town.patrol], ['settled', town.problemOnTime], ['handled', town.problemRebound], ['due + settled', town.complaints])}
    FROM town
)
SELECT subject, id, personId, month, patrol, record, finding, closing,
       FLOOR(1e4 * (${sum('patrol', 'record', 'finding', 'closing')}) / NULLIF(max, 0) + 0.5) AS score FROM item`;

/** @throws Error when a figure of ours is another one: then it is not the same work that is measured */
export async function mustAgree(reader: Reader, year: number, { scores }: Computation): Promise<void> {
  const rows = await reader.query<Row>(byHand(year));
  const said = new Map(
    rows.map(({ subject, id, personId, month, score }) => [`${subject} ${id} ${personId} ${month}`, score]),
  );
  const subjects = [
    ...scores.towns.map(({ unitId, lines }) => ({ key: `town ${unitId} 0`, lines })),
    ...scores.chiefs.map(({ reachId, personId, lines }) => ({ key: `chief ${reachId} ${personId}`, lines })),
  ];
  const ours = subjects.flatMap(({ key, lines }) =>
    lines
      .filter(({ applicable }) => applicable)
      .map(({ rule, points }) => ({ key: `${key} ${rule}`, points })),
  );
  const off = ours.find(({ key, points }) => Number(said.get(key)) !== points);
  if (off || ours.length !== rows.length) {
    throw new Error(
      `by hand ${off?.key} is ${off && said.get(off.key)} and ours ${off?.points}; ${rows.length} and ${ours.length} rows`,
    );
  }
}
