import { AssessmentRun, AssessmentScore, type SubjectColumns } from '../../entities';
import type { Reader } from '../core/database';
import { groupBy } from '../core/groupBy';
import { type Period, parsePeriod } from './period';
import { median } from './points';
import { draftedRuns } from './rounds/frozen';

/** Periods that a trend shows: a year of months. */
const MOST_PERIODS = 12;

export interface Trend {
  period: Period;
  /** Hundredths; null where there was nothing to score, and for the county. */
  own: number | null;
  /** Of the towns, for a department of the departments, hundredths; null for a chief. */
  median: number | null;
}

/**
 * How a score went over the computed periods of one kind, the oldest first, up to and with the given one.
 *
 * @param whose null: the county's middle alone, for 县河长办 and 县政府; nobody else sees a draft's
 */
export async function readTrend(
  reader: Reader,
  upTo: Period,
  whose: SubjectColumns | null,
): Promise<Trend[]> {
  const drafts = whose ? await draftedRuns(reader) : new Set<number>();
  const runs = (await reader.find(AssessmentRun))
    .filter(({ id }) => !drafts.has(id))
    .map(({ id, period }) => ({ id, period: parsePeriod(period) }))
    .filter(({ period }) => period.kind === upTo.kind && period.fromDay <= upTo.fromDay)
    .sort((a, b) => a.period.fromDay.localeCompare(b.period.fromDay))
    .slice(-MOST_PERIODS);
  const runId = runs.map(({ id }) => id);
  const own = whose
    ? await reader.find(AssessmentScore, {
        runId,
        subject: whose.subject,
        ...(whose.subject === 'chief'
          ? { reachId: whose.reachId, level: whose.level, personId: whose.personId }
          : { unitId: whose.unitId }),
      })
    : [];
  const owns = new Map(own.map((score) => [score.runId, score.score]));
  const of = whose?.subject ?? 'town';
  const peers = of === 'chief' ? [] : await reader.find(AssessmentScore, { runId, subject: of });
  const peersOf = groupBy(peers, (score) => score.runId);
  return runs.map(({ id, period }) => ({
    period,
    own: owns.get(id) ?? null,
    median: median((peersOf.get(id) ?? []).map(({ score }) => score)),
  }));
}
