import { REPORTED } from '../../entities';
import type { Calendar } from '../core/calendar';
import { type Database, instantOf, marks, type Reader, sqlInstant } from '../core/database';
import { addDays, dayOf, instantAt } from '../core/days';
import { groupBy } from '../core/groupBy';
import { type Policies, recordChecksOf } from '../core/policy';
import type { RecordChecks } from '../core/policyRecords';
import { raiseSuspicion } from '../evidence';
import { readTerms } from '../patrol';
import {
  type Answered,
  DAYS,
  type Finding,
  type Question,
  questionsOf,
  type Records,
  type Shot,
  type Walk,
} from './recordQuestions';

interface Deps {
  db: Database;
  policies: Pick<Policies, 'current'>;
  calendar: Calendar;
}

const MONTH_DAYS = 30;

/**
 * Each working day: asks people about what in the records of the days before does not fit together, each thing once.
 * Nothing is asked about what was before the bot's first day, nor of somebody whom Feishu does not know.
 *
 * @returns how many were asked
 */
export async function askAboutRecords({ db, policies, calendar }: Deps, at: Date): Promise<number> {
  const today = dayOf(at);
  const policy = policies.current;
  const rules = recordChecksOf(policy);
  const firstDay = await firstDayOf(db.read);
  if (!calendar.isWorkday(today) || rules.ask.length === 0 || firstDay === null) return 0;
  const records = await readRecords(db.read, rules, { firstDay, today });
  const fresh = await notAsked(db.read, questionsOf(records, rules, today), {
    recent: monthsBefore(today, rules),
  });
  let asked = 0;
  for (const question of fresh) {
    if (await db.transaction((tx) => raiseSuspicion(tx, { policy, calendar }, { ...question, at }))) {
      asked += 1;
    }
  }
  return asked;
}

/** The day on which the county's first rules came into force. */
async function firstDayOf(reader: Reader): Promise<string | null> {
  const [row] = await reader.query<{ first: unknown }>(
    'SELECT MIN(activatedAt) AS first FROM policy_version',
  );
  return row?.first ? dayOf(instantOf(row.first)) : null;
}

const monthsBefore = (today: string, { monthsNormal }: Required<RecordChecks>): string =>
  addDays(today, -monthsNormal.months * MONTH_DAYS);

/** Without what was asked before; about months of a reach nobody is asked again while the same months still count. */
async function notAsked(
  reader: Reader,
  questions: readonly Question[],
  { recent }: { recent: string },
): Promise<Question[]> {
  const rows = await reader.query<{ about: string; personId: number; kind: string }>(
    'SELECT about, personId, kind FROM suspicion WHERE at >= ?',
    [sqlInstant(instantAt(recent, '00:00'))],
  );
  const known = new Set(rows.map(({ about }) => about));
  const ofMonths = new Set(
    rows.filter(({ kind }) => kind === 'months-normal').map(({ about }) => monthsOf(about)),
  );
  return questions.filter(
    ({ kind, about }) => !known.has(about) && !(kind === 'months-normal' && ofMonths.has(monthsOf(about))),
  );
}

/** `months:7:3:village:2026-11` without the month. */
const monthsOf = (about: string): string => about.slice(0, about.lastIndexOf(':'));

interface Since {
  firstDay: string;
  today: string;
}

async function readRecords(
  reader: Reader,
  rules: Required<RecordChecks>,
  { firstDay, today }: Since,
): Promise<Records> {
  const from = [firstDay, addDays(today, -DAYS)].sort().at(-1) as string;
  const span = { firstDay, from, today };
  const months = monthsBefore(today, rules);
  const wholeMonths = rules.ask.includes('months-normal') && firstDay <= months;
  const findings = await readFindings(reader, wholeMonths ? months : from, today);
  const many = [...groupBy(findings, ({ reachId }) => reachId)]
    .filter(([, found]) => found.length >= rules.monthsNormal.byOthers)
    .map(([reachId]) => reachId);
  return {
    walks: await readWalks(reader, span),
    monthsOfWalks:
      wholeMonths && many.length > 0 ? await readWalks(reader, { ...span, from: months }, many) : [],
    findings,
    terms: await readTerms(reader),
    shots: await readShots(reader, from, today),
    answered: await readAnswered(reader, span),
  };
}

interface Span extends Since {
  /** What was entered, found or answered before that day is left alone. */
  from: string;
}

const midnight = (day: string): string => sqlInstant(instantAt(day, '00:00'));

/** Who walked and is known to Feishu can be asked; what others entered for them, or from paper, says less. */
async function readWalks(
  reader: Reader,
  { firstDay, from, today }: Span,
  reachIds?: readonly number[],
): Promise<Walk[]> {
  const rows = await reader.query<Walk & { occurredAt: unknown; recordedAt: unknown }>(
    `SELECT p.id, p.personId, p.reachId, r.name AS reach, p.level, p.result, p.standInFor, p.occurredAt, p.recordedAt
       FROM patrol p JOIN person h ON h.id = p.personId JOIN reach r ON r.id = p.reachId
      WHERE p.recordedAt >= ? AND p.recordedAt < ? AND p.occurredAt >= ? AND p.channel = 'card'
        AND p.enteredById IS NULL AND p.kind <> 'meeting' AND h.openId IS NOT NULL
        ${reachIds ? `AND p.reachId IN (${marks(reachIds)})` : ''} ORDER BY p.id`,
    [midnight(from), midnight(today), midnight(firstDay), ...(reachIds ?? [])],
  );
  return rows.map((row) => ({
    ...row,
    occurredAt: instantOf(row.occurredAt),
    recordedAt: instantOf(row.recordedAt),
  }));
}

/** Handed on at least once: 重大 is held up to nobody before 县河长办 has confirmed it. */
const FOUND = [...REPORTED, 'closed'];

/** What a deputy found is neither the chief's nor somebody else's. */
async function readFindings(reader: Reader, from: string, today: string): Promise<Finding[]> {
  const rows = await reader.query<Finding & { occurredAt: unknown }>(
    `SELECT p.id, p.finderId, p.reachId, p.place, p.occurredAt
       FROM problem p LEFT JOIN patrol w ON w.taskId = p.taskId
      WHERE p.occurredAt >= ? AND p.occurredAt < ? AND p.state IN (${marks(FOUND)})
        AND p.assignedAt IS NOT NULL AND w.standInFor IS NULL ORDER BY p.id`,
    [midnight(from), midnight(today), ...FOUND],
  );
  const found = rows.map((row) => ({ ...row, occurredAt: instantOf(row.occurredAt) }));
  const walked = new Set(await readDeputyWalks(reader, from, today));
  return found.filter((one) => !walked.has(walkKey(one.finderId, one.reachId, one.occurredAt)));
}

const walkKey = (personId: number, reachId: number, at: Date): string =>
  `${personId} ${reachId} ${dayOf(at)}`;

/** Who walked which reach for somebody else on which day, without a task as well. */
async function readDeputyWalks(reader: Reader, from: string, today: string): Promise<string[]> {
  const rows = await reader.query<{ personId: number; reachId: number; occurredAt: unknown }>(
    `SELECT personId, reachId, occurredAt FROM patrol
      WHERE standInFor IS NOT NULL AND occurredAt >= ? AND occurredAt < ?`,
    [midnight(from), midnight(today)],
  );
  return rows.map(({ personId, reachId, occurredAt }) => walkKey(personId, reachId, instantOf(occurredAt)));
}

interface PlacedPhoto {
  id: number;
  personId: number;
  takenAt: string;
  lonE6: number;
  latE6: number;
}

/** Photos of one's own walk or finding; what a liaison sends for others comes from several phones. */
async function readShots(reader: Reader, from: string, today: string): Promise<Shot[]> {
  const rows = await reader.query<PlacedPhoto>(
    `SELECT f.id, f.personId, c.takenAt, c.lonE6, c.latE6
       FROM photo_check c JOIN photo f ON f.id = c.photoId JOIN person h ON h.id = f.personId
       LEFT JOIN patrol w ON f.subjectType = 'task' AND w.taskId = f.subjectId
       LEFT JOIN problem p ON f.subjectType = 'problem' AND f.side = 'before' AND p.id = f.subjectId
      WHERE c.lonE6 IS NOT NULL AND c.latE6 IS NOT NULL AND c.takenAt >= ? AND c.takenAt < ?
        AND f.state = 'stored' AND h.openId IS NOT NULL AND w.enteredById IS NULL
        AND (w.personId = f.personId OR p.finderId = f.personId) ORDER BY f.id`,
    [from, today],
  );
  return rows.map(({ takenAt, ...row }) => ({ ...row, at: new Date(`${takenAt.replace(' ', 'T')}+08:00`) }));
}

interface AnsweredRow {
  id: number;
  handlerId: number;
  place: string | null;
  hintLonE6: number | null;
  hintLatE6: number | null;
  afterLonE6: number | null;
  afterLatE6: number | null;
  outfallLonE6: number | null;
  outfallLatE6: number | null;
}

interface SidePhoto {
  id: number;
  problemId: number;
  personId: number;
  side: 'before' | 'after';
  lonE6: number | null;
  latE6: number | null;
}

const spotOf = (lonE6: number | null, latE6: number | null) =>
  lonE6 === null || latE6 === null ? [] : [{ lonE6, latE6 }];

/** What the cameras say, what was sent as a place, and for the finder's side where the outfall is. */
async function readAnswered(reader: Reader, { firstDay, from, today }: Span): Promise<Answered[]> {
  const span = [midnight(from), midnight(today), midnight(firstDay)];
  const answered = `p.answeredAt >= ? AND p.answeredAt < ? AND p.occurredAt >= ? AND p.state IN ('answered', 'closed')`;
  const problems = await reader.query<AnsweredRow>(
    `SELECT p.id, p.handlerId, p.place, p.hintLonE6, p.hintLatE6, p.afterLonE6, p.afterLatE6,
            o.lonE6 AS outfallLonE6, o.latE6 AS outfallLatE6
       FROM problem p JOIN person h ON h.id = p.handlerId LEFT JOIN outfall o ON o.id = p.outfallId
      WHERE ${answered} AND h.openId IS NOT NULL ORDER BY p.id`,
    span,
  );
  const photos = await reader.query<SidePhoto>(
    `SELECT f.id, f.subjectId AS problemId, f.personId, f.side, c.lonE6, c.latE6
       FROM problem p JOIN photo f ON f.subjectType = 'problem' AND f.subjectId = p.id
       LEFT JOIN photo_check c ON c.photoId = f.id
      WHERE ${answered} AND f.state = 'stored' AND f.side IS NOT NULL ORDER BY f.id`,
    span,
  );
  const photosOf = groupBy(photos, ({ problemId }) => problemId);
  return problems.map((problem) => {
    const side = (which: SidePhoto['side']) =>
      (photosOf.get(problem.id) ?? []).filter((photo) => photo.side === which);
    const [before, after] = [side('before'), side('after')];
    const cameras = (own: readonly SidePhoto[]) => own.flatMap(({ lonE6, latE6 }) => spotOf(lonE6, latE6));
    const last = after.at(-1);
    return {
      id: problem.id,
      personId: problem.handlerId,
      place: problem.place,
      before: [
        ...cameras(before),
        ...spotOf(problem.hintLonE6, problem.hintLatE6),
        ...spotOf(problem.outfallLonE6, problem.outfallLatE6),
      ],
      after: [...cameras(after), ...spotOf(problem.afterLonE6, problem.afterLatE6)],
      photoIds: last && before[0] ? [last.id, before[0].id] : [],
    };
  });
}
