import { AssessmentRun } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { parsePeriod } from './period';
import { draftedRuns } from './rounds/frozen';

/** The last day that a run speaks of. */
const lastDay = ({ period, computedAt }: AssessmentRun): string =>
  [parsePeriod(period).toDay, dayOf(computedAt)].sort()[0] as string;

/**
 * The run that tells of the latest days, of several the one that came last: months of long ago may be computed for the
 * first time when their year is.
 */
export async function newestRun(
  reader: Reader,
  isShown: (run: AssessmentRun) => boolean = () => true,
): Promise<AssessmentRun | null> {
  const runs = (await reader.find(AssessmentRun)).filter(isShown);
  const [newest] = runs.sort((a, b) => lastDay(b).localeCompare(lastDay(a)) || b.id - a.id);
  return newest ?? null;
}

/** The newest run that anybody but 县河长办 and 县政府 may see: no draft. */
export async function newestShownRun(reader: Reader): Promise<AssessmentRun | null> {
  const drafts = await draftedRuns(reader);
  return newestRun(reader, ({ id }) => !drafts.has(id));
}
