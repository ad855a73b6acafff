import { type AssessmentRound, AssessmentRun, AssessmentVersion } from '../../../entities';
import { marks, type Tx } from '../../core/database';
import { runsOf } from './queries';

/** Copies what the round comes to now, with every line and its evidence, beside the versions before it. */
export async function keepVersion(
  tx: Tx,
  round: AssessmentRound,
  { byId, at, reason }: { byId: number; at: Date; reason: string | null },
): Promise<void> {
  const run = await tx.findOne(AssessmentRun, { id: round.runId });
  const before = await tx.find(AssessmentVersion, { roundId: round.id });
  const { firstId: versionId } = await tx.insert(AssessmentVersion, {
    roundId: round.id,
    number: before.length + 1,
    hash: run?.hash ?? '',
    reason,
    byId,
    at,
  });
  const runs = await runsOf(tx, round);
  const ids = runs.map(({ id }) => id);
  await tx.run(
    `INSERT INTO assessment_version_score
       (versionId, scoreId, period, subject, unitId, reachId, personId, level, score, grade)
     SELECT ?, s.id, r.period, s.subject, s.unitId, s.reachId, s.personId, s.level, s.score, s.grade
       FROM assessment_score s JOIN assessment_run r ON r.id = s.runId
      WHERE s.runId IN (${marks(ids)}) ORDER BY s.id`,
    [versionId, ...ids],
  );
  await tx.run(
    `INSERT INTO assessment_version_line
       (versionId, scoreId, rule, points, max, applicable, reason, evidence)
     SELECT ?, l.scoreId, l.rule, l.points, l.max, l.applicable, l.reason, l.evidence
       FROM assessment_line l JOIN assessment_score s ON s.id = l.scoreId
      WHERE s.runId IN (${marks(ids)}) ORDER BY l.id`,
    [versionId, ...ids],
  );
}
