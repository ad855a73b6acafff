import { AssessmentRun, type EvidenceRef, type Level } from '../../entities';
import { JOB_PATIENCE } from '../core/database';
import { dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { takeTurn } from '../core/turn';
import { graced } from '../patrol';
import { earliest, endOf } from './asOf';
import type { Deps } from './deps';
import { type FactsAsOf, type Part, readPeriods } from './facts';
import { markDay } from './marks/rules';
import { isRunning, monthsOf, type Period, parsePeriod } from './period';
import { evidenceOf, type Line, type Score } from './points';
import { publishScores } from './publish';
import { corrections, correctScores } from './rounds/corrections';
import { finalHash, freezes, frozenAt } from './rounds/frozen';
import { rulesInForce } from './rulesInForce';
import { allOf, type Scores, scoreAll } from './scores';
import { hashOf, storeScores } from './store';
import { scoreMonths } from './yearScores';

/** A line as `assess --json` gives it: points with two decimals (docs: contract). */
export interface ResultLine {
  rule: string;
  points: number;
  max: number;
  applicable: boolean;
  reason: string;
  evidence: EvidenceRef[];
}

interface ResultScore {
  /** Null when nothing was applicable. */
  score: number | null;
  grade: string;
  lines: ResultLine[];
}

export interface AssessmentResult {
  period: string;
  policyVersion: number;
  /** Up to when records count: the period's end, or now while it still runs. */
  asOf: string;
  running: boolean;
  /** Only with `verify`: whether what is stored is what comes out now; `stored` false when nothing is. */
  verified?: { stored: boolean; identical: boolean };
  towns: ({ code: string; name: string } & ResultScore)[];
  chiefs: ({ reach: string; level: Level; name: string; unit: string } & ResultScore)[];
  /** 县直部门; left out where the county's rules have no sheet for them. */
  departments?: ({ code: string; name: string } & ResultScore)[];
  /** Tasks that count for and against nobody: 无人任职. */
  vacant: EvidenceRef[];
}

export interface AssessOptions {
  /** `2026-10`, `2026-Q4`, `2026`. */
  period: string;
  at: Date;
  /** Computes again and compares with what is stored, and changes nothing. */
  verify?: boolean;
  /** One town alone, by its code, with the chiefs of its reaches; stores nothing. */
  town?: string;
  /** Sends the county office its 考核汇总, and each town and chief their own. */
  publishCards?: boolean;
}

/** What is stored of a period. */
export interface Scored {
  period: Period;
  policyVersion: number;
  /** Since when nothing alters it; null while something that was due can still be entered. */
  frozenAt: Date | null;
  scores: Scores;
}

export interface Computation extends Scored {
  asOf: Date;
  /** What it was made of; of a year its first month. */
  factsOf(): FactsAsOf;
  /** Of a year those of its months, of which it is the mean, scored once more; else itself alone. */
  parts(): Scored[];
}

/**
 * A period's scores from the records as they were (asOf.ts); stores nothing. A year is the mean of its months, each by
 * the rules of its own, as it stood at its own end and as people corrected it.
 *
 * @param only one town, by its code, and the chiefs of its reaches: the same lines as among all
 * @throws Fault `assess.future`, `assess.empty`, `assess.policy`, `assess.town`
 */
export async function compute(
  { db, policies, calendar }: Deps,
  period: Period,
  at: Date,
  only: { town?: string } = {},
): Promise<Computation> {
  if (dayOf(at) < period.fromDay) {
    throw new Fault('assess.future', { period: period.key, from: period.fromDay });
  }
  const months =
    period.kind === 'year' ? monthsOf(period).filter(({ fromDay }) => fromDay <= dayOf(at)) : null;
  const scored = months ?? [period];
  const runs = await db.read.find(AssessmentRun, { period: [period.key, ...scored.map(({ key }) => key)] });
  const runOf = ({ key }: Period) => runs.find((one) => one.period === key);
  const inForce = await rulesInForce(db.read, policies.current.version);
  const versionOf = (one: Period): number => inForce(one, runOf(one)?.policyVersion ?? null);
  const { grades } = (await policies.at(versionOf(period))).assessment;
  const drafted = await freezes(db.read, scored);
  const asked: Part[] = [];
  for (const one of scored) {
    const stored = earliest(runOf(one)?.frozenAt, runOf(period)?.frozenAt);
    const policy = await policies.at(versionOf(one));
    asked.push({
      period: one,
      policy,
      frozenAt: earliest(stored, drafted(one)),
      marksUntil: markDay(one, policy.assessment, calendar),
    });
  }
  const factsOf = await readPeriods(db.read, { span: period, parts: asked, at, town: only.town });
  const decided = await corrections(db.read, [period, ...scored]);
  const scoredOf = (part: Part): Scored => {
    const { period: one, policy } = part;
    const own = factsOf(part);
    const terms = graced(own.terms, { policy, calendar });
    const sheet = policy.assessment;
    return {
      period: one,
      policyVersion: versionOf(one),
      frozenAt: own.frozenAt,
      scores: correctScores(scoreAll(sheet, { ...own, terms }), decided(one), sheet.grades),
    };
  };
  const frozen: (Date | null)[] = [];
  // One after the other: the facts and lines of all months at once would be ten times the memory.
  function* inTurn(): Generator<Scored> {
    for (const part of asked) {
      const one = scoredOf(part);
      frozen.push(one.frozenAt);
      yield one;
    }
  }
  const scores = months
    ? correctScores(scoreMonths(inTurn(), grades), decided(period), grades)
    : ([...inTurn()][0] as Scored).scores;
  if (only.town !== undefined && scores.towns.length === 0) {
    throw new Fault('assess.town', { town: only.town });
  }
  if (allOf(scores).length === 0) throw new Fault('assess.empty');
  const isWhole = months === null || months.length === monthsOf(period).length;
  return {
    period,
    policyVersion: versionOf(period),
    asOf: new Date(Math.min(at.getTime(), endOf(period).getTime())),
    frozenAt: isWhole ? latest(frozen) : null,
    factsOf: () => factsOf(asked[0] as Part),
    parts: () => asked.map(scoredOf),
    scores,
  };
}

/** Null when any of them is. */
function latest(instants: readonly (Date | null)[]): Date | null {
  const known = instants.filter((one) => one !== null);
  return known.length < instants.length ? null : new Date(Math.max(...known.map(Number)));
}

const decimal = (hundredths: number): number => hundredths / 100;
const lineOf = ({ rule, points, max, applicable, reason, evidence }: Line): ResultLine => ({
  rule,
  points: decimal(points),
  max: decimal(max),
  applicable,
  reason,
  evidence,
});
const scoreOf = ({ score, grade, lines }: Score): ResultScore => ({
  score: score === null ? null : decimal(score),
  grade,
  lines: lines.map(lineOf),
});

/**
 * Computes, stores and answers a period's scores. A running period is computed as of `at`. The same records give
 * the same result, and an unchanged one changes nothing in the database. `verify` computes what is stored once more,
 * as of the instant of its own computation.
 *
 * @throws Fault `assess.period` and those of `compute`
 */
export async function assess(
  deps: Deps,
  { period: text, at, verify, town, publishCards }: AssessOptions,
): Promise<AssessmentResult> {
  const period = parsePeriod(text);
  const stored = verify ? await deps.db.read.findOne(AssessmentRun, { period: period.key }) : null;
  const computed = await compute(deps, period, stored?.computedAt ?? at, { town });
  if (verify && town === undefined) {
    const hash = (await finalHash(deps.db.read, period.key)) ?? stored?.hash;
    return {
      ...resultOf(computed),
      verified: { stored: stored !== null, identical: hash === hashOf(computed) },
    };
  }
  if (town !== undefined) return resultOf(computed);
  await deps.db.transaction(async (tx) => {
    await takeTurn(tx, 'assessment', at);
    // What a formal round is about changes by its own steps alone (rounds/lifecycle.ts).
    const known = await tx.findOne(AssessmentRun, { period: period.key });
    if (known?.frozenAt && (await frozenAt(tx, period))) return;
    const run = await storeScores(tx, { ...computed, period: period.key, at });
    if (publishCards) await publishScores(tx, deps, run, at);
  }, JOB_PATIENCE);
  return resultOf(computed);
}

const unitOf = ({ code, name, ...score }: Scores['towns'][number]) => ({ code, name, ...scoreOf(score) });

const resultOf = ({ period, policyVersion, asOf, scores }: Computation): AssessmentResult => ({
  period: period.key,
  policyVersion,
  asOf: asOf.toISOString(),
  running: isRunning(period, dayOf(asOf)),
  towns: scores.towns.map(unitOf),
  chiefs: scores.chiefs.map(({ reach, level, name, unit, ...score }) => ({
    reach,
    level,
    name,
    unit,
    ...scoreOf(score),
  })),
  ...(scores.departments.length > 0 && { departments: scores.departments.map(unitOf) }),
  vacant: evidenceOf(['task', scores.vacant]),
});
