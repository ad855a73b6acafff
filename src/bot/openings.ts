import type { MatterKind } from '../../cards/kit';
import { AssessmentRun, AssessmentScore, type Person, type Role } from '../../entities';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { enqueue } from '../core/outbox';
import { openTasksOf } from '../patrol';
import { SUBJECT_OF } from './matters';

/** Somebody who just asked for something: what is sent to them is an answer, at any hour. */
export interface Asker {
  tx: Tx;
  person: Person;
  roles: Role[];
  at: Date;
}

const MOST_PROBLEMS = 5;

export const sendMatter = ({ tx, person, at }: Asker, kind: MatterKind, id: number): Promise<void> =>
  enqueue(tx, {
    kind,
    subject: { type: SUBJECT_OF[kind], id },
    recipientId: person.id,
    messageClass: 'answer',
    at,
  });

export const sendOwn = (
  { tx, person, at }: Asker,
  kind: 'help' | 'newTasks' | 'privacyNotice',
): Promise<void> =>
  enqueue(tx, {
    kind,
    subject: { type: 'person', id: person.id },
    recipientId: person.id,
    messageClass: 'answer',
    at,
  });

/** @returns how many open tasks there are; they come as one list, a single one as its own card */
export async function openTasks(asker: Asker): Promise<number> {
  const { tx, person, at } = asker;
  const tasks = await openTasksOf(tx, { personId: person.id, day: dayOf(at) });
  if (tasks.length === 1 && tasks[0]) await sendMatter(asker, 'patrolTask', tasks[0].id);
  if (tasks.length > 1) await sendOwn(asker, 'newTasks');
  return tasks.length;
}

interface OpenProblem {
  id: number;
  state: string;
}

/** The problems that wait for this person, each as the card of their part in it; the oldest first. */
export async function openProblems(asker: Asker): Promise<number> {
  const { tx, person, roles } = asker;
  const office = roles.includes('县河长办') ? 1 : 0;
  const problems = await tx.query<OpenProblem>(
    `SELECT id, state FROM problem
      WHERE (state = 'draft' AND finderId = ?)
         OR (state IN ('assigned', 'accepted') AND handlerId = ?)
         OR (state = 'answered' AND (verifierId = ? OR ? = 1))
      ORDER BY dueDay, id LIMIT ${MOST_PROBLEMS}`,
    [person.id, person.id, person.id, office],
  );
  for (const { id, state } of problems) {
    const kind = state === 'draft' ? 'problemForm' : state === 'answered' ? 'problemVerify' : 'problemWork';
    await sendMatter(asker, kind, id);
  }
  return problems.length;
}

/**
 * The newest scores that this person may see: the own ones, the unit's for its heads, all for the office. Newest is
 * the round that began last: an older one may have been computed again since.
 */
export async function openAssessment(asker: Asker): Promise<number> {
  const { tx, person, roles } = asker;
  const [run] = await tx.find(AssessmentRun, {}, { order: { id: 'DESC' }, limit: 1 });
  if (!run) return 0;
  if (roles.includes('县河长办') || roles.includes('县政府')) {
    await sendMatter(asker, 'assessmentSummary', run.id);
    return 1;
  }
  const own = await tx.find(AssessmentScore, { runId: run.id, subject: 'chief', personId: person.id });
  const heads = roles.some((role) => role === '镇党委书记' || role === '镇长' || role === '镇联络员');
  const town = heads
    ? await tx.find(AssessmentScore, { runId: run.id, subject: 'town', unitId: person.unitId })
    : [];
  const scores = [...own, ...town];
  for (const score of scores) await sendMatter(asker, 'assessmentOwn', score.id);
  return scores.length;
}
