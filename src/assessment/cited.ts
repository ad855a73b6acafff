import {
  AssessmentAppeal,
  AssessmentCorrection,
  AssessmentMark,
  type EvidenceRef,
  LadderDocument,
  MarkProposal,
  Outfall,
  type PatrolTaskState,
  Problem,
  type Reach,
  RUNGS,
  Suspicion,
  Unit,
  type Verdict,
} from '../../entities';
import { instantOf, marks, type Reader } from '../core/database';
import { dayBeside, dayOf } from '../core/days';
import { groupBy } from '../core/groupBy';
import { LEVEL_WORDS, periodName } from '../patrol';
import { problemTitle } from '../problem';
import { postNames, reachTitle } from '../roster';
import { inPoints } from './points';

/** A record that was counted, as a person knows it again. */
export interface CitedRecord extends EvidenceRef {
  /** 汾河 第一村段 第43周巡河. */
  title: string;
  /** The day it is told by: due, walked, found; null where it has none. */
  day: string | null;
  /** 未完成; 10月15日反馈. */
  note: string;
  /** What may have cost points: shown before what went well. */
  open: boolean;
}

/** Of one kind and line; a year of a town has more than anybody reads, and the workbook has them all. */
const MOST_READ = 2_000;

type Read = (reader: Reader, ids: readonly number[]) => Promise<Omit<CitedRecord, 'kind'>[]>;
type ReachName = Pick<Reach, 'river' | 'name'>;

const placeOf = ({ river, name }: ReachName): string => reachTitle({ river, reachName: name });

interface TaskRow extends ReachName {
  id: number;
  level: keyof typeof LEVEL_WORDS;
  periodKey: string;
  dueDay: string;
  state: PatrolTaskState;
  recordedAt: unknown;
}

const taskNote = ({ state, dueDay, recordedAt }: TaskRow): string => {
  if (state === 'missed') return '未完成';
  if (state === 'open') return '还没有巡';
  if (state === 'void') return '不计入';
  return recordedAt !== null && dayOf(instantOf(recordedAt)) > dueDay ? '补录' : '完成';
};

const tasks: Read = async (reader, ids) => {
  const rows = await reader.query<TaskRow>(
    `SELECT t.id, t.level, t.periodKey, t.dueDay, t.state, p.recordedAt, r.river, r.name
       FROM patrol_task t JOIN reach r ON r.id = t.reachId LEFT JOIN patrol p ON p.taskId = t.id
      WHERE t.id IN (${marks(ids)})`,
    [...ids],
  );
  return rows.map((row) => ({
    id: row.id,
    title: `${placeOf(row)}${LEVEL_WORDS[row.level]}${periodName(row.periodKey)}巡河`,
    day: row.dueDay,
    note: taskNote(row),
    open: row.state === 'missed' || row.state === 'open',
  }));
};

const patrols: Read = async (reader, ids) => {
  const rows = await reader.query<{ id: number; result: string; occurredAt: unknown } & ReachName>(
    `SELECT p.id, p.result, p.occurredAt, r.river, r.name
       FROM patrol p JOIN reach r ON r.id = p.reachId WHERE p.id IN (${marks(ids)})`,
    [...ids],
  );
  return rows.map((row) => ({
    id: row.id,
    title: `${placeOf(row)}巡河`,
    day: dayOf(instantOf(row.occurredAt)),
    note: row.result === 'problem' ? '发现问题' : '正常',
    open: false,
  }));
};

/** 反馈 and 销号 with their days, so that whoever reads it sees why it counts as it does. */
function problemNote({ occurredAt, dueDay, answeredAt, closedAt }: Problem): string {
  const due = dueDay === null ? '没有期限' : `${dayBeside(dueDay, occurredAt)}到期`;
  if (closedAt) return `${due}，${dayBeside(dayOf(closedAt), occurredAt)}销号`;
  return answeredAt ? `${due}，${dayBeside(dayOf(answeredAt), occurredAt)}反馈` : `${due}，没有反馈`;
}

const problems: Read = async (reader, ids) =>
  (await reader.find(Problem, { id: [...ids] })).map((problem) => ({
    id: problem.id,
    title: problemTitle(problem),
    day: dayOf(problem.occurredAt),
    note: problemNote(problem),
    open: problem.closedAt === null,
  }));

const outfalls: Read = async (reader, ids) =>
  (await reader.find(Outfall, { id: [...ids] })).map(({ id, name, internalCode, remedyDueDay }) => ({
    id,
    title: `${internalCode} ${name}`,
    day: remedyDueDay,
    note: '',
    open: false,
  }));

const observations: Read = async (reader, ids) => {
  const rows = await reader.query<{ id: number; name: string; occurredAt: unknown }>(
    `SELECT o.id, o.occurredAt, f.name FROM observation o JOIN outfall f ON f.id = o.outfallId
      WHERE o.id IN (${marks(ids)})`,
    [...ids],
  );
  return rows.map(({ id, name, occurredAt }) => ({
    id,
    title: name,
    day: dayOf(instantOf(occurredAt)),
    note: '',
    open: false,
  }));
};

const suspicions: Read = async (reader, ids) =>
  (await reader.find(Suspicion, { id: [...ids] })).map(({ id, words, verdict, settledAt }) => ({
    id,
    title: words,
    day: settledAt && dayOf(settledAt),
    note: verdict ?? '',
    open: true,
  }));

const documents: Read = async (reader, ids) => {
  const rows = await reader.find(LadderDocument, { id: [...ids] });
  const units = new Map(
    (await reader.find(Unit, { id: rows.map(({ unitId }) => unitId) })).map(({ id, name }) => [id, name]),
  );
  return rows.map(({ id, rung, unitId, signedAt }) => ({
    id,
    title: `${RUNGS[rung]}${units.get(unitId) ?? ''}`,
    day: signedAt && dayOf(signedAt),
    note: '已签发',
    open: true,
  }));
};

/** Who gave it stands beside the points, of 加分 and 否决 both who entered and who confirmed it: they can be asked. */
const marksGiven: Read = async (reader, ids) => {
  const rows = await reader.find(AssessmentMark, { id: [...ids] });
  const proposals = await reader.find(MarkProposal, { markId: [...ids] });
  const confirmedBy = new Map(proposals.map(({ markId, decidedById }) => [markId, decidedById]));
  const names = await postNames(
    reader,
    [...rows.map(({ byId }) => byId), ...confirmedBy.values()].filter((id) => id !== null),
  );
  const nameOf = (id: number): string => names.get(id) ?? '';
  return rows.map(({ id, reason, points, byId, at }) => {
    const second = confirmedBy.get(id);
    const given = points === null ? '' : `${inPoints(points)}分`;
    return {
      id,
      title: reason || '满分',
      day: dayOf(at),
      note: second
        ? `${nameOf(byId)}填，${nameOf(second)}确认${given && `，加${given}`}`
        : `${nameOf(byId)}${given === '' ? '认定' : `评${given}`}`,
      open: false,
    };
  });
};

const VERDICT_WORDS: Record<Verdict, string> = {
  pass: '达标',
  over: '超标',
  suspected: '疑似超标',
  unjudged: '没有限值',
};

const measurements: Read = async (reader, ids) => {
  const rows = await reader.query<{
    id: number;
    name: string;
    item: string;
    sampledDay: string;
    verdict: Verdict;
  }>(
    `SELECT m.id, m.item, m.sampledDay, m.verdict, f.name FROM measurement m JOIN outfall f ON f.id = m.outfallId
      WHERE m.id IN (${marks(ids)})`,
    [...ids],
  );
  return rows.map(({ id, name, item, sampledDay, verdict }) => ({
    id,
    title: `${name} ${item}`,
    day: sampledDay,
    note: VERDICT_WORDS[verdict],
    open: verdict === 'over',
  }));
};

const appeals: Read = async (reader, ids) =>
  (await reader.find(AssessmentAppeal, { id: [...ids] })).map(({ id, words, at, state }) => ({
    id,
    title: words,
    day: dayOf(at),
    note: { open: '待复核', upheld: '维持', corrected: '更正' }[state],
    open: true,
  }));

const corrections: Read = async (reader, ids) =>
  (await reader.find(AssessmentCorrection, { id: [...ids] })).map(({ id, reason, at }) => ({
    id,
    title: reason,
    day: dayOf(at),
    note: '更正',
    open: true,
  }));

const READS: Record<EvidenceRef['kind'], Read> = {
  appeal: appeals,
  correction: corrections,
  document: documents,
  mark: marksGiven,
  measurement: measurements,
  task: tasks,
  patrol: patrols,
  problem: problems,
  outfall: outfalls,
  observation: observations,
  suspicion: suspicions,
};

export const recordKey = ({ kind, id }: EvidenceRef): string => `${kind} ${id}`;

/** The records by `recordKey`; what is gone from the database is missing. One statement a kind. */
export async function readCited(
  reader: Reader,
  refs: readonly EvidenceRef[],
): Promise<Map<string, CitedRecord>> {
  const records: CitedRecord[] = [];
  for (const [kind, own] of groupBy(refs, (ref) => ref.kind)) {
    const ids = [...new Set(own.map(({ id }) => id))];
    for (let from = 0; from < ids.length; from += MOST_READ) {
      const some = await READS[kind](reader, ids.slice(from, from + MOST_READ));
      for (const one of some) records.push({ kind, ...one });
    }
  }
  return new Map(records.map((one) => [recordKey(one), one]));
}

const byDay = (a: CitedRecord, b: CitedRecord): number =>
  Number(b.open) - Number(a.open) || (a.day ?? '').localeCompare(b.day ?? '') || a.id - b.id;

/** A line's records of one kind: what may have cost points first, then by day. */
export const inReadingOrder = (
  refs: readonly EvidenceRef[],
  known: ReadonlyMap<string, CitedRecord>,
): CitedRecord[] => refs.flatMap((ref) => known.get(recordKey(ref)) ?? []).sort(byDay);
