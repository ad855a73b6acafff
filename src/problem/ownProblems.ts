import { REPORTED } from '../../entities';
import { marks, type Reader, sqlInstant } from '../core/database';
import { addDays, instantAt } from '../core/days';
import { type Policy, problemFlowOf } from '../core/policy';
import { lines, type ProblemLine } from './queries';

export interface OwnProblems {
  /** Found by this person and open, what joined an open one included; the newest first. */
  reported: ProblemLine[];
  /** Found or verified by this person, and ended so lately that it can be opened again (反弹); the newest first. */
  ended: (ProblemLine & { found: boolean; closedOn: string })[];
}

const MOST = 24;

/** What somebody has a part in though nothing of it waits for them. */
export async function ownProblems(
  reader: Reader,
  personId: number,
  { policy, day }: { policy: Policy; day: string },
): Promise<OwnProblems> {
  const since = sqlInstant(instantAt(addDays(day, -problemFlowOf(policy).reboundDays), '00:00'));
  const open = marks(REPORTED);
  const [reported, ended] = await Promise.all([
    lines(
      reader,
      `p.finderId = ? AND (p.state IN (${open}) OR (p.state = 'merged' AND EXISTS
         (SELECT 1 FROM problem m WHERE m.id = p.mergedIntoId AND m.state IN (${open}))))
        ORDER BY p.id DESC LIMIT ${MOST}`,
      [personId, ...REPORTED, ...REPORTED],
    ),
    lines(
      reader,
      `p.state = 'closed' AND p.closedAt >= ? AND (p.finderId = ? OR p.verifierId = ?)
        ORDER BY p.closedAt DESC, p.id DESC LIMIT ${MOST}`,
      [since, personId, personId],
    ),
  ]);
  return {
    reported,
    ended: ended.map((line) => ({
      ...line,
      found: line.finderId === personId,
      closedOn: line.closedOn ?? day,
    })),
  };
}
