import {
  ALL,
  CardMessage,
  OutboxMessage,
  type Outfall,
  PatrolTask,
  type Person,
  Problem,
  type Reach,
  type Unit,
} from '../entities';
import { type Database, sqlInstant } from '../src/core/database';
import { instantAt } from '../src/core/days';
import { silentLog } from '../src/core/log';
import { Policies } from '../src/core/policy';
import {
  type Backend,
  buildOutfall,
  buildPerson,
  buildPost,
  buildReach,
  buildUnit,
  clockAt,
  openTestDatabase,
  type TestDatabase,
  testCalendar,
  testPolicy,
  testSecrets,
} from './factories';

/** Wednesday of the 48th week of 2026. */
export const TODAY = '2026-11-25';
export const NOW = instantAt(TODAY, '09:10');
/** An instant of a Shanghai day; at the digest's time unless told otherwise. */
export const at = (day: string, time = '08:30'): Date => instantAt(day, time);

/** One town on the 汾河, its village reach with a key outfall, the people around it, and the bot's parts. */
export interface River {
  db: TestDatabase;
  deps: ReturnType<typeof depsOver>;
  town: Unit;
  village: Unit;
  townReach: Reach;
  reach: Reach;
  outfall: Outfall;
  /** 村级河长 of the village reach. */
  chief: Person;
  /** 镇联络员: handles what is found. */
  liaison: Person;
  mayor: Person;
  office: Person;
}

const depsOver = (db: Database) => {
  const policy = testPolicy();
  return {
    db,
    policies: new Policies(db, policy),
    calendar: testCalendar,
    clock: clockAt(NOW.toISOString()),
    log: silentLog(),
    secrets: testSecrets,
  };
};

export const openRiver = async (backend: Backend): Promise<River> =>
  buildRiver(await openTestDatabase(backend));

/** A river before each test of a suite, on one database that is emptied in between. */
export function eachRiver(backend: Backend, take: (river: River) => void | Promise<void>): void {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(backend);
  });
  beforeEach(async () => {
    await db.transaction(async (tx) => {
      for (const entity of ALL) await tx.remove<object>(entity, {});
    });
    await take(await buildRiver(db));
  });
  afterAll(() => db.drop());
}

async function buildRiver(db: TestDatabase): Promise<River> {
  const town = await buildUnit(db, { name: '龙兴镇', code: '140825100' });
  const village = await buildUnit(db, { name: '龙兴镇第一村', type: '村', divisionCode: '140825100201' });
  const county = await buildUnit(db, { name: '县水利局', type: '县直部门', divisionCode: null });
  const townReach = await buildReach(db, { townId: town.id, name: '龙兴镇段' });
  const reach = await buildReach(db, { townId: town.id, parentId: townReach.id, code: 'FH-01' });
  const outfall = await buildOutfall(db, { townId: town.id, reachId: reach.id, name: '桥西雨洪排口' });
  const chief = await buildPerson(db, {
    unitId: village.id,
    name: '第一村河长',
    title: '河长',
    roles: ['村级河长'],
  });
  await buildPost(db, { reachId: reach.id, personId: chief.id, level: 'village' });
  return {
    db,
    deps: depsOver(db),
    town,
    village,
    townReach,
    reach,
    outfall,
    chief,
    liaison: await buildPerson(db, { unitId: town.id, title: '联络员', roles: ['镇联络员'] }),
    mayor: await buildPerson(db, { unitId: town.id, title: '镇长', roles: ['镇长'] }),
    office: await buildPerson(db, { unitId: county.id, title: '县河长办主任', roles: ['县河长办'] }),
  };
}

/** A village task of the week of TODAY, or whatever is given. */
export async function buildTask(
  { db, reach, chief }: Pick<River, 'db' | 'reach' | 'chief'>,
  given: Partial<PatrolTask> = {},
): Promise<PatrolTask> {
  const { firstId } = await db.transaction((tx) =>
    tx.insert(PatrolTask, {
      reachId: reach.id,
      townId: reach.townId,
      level: 'village',
      periodKey: '2026-W48',
      startDay: '2026-11-23',
      dueDay: '2026-11-29',
      lateDay: '2026-12-06',
      assigneeId: chief.id,
      state: 'open',
      policyVersion: 1,
      createdAt: NOW,
      version: 1,
      ...given,
    }),
  );
  return (await db.read.findOne(PatrolTask, { id: firstId })) as PatrolTask;
}

/** A problem that the town handles, due on Friday 2026-11-20 unless told otherwise; a form that was just opened. */
export async function buildProblem(
  { db, reach, chief, liaison, town }: River,
  given: Partial<Problem> = {},
): Promise<Problem> {
  const { firstId } = await db.transaction((tx) =>
    tx.insert(Problem, {
      source: 'patrol',
      reachId: reach.id,
      place: '桥下50米',
      category: '河岸',
      seriousness: '一般',
      words: '岸边有垃圾',
      finderId: chief.id,
      townId: town.id,
      handlerId: liaison.id,
      verifierId: chief.id,
      state: 'accepted',
      dueDay: '2026-11-20',
      returns: 0,
      occurredAt: at('2026-11-06', '10:00'),
      recordedAt: given.state === 'draft' ? NOW : at('2026-11-06', '10:00'),
      assignedAt: at('2026-11-06', '10:00'),
      acceptedAt: at('2026-11-06', '11:00'),
      policyVersion: 1,
      version: 1,
      ...given,
    }),
  );
  return (await db.read.findOne(Problem, { id: firstId })) as Problem;
}

let cards = 0;

/** A card that is on somebody's phone. */
export async function buildCard(
  db: Database,
  given: Pick<CardMessage, 'kind' | 'subjectType' | 'subjectId' | 'recipientId'> & { sentAt?: Date },
): Promise<CardMessage> {
  cards += 1;
  const messageId = `om_${cards}`;
  await db.transaction((tx) =>
    tx.insert(CardMessage, {
      messageId,
      chatId: 'oc_1',
      sentAt: NOW,
      shownHash: null,
      retiredAt: null,
      ...given,
    }),
  );
  return (await db.read.findOne(CardMessage, { messageId })) as CardMessage;
}

/** What waits to be sent, as `kind→recipient`; card replacements as `kind↻recipient`. */
export async function waiting(db: Database): Promise<string[]> {
  const rows = await db.read.find(OutboxMessage, {}, { order: { id: 'ASC' } });
  return rows.map(({ kind, mode, recipientId }) => `${kind}${mode === 'send' ? '→' : '↻'}${recipientId}`);
}

/** Empties the outbox, as if all had been sent. */
export const sendAll = (db: Database): Promise<unknown> =>
  db.transaction((tx) =>
    tx.run('DELETE FROM outbox_message WHERE createdAt <= ?', [sqlInstant(new Date('2100-01-01T00:00:00Z'))]),
  );
