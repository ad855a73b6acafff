import type { MatterKind } from '../../cards/kit';
import {
  type AssessmentRun,
  type AssessmentScore,
  Emergency,
  type FileKind,
  type Person,
  type Role,
  Suggestion,
} from '../../entities';
import { newestRound, newestRun, newestShownRun, roundOfRun, scoresAbout } from '../assessment';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { groupBy } from '../core/groupBy';
import { enqueue, type Subject } from '../core/outbox';
import { openCases } from '../enforcement';
import { outfallTasksOf } from '../outfallTask';
import { openTasksOf, tasksActedFor } from '../patrol';
import { ownProblems, type Part, touch, waitingFor } from '../problem';
import { mayAnswer } from '../suggestion';
import { mayLook, openLeads } from '../survey';
import type { BotDeps } from './frame';
import { mayHaveAssessment, ownScore } from './mayHave';
import { SUBJECT_OF } from './mayOpen';

/** Somebody who just asked for something: what is sent to them is an answer, at any hour. */
export interface Asker {
  tx: Tx;
  person: Person;
  roles: Role[];
  at: Date;
  deps: Pick<BotDeps, 'policies' | 'publicUrl'>;
}

const MOST_PROBLEMS = 5;
const MOST_SUGGESTIONS = 5;

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
  kind:
    | 'help'
    | 'markForm'
    | 'myProblems'
    | 'newTasks'
    | 'patrolMore'
    | 'privacyNotice'
    | 'riverOrders'
    | 'settings'
    | 'standInForm',
): Promise<void> =>
  enqueue(tx, {
    kind,
    subject: { type: 'person', id: person.id },
    recipientId: person.id,
    messageClass: 'answer',
    at,
  });

/** Who asked for which file is written down: it leaves the house with what is in it. */
export async function sendFile(
  { tx, person, at }: Asker,
  kind: FileKind,
  subject: Subject = { type: 'person', id: person.id },
): Promise<void> {
  await enqueue(tx, { kind, subject, recipientId: person.id, messageClass: 'answer', at });
  const { type, id } = subject;
  audit(tx, { at, actor: `person:${person.id}`, action: `${kind}.asked`, subjectType: type, subjectId: id });
}

/** @returns how many open tasks there are, outfalls' among them; patrols come as one list, a single one as its own card */
export async function openTasks(asker: Asker): Promise<number> {
  const { tx, person, at } = asker;
  const asked = { personId: person.id, day: dayOf(at) };
  const tasks = [...(await openTasksOf(tx, asked)), ...(await tasksActedFor(tx, asked))];
  if (tasks.length === 1 && tasks[0]) await sendMatter(asker, 'patrolTask', tasks[0].id);
  if (tasks.length > 1) await sendOwn(asker, 'newTasks');
  return tasks.length + (await openOutfallTasks(asker)) + (await openSurveyLeads(asker));
}

/** What is asked for at outfalls: a single one as its own card, several as their round. */
async function openOutfallTasks(asker: Asker): Promise<number> {
  const { tx, person, at, deps } = asker;
  const tasks = await outfallTasksOf(tx, person, { policy: deps.policies.current, at });
  for (const [roundId, own] of groupBy(tasks, ({ task }) => task.roundId)) {
    const [only] = own;
    if (only && own.length === 1) await sendMatter(asker, 'outfallTask', only.task.id);
    else await sendMatter(asker, 'outfallRound', roundId);
  }
  return tasks.length;
}

/** The card on which each part in a problem is done. */
export const CARD_OF: Record<Part, MatterKind> = {
  finish: 'problemForm',
  handle: 'problemWork',
  verify: 'problemVerify',
  decide: 'problemDesk',
  tell: 'complaint',
};

/** The problems that wait for this person or their town, each as the card of their part in it. */
export async function openProblems(asker: Asker): Promise<number> {
  const { tx, person, roles, at, deps } = asker;
  const actor = { id: person.id, unitId: person.unitId, roles };
  const policy = deps.policies.current;
  const problems = await waitingFor(tx, actor, { policy, day: dayOf(at), most: MOST_PROBLEMS });
  for (const { id, part } of problems) await sendMatter(asker, CARD_OF[part], id);
  // Of a single form that they asked for they send the photo next.
  const [form, ...others] = problems.filter(({ part }) => part === 'finish');
  if (form && others.length === 0) await touch(tx, person.id, { type: 'problem', id: form.id }, at);
  return problems.length;
}

/**
 * 我的问题: one list with what they reported and what has just ended; the cards alone where there is only what waits.
 *
 * @returns whether there was anything to send
 */
export async function openOwnProblems(asker: Asker): Promise<boolean> {
  const { tx, person, at, deps } = asker;
  const when = { policy: deps.policies.current, day: dayOf(at) };
  const { reported, ended } = await ownProblems(tx, person.id, when);
  if (reported.length + ended.length === 0) return (await openProblems(asker)) > 0;
  await sendOwn(asker, 'myProblems');
  return true;
}

/** The 应急 that are running, each as its card. */
export async function openEmergencies({ tx, person, at }: Asker): Promise<number> {
  const running = await tx.find(Emergency, { endedAt: null }, { order: { id: 'ASC' } });
  for (const { id } of running) {
    const subject = { type: 'emergency', id };
    await enqueue(tx, { kind: 'emergency', subject, recipientId: person.id, messageClass: 'answer', at });
  }
  return running.length;
}

/** The 意见建议 that wait for 县河长办, each as its card; the most pressing first. None for anybody else. */
export async function openSuggestions(asker: Asker): Promise<number> {
  if (!mayAnswer(asker.roles)) return 0;
  const waiting = await asker.tx.find(
    Suggestion,
    { answeredAt: null },
    { order: { answerDueDay: 'ASC', id: 'ASC' }, limit: MOST_SUGGESTIONS },
  );
  for (const { id } of waiting) await sendMatter(asker, 'suggestion', id);
  return waiting.length;
}

/** The 排查线索 that somebody's town has to confirm: a single one as its own card, several as their list. */
export async function openSurveyLeads(asker: Asker): Promise<number> {
  const { tx, person, deps } = asker;
  if (!(await mayLook(tx, deps.policies.current, person.unitId, person))) return 0;
  const leads = await openLeads(tx, person.unitId);
  const [only] = leads;
  if (only && leads.length === 1) await sendMatter(asker, 'lead', only.id);
  else if (only) await sendMatter(asker, 'leads', person.unitId);
  return leads.length;
}

const MOST_CASES = 5;

/** The cases that wait for 分局, each as its card; the most pressing first. */
export async function openEnforcement(asker: Asker): Promise<number> {
  const cases = await openCases(asker.tx, MOST_CASES);
  for (const { id } of cases) await sendMatter(asker, 'enforcement', id);
  return cases.length;
}

/** Somebody's own scores of a round: of each post, and of the unit for its heads. */
export async function ownScores(
  { tx, person, roles, deps }: Pick<Asker, 'tx' | 'person' | 'roles' | 'deps'>,
  runId: number,
): Promise<AssessmentScore[]> {
  if ((await roundOfRun(tx, runId))?.state === 'draft') return [];
  const scores = await scoresAbout(tx, person, runId);
  return scores.filter((score) => ownScore(score, person, roles, deps.policies.current));
}

/**
 * The scores of a round that this person may see: the own ones, the unit's for its heads, all for the office.
 *
 * @param asked the round; the newest when left out: that which began last, an older one may have been computed again
 */
export async function openAssessment(asker: Asker, asked?: AssessmentRun): Promise<number> {
  const all = mayHaveAssessment(asker.roles);
  // A draft is not shown before 公示 to those whom it is about.
  const run = asked ?? (await (all ? newestRun(asker.tx) : newestShownRun(asker.tx)));
  if (!run) return 0;
  if (all) {
    await sendMatter(asker, 'assessmentSummary', run.id);
    await sendFile(asker, 'assessmentFile', { type: 'assessmentRun', id: run.id });
    const round = await newestRound(asker.tx);
    if (round) await sendMatter(asker, 'assessmentRound', round.id);
    return 1;
  }
  const scores = await ownScores(asker, run.id);
  for (const score of scores) await sendMatter(asker, 'assessmentOwn', score.id);
  return scores.length;
}
