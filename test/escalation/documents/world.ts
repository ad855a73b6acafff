import {
  LadderCase,
  LadderDocument,
  type LadderIssuer,
  type Outfall,
  type Person,
  type Problem,
  type Role,
} from '../../../entities';
import { Conversation } from '../../../src/bot/conversation';
import { draftDocuments } from '../../../src/escalation';
import { buildPerson, buildUnit } from '../../factories';
import { Hand, type Shown } from '../../problem/pressing';
import { buildProblem, NOW, type River } from '../../river';

/** A river whose town lags, and all who have to do with a 通报, a 约谈, a 督查. */
export interface Desk {
  river: River;
  /** 县河长办 · 分局 · 县政府 · the town's head · its liaison · the chief, whom it does not concern. */
  office: Hand;
  bureau: Hand;
  county: Hand;
  mayor: Hand;
  liaison: Hand;
  chief: Hand;
}

export async function buildDesk(river: River): Promise<Desk> {
  const branch = await buildUnit(river.db, { name: '分局', type: '县直部门', divisionCode: null });
  const government = await buildUnit(river.db, { name: '县政府', type: '县政府', divisionCode: null });
  const person = (unitId: number, title: string, roles: Role[]): Promise<Person> =>
    buildPerson(river.db, { unitId, name: title, title, roles });
  return {
    river,
    office: new Hand(river, river.office),
    bureau: new Hand(river, await person(branch.id, '分局科长', ['分局'])),
    county: new Hand(river, await person(government.id, '副县长', ['县政府'])),
    mayor: new Hand(river, river.mayor),
    liaison: new Hand(river, river.liaison),
    chief: new Hand(river, river.chief),
  };
}

/** A problem of the town's that is overdue, and its case on a rung. */
export async function buildCase(
  { river }: Desk,
  given: Partial<LadderCase> & { problem?: Partial<Problem>; outfall?: Outfall } = {},
): Promise<LadderCase> {
  const { problem: about, outfall, ...columns } = given;
  const problem = outfall ? null : await buildProblem(river, about);
  const row: Partial<LadderCase> = {
    unitId: river.town.id,
    matterType: outfall ? 'outfall' : 'problem',
    matterId: outfall?.id ?? problem?.id ?? 0,
    round: 1,
    title: '桥下50米（河岸）',
    rung: 1,
    state: 'running',
    sinceDay: '2026-11-21',
    nextDay: '2026-11-25',
    waitsFor: null,
    stoppedFor: null,
    stoppedUntil: null,
    policyVersion: 1,
    beganAt: NOW,
    clearedAt: null,
    version: 1,
    ...columns,
  };
  const { firstId } = await river.db.transaction((tx) => tx.insert(LadderCase, row));
  return (await river.db.read.findOne(LadderCase, { id: firstId })) as LadderCase;
}

/** What the ladder asks for at `at`. @returns how many documents were drafted */
export const drafts = (
  { river }: Desk,
  cases: readonly LadderCase[],
  { rung = 2, issuer = '县河长办', at = NOW }: { rung?: 2 | 3 | 4; issuer?: LadderIssuer; at?: Date } = {},
): Promise<number> =>
  river.db.transaction((tx) =>
    draftDocuments(tx, river.deps, {
      at,
      due: cases.map(({ id, unitId }) => ({ caseId: id, unitId, rung, issuer })),
    }),
  );

/** The newest document. */
export async function newest({ river }: Desk): Promise<LadderDocument> {
  const [document] = await river.db.read.find(LadderDocument, {}, { order: { id: 'DESC' }, limit: 1 });
  if (!document) throw new Error('no document');
  return document;
}

/** The newest document's card, on the desk or at the unit. */
export const sees = async (
  desk: Desk,
  hand: Hand,
  kind: 'documentDesk' | 'documentNotice' = 'documentDesk',
): Promise<Shown> => hand.sees(kind, (await newest(desk)).id, 'ladderDocument');

/** What was put right: nothing of it is open any more. */
export const putRight = ({ river }: Desk, { matterId }: LadderCase): Promise<unknown> =>
  river.db.transaction((tx) => tx.run("UPDATE problem SET state = 'closed' WHERE id = ?", [matterId]));

let said = 0;

/** Says something to the bot. @returns what it answers in words */
export async function says({ river }: Desk, { person }: Hand, text: string): Promise<string> {
  said += 1;
  const answers: string[] = [];
  await new Conversation(river.deps, async (words) => answers.push(words.text)).message({
    messageId: `om_d_${said}`,
    chatId: 'oc_1',
    chatType: 'p2p',
    openId: String(person.openId),
    sentAt: NOW,
    text,
    imageKeys: [],
    place: null,
  });
  return answers.join();
}
