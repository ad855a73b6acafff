import type { MatterKind } from '../../cards/kit';
import type { Role } from '../../entities';
import { AssessmentScore, LagNotice, PatrolTask, type Person, Post, Problem } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';

/** Which table a card kind's matter is in. */
export const SUBJECT_OF: Record<MatterKind, string> = {
  patrolTask: 'task',
  problemForm: 'problem',
  problemWork: 'problem',
  problemVerify: 'problem',
  lagNotice: 'lagNotice',
  assessmentOwn: 'assessmentScore',
  assessmentSummary: 'assessmentRun',
};

const OFFICE: Role[] = ['县河长办', '县政府'];
const TOWN_HANDS: Role[] = ['镇党委书记', '镇长', '镇联络员'];

interface Asking {
  person: Person;
  roles: Role[];
  at: Date;
}

const has = (roles: readonly Role[], wanted: readonly Role[]): boolean =>
  roles.some((r) => wanted.includes(r));

/** One rule a kind: may this person have that matter's card? Asked whenever a card is opened by its id. */
const MAY: Record<MatterKind, (reader: Reader, id: number, who: Asking) => Promise<boolean>> = {
  async patrolTask(reader, id, { person, at }) {
    const task = await reader.findOne(PatrolTask, { id });
    if (!task) return false;
    const posts = await reader.find(Post, { reachId: task.reachId, level: task.level, personId: person.id });
    const today = dayOf(at);
    return posts.some((post) => post.fromDay <= today && (post.toDay ?? today) >= today);
  },
  async problemForm(reader, id, { person }) {
    return (await reader.findOne(Problem, { id }))?.finderId === person.id;
  },
  async problemWork(reader, id, { person, roles }) {
    const problem = await reader.findOne(Problem, { id });
    if (!problem) return false;
    return problem.handlerId === person.id || (problem.townId === person.unitId && has(roles, TOWN_HANDS));
  },
  async problemVerify(reader, id, { person, roles }) {
    const problem = await reader.findOne(Problem, { id });
    return problem?.verifierId === person.id || (problem !== null && has(roles, ['县河长办']));
  },
  async lagNotice(reader, id, { person }) {
    return (await reader.findOne(LagNotice, { id }))?.recipientId === person.id;
  },
  async assessmentOwn(reader, id, { person, roles }) {
    const score = await reader.findOne(AssessmentScore, { id });
    if (!score) return false;
    if (score.subject === 'chief') return score.personId === person.id;
    return score.unitId === person.unitId && has(roles, TOWN_HANDS);
  },
  async assessmentSummary(_reader, _id, { roles }) {
    return has(roles, OFFICE);
  },
};

export const mayOpen = (reader: Reader, kind: MatterKind, id: number, who: Asking): Promise<boolean> =>
  MAY[kind](reader, id, who);
