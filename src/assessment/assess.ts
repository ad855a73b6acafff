import { AssessmentRun, type EvidenceRef, type Level } from '../../entities';
import { type Reader, sqlInstant } from '../core/database';
import { dayOf, instantAt } from '../core/days';
import { Fault } from '../core/errors';
import { takeTurn } from '../core/turn';
import { graced } from '../patrol';
import { endOf } from './asOf';
import { type Deps, JOB_PATIENCE } from './deps';
import { type FactsAsOf, readPeriods } from './facts';
import { markDay } from './marks/rules';
import { isRunning, monthsOf, type Period, parsePeriod } from './period';
import { evidenceOf, type Line, type Score } from './points';
import { publishScores } from './publish';
import { correctionsOf, correctScores } from './rounds/corrections';
import { finalHash, frozenAt } from './rounds/frozen';
import { type Scores, scoreAll } from './scores';
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

/**
 * The rules by which a period is judged: those in force when it began, on its first day at 00:00. Rules of a later
 * day judge later periods; the first ones that the county had also judge what was before them.
 *
 * @throws Fault `assess.policy` when the rules by which it was judged are not there any more
 */
async function policyVersionOf(
  reader: Reader,
  { key, fromDay }: Period,
  { current, judgedBy }: { current: number; judgedBy: number | null },
): Promise<number> {
  if (judgedBy !== null && judgedBy !== current) {
    const [kept] = await reader.query('SELECT number FROM policy_version WHERE number = ?', [judgedBy]);
    if (!kept) throw new Fault('assess.policy', { period: key, version: judgedBy });
  }
  if (judgedBy !== null) return judgedBy;
  const [inForce] = await reader.query<{ number: number }>(
    'SELECT number FROM policy_version WHERE activatedAt <= ? ORDER BY number DESC LIMIT 1',
    [sqlInstant(instantAt(fromDay, '00:00'))],
  );
  if (inForce) return inForce.number;
  const [first] = await reader.query<{ number: number }>(
    'SELECT number FROM policy_version ORDER BY number LIMIT 1',
  );
  return first?.number ?? current;
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
  /** Of the period; of a year those of its months, from one read. */
  facts: readonly FactsAsOf[];
  /** Of a year those of its months, of which it is the mean; else itself alone. */
  parts: readonly Scored[];
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
  const versionOf = (one: Period): Promise<number> =>
    policyVersionOf(db.read, one, {
      current: policies.current.version,
      judgedBy: runOf(one)?.policyVersion ?? null,
    });
  const policyVersion = await versionOf(period);
  const drafted: (Date | null)[] = [];
  for (const one of scored) drafted.push(await frozenAt(db.read, one));
  const marksUntil: (string | null)[] = [];
  for (const one of scored) {
    marksUntil.push(markDay(one, (await policies.at(await versionOf(one))).assessment, calendar));
  }
  const facts = await readPeriods(db.read, {
    span: period,
    parts: scored.map((one, n) => ({
      period: one,
      frozenAt: earliest(earliest(runOf(one)?.frozenAt, runOf(period)?.frozenAt), drafted[n]),
      marksUntil: marksUntil[n],
    })),
    at,
    // The plan's rules by which the ledger is judged: those of the whole period.
    policy: await policies.at(policyVersion),
    town: only.town,
  });
  if (only.town !== undefined && facts.every(({ towns }) => towns.length === 0))
    throw new Fault('assess.town', { town: only.town });
  if (facts.every(({ towns, chiefs }) => towns.length === 0 && chiefs.length === 0)) {
    throw new Fault('assess.empty');
  }
  const parts: Scored[] = [];
  for (const [n, one] of scored.entries()) {
    const own = facts[n] as FactsAsOf;
    const version = months ? await versionOf(one) : policyVersion;
    const policy = await policies.at(version);
    const terms = graced(own.terms, { policy, calendar });
    parts.push({
      period: one,
      policyVersion: version,
      frozenAt: own.frozenAt,
      scores: correctScores(
        scoreAll(policy.assessment, { ...own, terms }),
        await correctionsOf(db.read, one.key),
        policy.assessment.grades,
      ),
    });
  }
  const { grades } = (await policies.at(policyVersion)).assessment;
  const isWhole = months === null || months.length === monthsOf(period).length;
  return {
    period,
    policyVersion,
    asOf: new Date(Math.min(at.getTime(), endOf(period).getTime())),
    frozenAt: isWhole ? latest(facts.map(({ frozenAt }) => frozenAt)) : null,
    facts,
    parts,
    scores: months
      ? correctScores(
          scoreMonths(
            months,
            parts.map(({ scores }) => scores),
            grades,
          ),
          await correctionsOf(db.read, period.key),
          grades,
        )
      : (parts[0] as Scored).scores,
  };
}

const earliest = (a: Date | null = null, b: Date | null = null): Date | null =>
  a && b ? (a < b ? a : b) : (a ?? b);

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
  // What a formal round is about changes by its own steps alone (rounds/lifecycle.ts).
  const known = await deps.db.read.findOne(AssessmentRun, { period: period.key });
  if (known?.frozenAt && (await frozenAt(deps.db.read, period))) return resultOf(computed);
  await deps.db.transaction(async (tx) => {
    await takeTurn(tx, 'assessment', at);
    const run = await storeScores(tx, { ...computed, period: period.key, at });
    if (publishCards) await publishScores(tx, deps, run, at);
  }, JOB_PATIENCE);
  return resultOf(computed);
}

const resultOf = ({ period, policyVersion, asOf, scores }: Computation): AssessmentResult => ({
  period: period.key,
  policyVersion,
  asOf: asOf.toISOString(),
  running: isRunning(period, dayOf(asOf)),
  towns: scores.towns.map(({ code, name, ...score }) => ({ code, name, ...scoreOf(score) })),
  chiefs: scores.chiefs.map(({ reach, level, name, unit, ...score }) => ({
    reach,
    level,
    name,
    unit,
    ...scoreOf(score),
  })),
  vacant: evidenceOf(['task', scores.vacant]),
});
