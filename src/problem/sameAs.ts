import { Outfall, Problem, REPORTED, SERIOUSNESS } from '../../entities';
import { marks, type Reader, sqlInstant, type Tx } from '../core/database';
import { addDays, instantAt } from '../core/days';
import { problemFlowOf } from '../core/policy';
import type { ProblemDeps } from './deps';
import { answersOf } from './openDraft';
import { isOpen } from './reporters';

const weight = ({ seriousness }: Pick<Problem, 'seriousness'>): number =>
  (SERIOUSNESS as readonly (string | null)[]).indexOf(seriousness);

/** Two who report the same at once wait for each other: the second joins the first. */
const takeTurnAt = (tx: Tx, outfallId: number) => tx.update(Outfall, { id: outfallId }, { id: outfallId });

/**
 * The problem that this one is once more: of the same kind at the same outfall, and open, or ended so lately that it
 * has come back (`problemFlow.reboundDays`). One that is found to be worse stands by itself, so that joining takes no
 * weight from it; a place in words is taken for another only
 * where the patrol said of that one that it is 还在.
 */
export async function sameAs(
  tx: Tx,
  { policies }: Pick<ProblemDeps, 'policies'>,
  problem: Problem,
  day: string,
): Promise<Problem | null> {
  const { id, outfallId, reachId, category, kind } = problem;
  if (outfallId === null) return stillThere(tx, problem);
  await takeTurnAt(tx, outfallId);
  const { reboundDays } = problemFlowOf(await policies.at(problem.policyVersion));
  const since = sqlInstant(instantAt(addDays(day, -reboundDays), '00:00'));
  const rows = await tx.query<{ id: number }>(
    `SELECT id FROM problem
      WHERE reachId = ? AND outfallId = ? AND category = ? AND COALESCE(kind, '') = ? AND id <> ?
        AND (state IN (${marks(REPORTED)}) OR (state = 'closed' AND closedAt >= ?))
      ORDER BY CASE WHEN state = 'closed' THEN 1 ELSE 0 END, id DESC LIMIT 1`,
    [reachId, outfallId, category, kind ?? '', id, ...REPORTED, since],
  );
  const same = rows[0] ? await tx.findOne(Problem, { id: rows[0].id }) : null;
  return same && weight(same) >= weight(problem) ? same : null;
}

/** The open problem that a patrol found 还在, when the form kept what it started from. */
async function stillThere(reader: Reader, problem: Problem): Promise<Problem | null> {
  if (problem.taskId === null) return null;
  const { looks } = await answersOf(reader, problem.id);
  const ids = looks.filter(({ answer }) => answer === 'still').map(({ problemId }) => problemId);
  if (ids.length === 0) return null;
  const open = (await reader.find(Problem, { id: ids })).filter(isOpen);
  const { category, kind, place } = problem;
  return (
    open.find(
      (one) =>
        one.category === category &&
        one.kind === kind &&
        one.place === place &&
        weight(one) >= weight(problem),
    ) ?? null
  );
}
