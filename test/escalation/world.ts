import {
  ALL,
  CardMessage,
  OutboxMessage,
  PatrolTask,
  type Person,
  Problem,
  type Reach,
  type Role,
  type Unit,
} from '../../entities';
import { Policies } from '../../src/core/policy';
import type { TestDatabase } from '../factories';
import {
  type Backend,
  buildPerson,
  buildPost,
  buildReach,
  buildUnit,
  openTestDatabase,
  testCalendar,
  testPolicy,
} from '../factories';

/** 2026-11-23 is a Monday without a holiday near it. */
export const MONDAY = '2026-11-23';
export const at = (day: string, time = '08:30'): Date => new Date(`${day}T${time}:00+08:00`);

/** One town with its head, liaison and village chief on one reach. */
export interface World {
  db: TestDatabase;
  deps: { db: TestDatabase; policies: Policies; calendar: typeof testCalendar };
  town: Unit;
  head: Person;
  liaison: Person;
  chief: Person;
  reach: Reach;
}

/** A world before each test of a suite, on one database that is emptied in between. */
export function eachWorld(backend: Backend, take: (world: World) => void): void {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(backend);
  });
  beforeEach(async () => {
    await db.transaction(async (tx) => {
      for (const entity of ALL) await tx.remove<object>(entity, {});
    });
    take(await buildWorld(db));
  });
  afterAll(() => db.drop());
}

async function buildWorld(db: TestDatabase): Promise<World> {
  const town = await buildUnit(db, { name: '龙兴镇' });
  const person = (name: string, role: Role) => buildPerson(db, { unitId: town.id, name, roles: [role] });
  const head = await person('龙兴镇镇长', '镇长');
  const liaison = await person('龙兴镇联络员', '镇联络员');
  const chief = await person('第一村河长', '村级河长');
  const reach = await buildReach(db, { townId: town.id });
  await buildPost(db, { reachId: reach.id, personId: chief.id, level: 'village' });
  const deps = { db, policies: new Policies(db, testPolicy()), calendar: testCalendar };
  return { db, deps, town, head, liaison, chief, reach };
}

let serial = 0;

/** An open village task of the week that ends on Sunday 2026-11-22 unless told otherwise. */
export async function buildTask(
  { db, reach, chief }: World,
  given: Partial<PatrolTask> = {},
): Promise<PatrolTask> {
  serial += 1;
  const id = await db.transaction(
    async (tx) =>
      (
        await tx.insert(PatrolTask, {
          reachId: reach.id,
          townId: reach.townId,
          level: 'village',
          periodKey: `2026-W${serial}`,
          startDay: '2026-11-16',
          dueDay: '2026-11-22',
          lateDay: '2026-11-29',
          assigneeId: chief.id,
          state: 'open',
          policyVersion: 1,
          createdAt: at('2026-11-16', '00:05'),
          version: 1,
          ...given,
        })
      ).firstId,
  );
  return (await db.read.findOne(PatrolTask, { id })) as PatrolTask;
}

export async function buildProblem(
  { db, reach, chief, liaison, town }: World,
  given: Partial<Problem> = {},
): Promise<Problem> {
  const id = await db.transaction(
    async (tx) =>
      (
        await tx.insert(Problem, {
          source: 'patrol',
          reachId: reach.id,
          taskId: null,
          outfallId: null,
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
          answer: null,
          returnReason: null,
          returns: 0,
          occurredAt: at('2026-11-06', '10:00'),
          recordedAt: at('2026-11-06', '10:00'),
          assignedAt: at('2026-11-06', '10:00'),
          acceptedAt: at('2026-11-06', '11:00'),
          answeredAt: null,
          closedAt: null,
          policyVersion: 1,
          version: 1,
          ...given,
        })
      ).firstId,
  );
  return (await db.read.findOne(Problem, { id })) as Problem;
}

/** A card as delivery leaves it on a phone. */
export const showCard = (
  { db }: World,
  card: Pick<CardMessage, 'kind' | 'subjectType' | 'subjectId' | 'recipientId'> & { day: string },
): Promise<unknown> => {
  serial += 1;
  const { day, ...columns } = card;
  return db.transaction((tx) =>
    tx.insert(CardMessage, {
      ...columns,
      messageId: `om_${serial}`,
      chatId: 'oc_1',
      sentAt: at(day, '09:00'),
      shownHash: null,
      retiredAt: null,
    }),
  );
};

/** What waits to be sent: `digest → 3 (digest)`. */
export const requests = async ({ db }: World, kind?: string): Promise<OutboxMessage[]> =>
  (await db.read.find(OutboxMessage, { mode: 'send' }, { order: { id: 'ASC' } })).filter(
    (message) => kind === undefined || message.kind === kind,
  );

/** Delivery took everything that waited, and it arrived. */
export async function deliver(world: World, day: string): Promise<void> {
  for (const { kind, subjectType, subjectId, recipientId } of await requests(world)) {
    await showCard(world, { kind, subjectType, subjectId, recipientId, day });
  }
  await world.db.transaction((tx) => tx.remove(OutboxMessage, {}));
}
