import { AssessmentRun } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { isRunning, parsePeriod } from './period';
import { draftedRuns } from './rounds/frozen';

/** The last day that a run speaks of. */
const lastDay = ({ period, computedAt }: AssessmentRun): string =>
  [parsePeriod(period).toDay, dayOf(computedAt)].sort()[0] as string;

/** Computed while its period still ran, which only the command does: a look at how it stands, and of one moment. */
const isPassing = ({ period, computedAt, frozenAt }: AssessmentRun): boolean =>
  frozenAt === null && isRunning(parsePeriod(period), dayOf(computedAt));

/**
 * The run that tells of the latest days, of several the one that came last: months of long ago may be computed for the
 * first time when their year is. One of a period that still ran is found only where there is no other: asked without a
 * period, people mean the last one that is over.
 */
export async function newestRun(
  reader: Reader,
  isShown: (run: AssessmentRun) => boolean = () => true,
): Promise<AssessmentRun | null> {
  const runs = (await reader.find(AssessmentRun)).filter(isShown);
  const [newest] = runs.sort(
    (a, b) =>
      Number(isPassing(a)) - Number(isPassing(b)) || lastDay(b).localeCompare(lastDay(a)) || b.id - a.id,
  );
  return newest ?? null;
}

/** The newest run that anybody but 县河长办 and 县政府 may see: no draft. */
export async function newestShownRun(reader: Reader): Promise<AssessmentRun | null> {
  const drafts = await draftedRuns(reader);
  return newestRun(reader, ({ id }) => !drafts.has(id));
}
