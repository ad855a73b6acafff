import { createHash } from 'node:crypto';
import { AssessmentLine, AssessmentRun, AssessmentScore, type SubjectColumns } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { endOf } from './asOf';
import { packEvidence } from './evidence';
import { parsePeriod } from './period';
import type { Score } from './points';
import { redrawScores, shownOf } from './redraw';
import { asUnit, type Scores } from './scores';
import { subjectKey } from './subjectKey';

export interface Computed {
  period: string;
  policyVersion: number;
  scores: Scores;
  /** Null until nothing can alter them any more. */
  frozenAt: Date | null;
  at: Date;
}

/**
 * SHA-256 over everything that was scored: the same records under the same rules give the same bytes. Departments
 * stand in it only where the county has a sheet for them: what was computed before there was one keeps its hash.
 */
export function hashOf({ policyVersion, scores }: Pick<Computed, 'policyVersion' | 'scores'>): string {
  const { towns, chiefs, departments, vacant } = scores;
  const all = [policyVersion, towns, chiefs, vacant.map(({ id }) => id)];
  return createHash('sha256')
    .update(JSON.stringify(departments.length > 0 ? [...all, departments] : all))
    .digest('hex');
}

const unitsOf = (subject: 'town' | 'department', units: Scores['towns']): (SubjectColumns & Score)[] =>
  units.map(({ score, grade, lines, ...unit }) => ({ ...asUnit(subject, unit), score, grade, lines }));

const subjectsOf = ({ towns, chiefs, departments }: Scores): (SubjectColumns & Score)[] => [
  ...unitsOf('town', towns),
  ...chiefs.map(({ unitId, reachId, level, personId, score, grade, lines }) => ({
    subject: 'chief' as const,
    unitId,
    reachId,
    level,
    personId,
    score,
    grade,
    lines,
  })),
  ...unitsOf('department', departments),
];

/**
 * Stores a period's scores in place of what was there. An unchanged result changes nothing. Whoever is scored
 * again keeps the id of their score, so that the card on their phone goes on showing it.
 *
 * @returns the run
 */
export async function storeScores(tx: Tx, computed: Computed): Promise<AssessmentRun> {
  const { period, policyVersion, scores, frozenAt, at } = computed;
  const hash = hashOf(computed);
  const known = await tx.findOne(AssessmentRun, { period });
  if (known?.hash === hash) return foundAgain(tx, known, computed);
  const row = { period, policyVersion, hash, frozenAt, computedAt: at };
  if (known) await tx.update(AssessmentRun, { id: known.id }, row);
  else await tx.insert(AssessmentRun, { ...row, toldAt: null });
  const run = known ? { ...known, ...row } : ((await tx.findOne(AssessmentRun, { period })) as AssessmentRun);
  const before = await shownOf(tx, run.id);
  await replaceScores(tx, run.id, subjectsOf(scores));
  audit(tx, {
    at,
    actor: 'job:assessment',
    action: 'assessment.computed',
    subjectType: 'assessmentRun',
    subjectId: run.id,
    detail: { period, policyVersion, hash },
  });
  if (known) await redrawScores(tx, { runId: run.id, before, after: await shownOf(tx, run.id), at });
  return run;
}

/** The same result as before: only whether the period is over by now, and frozen, is news. */
async function foundAgain(
  tx: Tx,
  known: AssessmentRun,
  { period, frozenAt, at }: Computed,
): Promise<AssessmentRun> {
  const end = endOf(parsePeriod(period));
  const isOver = known.computedAt < end && at >= end;
  const news = { frozenAt, computedAt: isOver ? at : known.computedAt };
  if (isOver || frozenAt?.getTime() !== known.frozenAt?.getTime())
    await tx.update(AssessmentRun, { id: known.id }, news);
  if (isOver) {
    const shown = await shownOf(tx, known.id);
    await redrawScores(tx, { runId: known.id, before: shown, after: shown, at });
  }
  return { ...known, ...news };
}

async function replaceScores(
  tx: Tx,
  runId: number,
  subjects: readonly (SubjectColumns & Score)[],
): Promise<void> {
  const before = new Map(
    (await tx.find(AssessmentScore, { runId })).map((score) => [subjectKey(score), score]),
  );
  await tx.run(
    'DELETE FROM assessment_line WHERE scoreId IN (SELECT id FROM assessment_score WHERE runId = ?)',
    [runId],
  );
  await tx.remove(AssessmentScore, { runId });
  const rows = subjects.map(({ lines, ...subject }) => {
    const known = before.get(subjectKey(subject));
    return { ...subject, runId, id: known?.id, toldAt: known?.toldAt ?? null };
  });
  // All rows of one insert name the same columns, so those that keep an id go apart.
  await tx.insert(
    AssessmentScore,
    rows.filter(({ id }) => id !== undefined),
  );
  await tx.insert(
    AssessmentScore,
    rows.filter(({ id }) => id === undefined).map(({ id, ...row }) => row),
  );
  const ids = new Map(
    (await tx.find(AssessmentScore, { runId })).map((score) => [subjectKey(score), score.id]),
  );
  await tx.insert(
    AssessmentLine,
    subjects.flatMap((subject) =>
      subject.lines.map(({ evidence, ...line }) => ({
        ...line,
        scoreId: ids.get(subjectKey(subject)),
        evidence: packEvidence(evidence),
      })),
    ),
  );
}
