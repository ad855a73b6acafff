import {
  AssessmentLine,
  AssessmentRound,
  AssessmentRun,
  AssessmentScore,
  type Person,
  PolicyVersion,
  Reach,
  type ScoreSubject,
  Unit,
} from '../../entities';
import type { Reader } from '../core/database';
import { instantAt } from '../core/days';
import { groupBy } from '../core/groupBy';
import { postNames } from '../roster';
import { unpackEvidence } from './evidence';
import { dayAfter, type Period, parsePeriod, periodBefore } from './period';
import { type Line, median, PENDING, SCALING } from './points';
import { draftedRuns } from './rounds/frozen';
import { subjectKey } from './subjectKey';
import { readVacancies, type Vacancy } from './vacancies';

/** A run and what everything of it is told against. */
export interface RunContent {
  run: AssessmentRun;
  period: Period;
  /** Up to when records counted: the period's end, or the computation's time while it ran. */
  asOf: Date;
  ended: boolean;
  /** Since when the rules it was judged by are in force; null when that is not known. */
  policySince: Date | null;
  /** Of the towns, hundredths. */
  median: number | null;
  medianBefore: number | null;
  /** The formal round that it is the whole of; null for a 试算. */
  round: AssessmentRound | null;
}

/** Whatever is no formal round (`assessment.rounds`) is a 试算. */
export const isTrial = ({ round }: Pick<RunContent, 'round'>): boolean => round === null;

export interface ScoredSubject {
  score: AssessmentScore;
  /** 龙兴镇, or a chief by post. */
  name: string;
  /** A chief's reach: somebody may hold several posts. */
  reach: string | null;
  /** Of the period before, hundredths; null when it had no score. */
  before: number | null;
  /** Hundredths; null when there is nothing to compare with. */
  change: number | null;
  lines: Line[];
  /** The same subject's lines of the period before. */
  linesBefore: Line[];
}

async function runBefore(reader: Reader, period: Period): Promise<AssessmentRun | null> {
  return reader.findOne(AssessmentRun, { period: periodBefore(period).key });
}

export const townMedian = async (reader: Reader, runId: number): Promise<number | null> =>
  median((await reader.find(AssessmentScore, { runId, subject: 'town' })).map(({ score }) => score));

async function contentOf(reader: Reader, run: AssessmentRun): Promise<RunContent> {
  const period = parsePeriod(run.period);
  const end = instantAt(dayAfter(period), '00:00');
  const ended = run.computedAt >= end;
  const before = await runBefore(reader, period);
  const version = await reader.findOne(PolicyVersion, { number: run.policyVersion });
  return {
    run,
    period,
    ended,
    asOf: ended ? end : run.computedAt,
    policySince: version?.activatedAt ?? null,
    median: await townMedian(reader, run.id),
    medianBefore: before && (await townMedian(reader, before.id)),
    round: await reader.findOne(AssessmentRound, { runId: run.id }),
  };
}

async function linesOf(reader: Reader, scores: readonly AssessmentScore[]): Promise<Map<number, Line[]>> {
  const rows = await reader.find(
    AssessmentLine,
    { scoreId: scores.map(({ id }) => id) },
    { order: { id: 'ASC' } },
  );
  return groupByScore(rows);
}

/** A line as it was stored. */
export const storedLine = ({ rule, points, max, applicable, reason, evidence }: AssessmentLine): Line => ({
  rule,
  points,
  max,
  applicable,
  reason,
  evidence: unpackEvidence(evidence),
});

const groupByScore = (rows: readonly AssessmentLine[]): Map<number, Line[]> =>
  new Map(
    [...groupBy(rows, ({ scoreId }) => scoreId)].map(([scoreId, own]) => [scoreId, own.map(storedLine)]),
  );

/** The period before as those see it whom it is about: null while it is a draft. */
export async function shownBefore(reader: Reader, period: Period): Promise<AssessmentRun | null> {
  const before = await runBefore(reader, period);
  return before && (await draftedRuns(reader)).has(before.id) ? null : before;
}

/** @param against what changes are told against, null: nothing; the period before when it is left out */
export async function describeScores(
  reader: Reader,
  period: Period,
  scores: readonly AssessmentScore[],
  against?: AssessmentRun | null,
): Promise<ScoredSubject[]> {
  const before = against === undefined ? await runBefore(reader, period) : against;
  const known = before ? await reader.find(AssessmentScore, { runId: before.id }) : [];
  const earlier = new Map(known.map((score) => [subjectKey(score), score]));
  const counterparts = scores.map((score) => earlier.get(subjectKey(score)));
  const lines = await linesOf(reader, [...scores, ...counterparts.filter((score) => score !== undefined)]);
  const names = await namesOf(reader, scores);
  return scores.map((score, n) => {
    const counterpart = counterparts[n];
    const was = counterpart?.score ?? null;
    return {
      score,
      ...names(score),
      before: was,
      change: score.score === null || was === null ? null : score.score - was,
      lines: lines.get(score.id) ?? [],
      linesBefore: (counterpart && lines.get(counterpart.id)) ?? [],
    };
  });
}

/** 龙兴镇, or a chief by post and the reach. */
export interface Named {
  name: string;
  reach: string | null;
}

type Whose = Pick<AssessmentScore, 'unitId' | 'personId' | 'reachId'>;

export async function namesOf(reader: Reader, scores: readonly Whose[]): Promise<(score: Whose) => Named> {
  const units = new Map(
    (await reader.find(Unit, { id: scores.map(({ unitId }) => unitId) })).map(({ id, name }) => [id, name]),
  );
  const people = await postNames(
    reader,
    scores.map(({ personId }) => personId),
  );
  const reachIds = scores.map(({ reachId }) => reachId).filter((id) => id !== null);
  const reaches = new Map((await reader.find(Reach, { id: reachIds })).map(({ id, name }) => [id, name]));
  return ({ unitId, personId, reachId }) => ({
    name: (personId === null ? units.get(unitId) : people.get(personId)) ?? '',
    reach: reachId === null ? null : (reaches.get(reachId) ?? null),
  });
}

/** 贾家村河长 · 龙兴镇第一村段. */
export const nameWithReach = ({ name, reach }: Named): string => [name, reach].filter(Boolean).join(' · ');

/** 龙兴镇; a chief by post and reach. */
export async function whoseNames(
  reader: Reader,
  scores: readonly Whose[],
): Promise<(score: Whose) => string> {
  const names = await namesOf(reader, scores);
  return (score) => nameWithReach(names(score));
}

export interface SummaryContent extends RunContent {
  /** The best first, those without a score last. */
  towns: ScoredSubject[];
  /** Likewise; none where the county has no sheet for them. */
  departments: ScoredSubject[];
  /** The lowest, worst first. */
  lowestChiefs: ScoredSubject[];
  chiefCount: number;
  /** How many patrols can still be entered late and are not counted yet. */
  pending: number;
  /** Patrols that were due and are nobody's. */
  vacancies: Vacancy[];
}

const byScore = (a: AssessmentScore, b: AssessmentScore): number =>
  (b.score ?? -1) - (a.score ?? -1) || a.id - b.id;

/** A task is named by its town and by its chief, and counts once. */
async function pendingCount(reader: Reader, scores: readonly AssessmentScore[]): Promise<number> {
  const lines = await reader.find(AssessmentLine, { scoreId: scores.map(({ id }) => id), rule: PENDING });
  const refs = lines.flatMap(({ evidence }) => unpackEvidence(evidence));
  return new Set(refs.map(({ id }) => id)).size;
}

/** A period's whole table; null when there is no such run. */
export async function summaryContent(
  reader: Reader,
  runId: number,
  lowest: number,
): Promise<SummaryContent | null> {
  const run = await reader.findOne(AssessmentRun, { id: runId });
  if (!run) return null;
  const content = await contentOf(reader, run);
  const scores = await reader.find(AssessmentScore, { runId });
  const of = (kind: ScoreSubject) => scores.filter(({ subject }) => subject === kind).sort(byScore);
  const chiefs = of('chief').filter(({ score }) => score !== null);
  const worst = chiefs.sort((a, b) => -byScore(a, b)).slice(0, lowest);
  return {
    ...content,
    towns: await describeScores(reader, content.period, of('town')),
    departments: await describeScores(reader, content.period, of('department')),
    lowestChiefs: await describeScores(reader, content.period, worst),
    chiefCount: chiefs.length,
    pending: await pendingCount(reader, scores),
    vacancies: await readVacancies(reader, content.period, run),
  };
}

/** The scores in these runs that are about a person: of each post, and of the unit. Who may see which is asked apart. */
export const scoresAbout = async (
  reader: Reader,
  { id: personId, unitId }: Pick<Person, 'id' | 'unitId'>,
  runId: number | number[],
): Promise<AssessmentScore[]> => [
  ...(await reader.find(AssessmentScore, { runId, subject: 'chief', personId })),
  ...(await reader.find(AssessmentScore, { runId, subject: ['town', 'department'], unitId })),
];

export interface OwnContent extends RunContent {
  subject: ScoredSubject;
  /** The middle of those that it is one of: the towns; the chiefs of its level; the departments. Hundredths. */
  peerMedian: number | null;
}

/** One town's, chief's or department's own score; null when there is no such score. */
export async function ownContent(reader: Reader, scoreId: number): Promise<OwnContent | null> {
  const score = await reader.findOne(AssessmentScore, { id: scoreId });
  const run = score && (await reader.findOne(AssessmentRun, { id: score.runId }));
  if (!run) return null;
  const content = await contentOf(reader, run);
  const before = await shownBefore(reader, content.period);
  const [subject] = await describeScores(reader, content.period, [score], before);
  if (!subject) return null;
  // Units have no level, chiefs are compared with those of their own.
  const { runId, subject: of, level } = score;
  const peers = await reader.find(AssessmentScore, { runId, subject: of, level });
  return { ...content, subject, peerMedian: median(peers.map((one) => one.score)) };
}

/** How many of them have a score. */
export const scoredIn = (subjects: readonly ScoredSubject[]): number =>
  subjects.filter(({ score }) => score.score !== null).length;

/** The applicable line on which most was lost; null when nothing was. */
export function largestLoss(lines: readonly Line[]): Line | null {
  const lost = lines.filter(({ applicable, points, max }) => applicable && points < max);
  return lost.reduce<Line | null>(
    (most, line) => (most === null || line.max - line.points > most.max - most.points ? line : most),
    null,
  );
}

/** The line that moved most in the direction of the change; null when no line can be compared. */
export function mainMove({ change, lines, linesBefore }: ScoredSubject): Line | null {
  if (!change) return null;
  const moves = lines.flatMap((line) => {
    const was = linesBefore.find(({ rule }) => rule === line.rule);
    const isItem = line.rule !== SCALING && line.applicable && was?.applicable;
    return isItem ? [{ line, by: (line.points - was.points) * Math.sign(change) }] : [];
  });
  return moves.sort((a, b) => b.by - a.by).find(({ by }) => by > 0)?.line ?? null;
}
