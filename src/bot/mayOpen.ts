import type { MatterKind } from '../../cards/kit';
import type { Role } from '../../entities';
import {
  AssessmentAppeal,
  AssessmentScore,
  Exceedance,
  LadderCase,
  LadderDocument,
  LadderPromise,
  LadderReply,
  LagNotice,
  MarkProposal,
  Outfall,
  OutfallTask,
  type Person,
  Problem,
  Suggestion,
  SurveyLead,
  Suspicion,
} from '../../entities';
import { mayAppeal, roundOfRun, watchesRounds, wholeSheet } from '../assessment';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { actsFor, mayActOn, mayDecideReply, mayKeep, mayWatch } from '../escalation';
import { maySettle } from '../evidence';
import { keepsLedger } from '../ledger';
import { mayRecord } from '../monitoring';
import { readOutfallHands, seenBy, tasksOfRound, WATCHERS } from '../outfallTask';
import { chiefActedFor, heldTask, walksFor } from '../patrol';
import { mayHandle } from '../problem';
import { mayPlan, readRectificationHands } from '../rectification';
import { OFFICE_ROLES } from '../roster';
import { maySee } from '../setting';
import { mayAnswer } from '../suggestion';
import { mayLook } from '../survey';
import type { BotDeps } from './frame';
import { ownScore } from './mayHave';
import { lagUnitOf } from './mayHaveLag';

/** Which table a card kind's matter is in. */
export const SUBJECT_OF: Record<MatterKind, string> = {
  patrolTask: 'task',
  problemForm: 'problem',
  problemWork: 'problem',
  problemVerify: 'problem',
  problemDesk: 'problem',
  complaint: 'complaint',
  lag: 'unitLag',
  lagNotice: 'lagNotice',
  lagWhy: 'lagNotice',
  ladderJudge: 'ladder',
  ladderReply: 'ladderReply',
  appeal: 'assessmentAppeal',
  appealForm: 'assessmentScore',
  assessmentOwn: 'assessmentScore',
  assessmentRound: 'assessmentRound',
  markProposal: 'markProposal',
  markSheet: 'markSheet',
  assessmentSummary: 'assessmentRun',
  suggestion: 'suggestion',
  suspicion: 'suspicion',
  foundOutfall: 'foundOutfall',
  outfallRound: 'outfallRound',
  outfallTask: 'outfallTask',
  exceedance: 'exceedance',
  enforcement: 'enforcement',
  lead: 'lead',
  leads: 'townLeads',
  monitorForm: 'outfall',
  rectification: 'outfall',
  documentDesk: 'ladderDocument',
  documentNotice: 'ladderDocument',
  documentWhy: 'ladderDocument',
  promise: 'promise',
  setting: 'setting',
  planRow: 'outfall',
};

interface Asking {
  person: Person;
  roles: Role[];
  at: Date;
  deps: Pick<BotDeps, 'policies'>;
}

const has = (roles: readonly Role[], wanted: readonly Role[]): boolean =>
  roles.some((r) => wanted.includes(r));

/** One rule a kind: may this person have that matter's card? Asked whenever a card is opened by its id. */
const MAY: Record<MatterKind, (reader: Reader, id: number, who: Asking) => Promise<boolean>> = {
  async patrolTask(reader, id, { person, at }) {
    const day = dayOf(at);
    const held = await heldTask(reader, id, day);
    if (!held) return false;
    if (walksFor(held, person.id) !== undefined) return true;
    return (await chiefActedFor(reader, { task: held.task, personId: person.id, day })) !== null;
  },
  async problemForm(reader, id, { person }) {
    return (await reader.findOne(Problem, { id }))?.finderId === person.id;
  },
  async problemWork(reader, id, { person, roles, deps }) {
    const problem = await reader.findOne(Problem, { id });
    const actor = { id: person.id, unitId: person.unitId, roles };
    return problem !== null && mayHandle(problem, actor, deps.policies.current);
  },
  async problemVerify(reader, id, { person, roles }) {
    const problem = await reader.findOne(Problem, { id });
    return problem?.verifierId === person.id || (problem !== null && has(roles, ['县河长办']));
  },
  async problemDesk(reader, id, { roles }) {
    return (await reader.findOne(Problem, { id })) !== null && has(roles, [...OFFICE_ROLES, '分局']);
  },
  async complaint(_reader, _id, { roles }) {
    return has(roles, OFFICE_ROLES);
  },
  async lag(reader, id, { person, roles, deps }) {
    const unitId = await lagUnitOf(reader, person, roles, deps.policies.current);
    return unitId === 0 || (unitId !== null && unitId === id);
  },
  async lagNotice(reader, id, { person }) {
    return (await reader.findOne(LagNotice, { id }))?.recipientId === person.id;
  },
  async lagWhy(reader, id, { person, roles, deps }) {
    const notice = await reader.findOne(LagNotice, { id });
    return notice !== null && mayActOn(notice, { person, roles }, deps.policies.current);
  },
  async ladderJudge(reader, id, { roles }) {
    return (await reader.findOne(LadderCase, { id })) !== null && has(roles, OFFICE_ROLES);
  },
  async ladderReply(reader, id, { person, roles }) {
    const reply = await reader.findOne(LadderReply, { id });
    if (!reply) return false;
    return reply.byId === person.id || mayDecideReply(reader, reply, { id: person.id, roles });
  },
  async assessmentOwn(reader, id, { person, roles, deps }) {
    const score = await reader.findOne(AssessmentScore, { id });
    if (!score || (await roundOfRun(reader, score.runId))?.state === 'draft') return false;
    return ownScore(score, person, roles, deps.policies.current);
  },
  async appeal(reader, id, { person, roles, deps }) {
    const appeal = await reader.findOne(AssessmentAppeal, { id });
    if (!appeal) return false;
    if (appeal.byId === person.id || watchesRounds(roles)) return true;
    const score = await reader.findOne(AssessmentScore, { id: appeal.scoreId });
    return score !== null && mayAppeal(score, person, { roles, policy: deps.policies.current });
  },
  async appealForm(reader, id, { person, roles, deps }) {
    const score = await reader.findOne(AssessmentScore, { id });
    const round = score && (await roundOfRun(reader, score.runId));
    if (!score || !round || round.state === 'draft') return false;
    return mayAppeal(score, person, { roles, policy: deps.policies.current });
  },
  async assessmentRound(_reader, _id, { roles }) {
    return watchesRounds(roles);
  },
  async markProposal(reader, id, { person, roles }) {
    const proposal = await reader.findOne(MarkProposal, { id });
    return proposal !== null && (proposal.byId === person.id || watchesRounds(roles));
  },
  async markSheet(reader, id, { person, roles, deps }) {
    const whole = await wholeSheet(reader, deps, id);
    return whole !== null && (whole.rowsFor(person).length > 0 || watchesRounds(roles));
  },
  async assessmentSummary(_reader, _id, { roles }) {
    return has(roles, OFFICE_ROLES);
  },
  async suggestion(reader, id, { person, roles }) {
    const suggestion = await reader.findOne(Suggestion, { id });
    if (!suggestion) return false;
    return mayAnswer(roles) || (suggestion.personId === person.id && suggestion.answeredAt !== null);
  },
  async suspicion(reader, id, { person, roles }) {
    const suspicion = await reader.findOne(Suspicion, { id });
    if (!suspicion) return false;
    if (suspicion.personId === person.id) return true;
    return suspicion.state !== 'asked' && maySettle({ id: person.id, roles }, suspicion);
  },
  async foundOutfall(_reader, _id, { roles }) {
    return keepsLedger(roles);
  },
  async outfallRound(reader, id, { person, roles, deps }) {
    const hands = await readOutfallHands(reader, deps.policies.current);
    const watches = has(roles, WATCHERS);
    return seenBy(await tasksOfRound(reader, id), { hands, person, watches }).length > 0;
  },
  async outfallTask(reader, id, { person, roles, deps }) {
    const task = await reader.findOne(OutfallTask, { id });
    const outfall = task && (await reader.findOne(Outfall, { id: task.outfallId }));
    if (!outfall) return false;
    if (has(roles, WATCHERS)) return true;
    return (await readOutfallHands(reader, deps.policies.current)).may(outfall, person);
  },
  async exceedance(reader, id, { person, roles, deps }) {
    const told = await reader.findOne(Exceedance, { id });
    const outfall = told && (await reader.findOne(Outfall, { id: told.outfallId }));
    if (!outfall) return false;
    if (has(roles, WATCHERS)) return true;
    return (await readOutfallHands(reader, deps.policies.current)).may(outfall, person);
  },
  async lead(reader, id, { person, roles, deps }) {
    const lead = await reader.findOne(SurveyLead, { id });
    if (!lead) return false;
    return has(roles, WATCHERS) || mayLook(reader, deps.policies.current, lead.townId, person);
  },
  async leads(reader, id, { person, roles, deps }) {
    return has(roles, WATCHERS) || mayLook(reader, deps.policies.current, id, person);
  },
  async enforcement(_reader, _id, { roles }) {
    return has(roles, WATCHERS);
  },
  async monitorForm(reader, id, { roles }) {
    return mayRecord(roles) && (await reader.findOne(Outfall, { id })) !== null;
  },
  async setting(reader, id, { person, roles, deps }) {
    return maySee(reader, deps.policies.current, id, { person, roles });
  },
  async rectification(reader, id, { person, deps }) {
    const outfall = await reader.findOne(Outfall, { id });
    if (!outfall) return false;
    return (await readRectificationHands(reader, deps.policies.current)).concerns(outfall, person);
  },
  async planRow(reader, id, { roles, deps }) {
    return mayPlan(roles, deps.policies) && (await reader.findOne(Outfall, { id })) !== null;
  },
  async documentDesk(reader, id, who) {
    const document = await reader.findOne(LadderDocument, { id });
    return document !== null && mayWatch(who, document);
  },
  async documentNotice(reader, id, { person, roles, deps }) {
    const document = await reader.findOne(LadderDocument, { id });
    if (!document?.signedAt) return false;
    return actsFor(reader, deps.policies.current, { unitId: document.unitId, person, roles });
  },
  async documentWhy(reader, id, who) {
    return (await MAY.documentDesk(reader, id, who)) || MAY.documentNotice(reader, id, who);
  },
  async promise(reader, id, { person, roles, deps }) {
    const promise = await reader.findOne(LadderPromise, { id });
    if (!promise) return false;
    if (mayKeep(roles)) return true;
    return actsFor(reader, deps.policies.current, { unitId: promise.unitId, person, roles });
  },
};

export const mayOpen = (reader: Reader, kind: MatterKind, id: number, who: Asking): Promise<boolean> =>
  MAY[kind](reader, id, who);
