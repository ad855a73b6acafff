import { AssessmentRun, type EvidenceRef, type Level } from '../../entities';
import { type Reader, sqlInstant } from '../core/database';
import { dayOf, instantAt } from '../core/days';
import { Fault } from '../core/errors';
import { takeTurn } from '../core/turn';
import { graced } from '../patrol';
import { type Deps, JOB_PATIENCE } from './deps';
import { readFacts } from './facts';
import { dayAfter, isRunning, type Period, parsePeriod } from './period';
import { evidenceOf, type Line, type Score } from './points';
import { publishScores } from './publish';
import { correctionsOf, correctScores } from './rounds/corrections';
import { finalHash, frozenAt } from './rounds/frozen';
import { type Scores, scoreAll } from './scores';
import { hashOf, storeScores } from './store';

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
  /** Sends the county office its 考核汇总, and each town and chief their own. */
  publishCards?: boolean;
}

/**
 * The rules by which a period is judged: those in force when it began, on its first day at 00:00. Rules of a later
 * day judge later periods; the first ones that the county had also judge what was before them.
 */
async function policyVersionOf(reader: Reader, { fromDay }: Period, current: number): Promise<number> {
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

export interface Computation {
  period: Period;
  policyVersion: number;
  asOf: Date;
  scores: Scores;
}

/**
 * A period's scores from the records as they are, or as they were when a formal round froze them, with what people
 * corrected; stores nothing. @throws Fault `assess.future`, `assess.empty`
 */
export async function compute(
  { db, policies, calendar }: Deps,
  period: Period,
  at: Date,
): Promise<Computation> {
  const today = dayOf(at);
  if (today < period.fromDay) {
    throw new Fault('assess.future', { period: period.key, from: period.fromDay });
  }
  const end = instantAt(dayAfter(period), '00:00');
  const asOf = at < end ? at : end;
  const policyVersion = await policyVersionOf(db.read, period, policies.current.version);
  const frozen = await frozenAt(db.read, period);
  const facts = await readFacts(db.read, period, frozen && frozen < at ? dayOf(frozen) : today);
  if (facts.towns.length === 0 && facts.chiefs.length === 0) throw new Fault('assess.empty');
  const policy = await policies.at(policyVersion);
  const terms = graced(facts.terms, { policy, calendar });
  const scores = correctScores(
    scoreAll(policy.assessment, { ...facts, terms }),
    await correctionsOf(db.read, period.key),
    policy.assessment.grades,
  );
  return { period, policyVersion, asOf, scores };
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
 * the same result, and an unchanged one changes nothing in the database.
 *
 * @throws Fault `assess.period`, `assess.future`, `assess.empty`
 */
export async function assess(
  deps: Deps,
  { period: text, at, verify, publishCards }: AssessOptions,
): Promise<AssessmentResult> {
  const period = parsePeriod(text);
  const { policyVersion, asOf, scores } = await compute(deps, period, at);
  const result = (): AssessmentResult => ({
    period: period.key,
    policyVersion,
    asOf: asOf.toISOString(),
    running: isRunning(period, dayOf(at)),
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
  if (verify) {
    const stored = await deps.db.read.findOne(AssessmentRun, { period: period.key });
    const hash = (await finalHash(deps.db.read, period.key)) ?? stored?.hash;
    const identical = hash === hashOf({ policyVersion, scores });
    return { ...result(), verified: { stored: stored !== null, identical } };
  }
  // What a formal round is about changes by its own steps alone (rounds/lifecycle.ts).
  if (await frozenAt(deps.db.read, period)) return result();
  await deps.db.transaction(async (tx) => {
    await takeTurn(tx, 'assessment', at);
    const run = await storeScores(tx, { period: period.key, policyVersion, scores, at });
    if (publishCards) await publishScores(tx, deps, run, at);
  }, JOB_PATIENCE);
  return result();
}
