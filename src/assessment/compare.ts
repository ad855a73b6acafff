import { AssessmentRun, AssessmentScore } from '../../entities';
import type { Reader } from '../core/database';
import { Fault } from '../core/errors';
import { type Period, parsePeriod } from './period';
import { describeScores, type ScoredSubject, townMedian } from './queries';
import { subjectKey } from './subjectKey';

/** Months since 2000, and after all of them quarters and years: a pair of periods fits a card's subject id. */
const KINDS = ['month', 'quarter', 'year'] as const;
const STEPS = { month: 1, quarter: 3, year: 12 } as const;
const SPAN = 1_200;
const RADIX = SPAN * KINDS.length;

function indexOf({ kind, fromDay }: Period): number {
  const months = (Number(fromDay.slice(0, 4)) - 2000) * 12 + Number(fromDay.slice(5, 7)) - 1;
  return KINDS.indexOf(kind) * SPAN + months;
}

function periodAt(index: number): Period | null {
  const kind = KINDS[Math.floor(index / SPAN)];
  if (!kind) return null;
  const months = index % SPAN;
  if (months % STEPS[kind] !== 0) return null;
  const year = String(2000 + Math.floor(months / 12));
  const month = (months % 12) + 1;
  if (kind === 'year') return parsePeriod(year);
  return parsePeriod(
    kind === 'quarter' ? `${year}-Q${(month + 2) / 3}` : `${year}-${String(month).padStart(2, '0')}`,
  );
}

/** What is compared with what, as one number: the id of what a card or file is about. */
export const pairId = (was: Period, now: Period): number => indexOf(was) * RADIX + indexOf(now);

/** @returns null for a number that stands for no pair */
export function pairOf(id: number): { was: Period; now: Period } | null {
  const [was, now] = [periodAt(Math.floor(id / RADIX)), periodAt(id % RADIX)];
  return was && now && was.kind === now.kind && was.key !== now.key ? { was, now } : null;
}

/**
 * The two periods that somebody names, the earlier first.
 *
 * @throws Fault `assess.period`; `assess.compare` for two of different kinds or the same twice
 */
export function pairFrom(one: string, other: string): { was: Period; now: Period } {
  const [a, b] = [parsePeriod(one), parsePeriod(other)];
  if (a.kind !== b.kind || a.key === b.key) throw new Fault('assess.compare', { one, other });
  return a.fromDay < b.fromDay ? { was: a, now: b } : { was: b, now: a };
}

export interface Comparison {
  was: Period;
  now: Period;
  /** Of the towns, hundredths. */
  medians: { was: number | null; now: number | null };
  /** Scored in either period, whoever moved most first; `change` is null where one has no score. */
  towns: ScoredSubject[];
  chiefs: ScoredSubject[];
  departments: ScoredSubject[];
}

const byMove = (a: ScoredSubject, b: ScoredSubject): number =>
  Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0) || a.score.id - b.score.id;

/** Two computed periods side by side; null when one of them was never computed. */
export async function comparePeriods(
  reader: Reader,
  { was, now }: { was: Period; now: Period },
): Promise<Comparison | null> {
  const [before, after] = [
    await reader.findOne(AssessmentRun, { period: was.key }),
    await reader.findOne(AssessmentRun, { period: now.key }),
  ];
  if (!before || !after) return null;
  const known = new Set((await reader.find(AssessmentScore, { runId: before.id })).map(subjectKey));
  const scores = await reader.find(AssessmentScore, { runId: after.id }, { order: { id: 'ASC' } });
  const compared = scores.filter((score) => score.score !== null || known.has(subjectKey(score)));
  const subjects = await describeScores(reader, now, compared, before);
  const of = (kind: AssessmentScore['subject']) =>
    subjects.filter(({ score }) => score.subject === kind).sort(byMove);
  return {
    was,
    now,
    medians: { was: await townMedian(reader, before.id), now: await townMedian(reader, after.id) },
    towns: of('town'),
    chiefs: of('chief'),
    departments: of('department'),
  };
}

/** What moved between the two, line by line, the largest first: hundredths of a point. */
export function movedLines({
  lines,
  linesBefore,
}: ScoredSubject): { rule: string; by: number; reason: string }[] {
  return lines
    .flatMap((line) => {
      const was = linesBefore.find(({ rule }) => rule === line.rule);
      if (!was || line.max === 0 || !line.applicable || !was.applicable) return [];
      const by = line.points - was.points;
      return by === 0 ? [] : [{ rule: line.rule, by, reason: line.reason }];
    })
    .sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
}
