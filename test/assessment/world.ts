import {
  ALL,
  Patrol,
  PatrolTask,
  type Person,
  Photo,
  PolicyVersion,
  Problem,
  type Reach,
  type Unit,
} from '../../entities';
import { addDays } from '../../src/core/days';
import { Policies, type Policy, policyHash } from '../../src/core/policy';
import {
  type Backend,
  buildPerson,
  buildPost,
  buildReach,
  buildUnit,
  openTestDatabase,
  type TestDatabase,
  testCalendar,
  testPolicy,
} from '../factories';

export const at = (day: string, time = '08:30'): Date => new Date(`${day}T${time}:00+08:00`);

/** Two towns and the county office; 龙兴镇 has one reach with a village chief. */
export interface World {
  db: TestDatabase;
  deps: { db: TestDatabase; policies: Policies; calendar: typeof testCalendar };
  town: Unit;
  other: Unit;
  head: Person;
  chief: Person;
  clerk: Person;
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
  const town = await buildUnit(db, { name: '龙兴镇', code: '140825100' });
  const other = await buildUnit(db, { name: '古交镇', code: '140825104' });
  const office = await buildUnit(db, { name: '县河长办', code: 'HZB', type: '县直部门' });
  const head = await buildPerson(db, { unitId: town.id, name: '龙兴镇镇长', roles: ['镇长'] });
  const chief = await buildPerson(db, { unitId: town.id, name: '第一村河长', roles: ['村级河长'] });
  const clerk = await buildPerson(db, { unitId: office.id, name: '县河长办主任', roles: ['县河长办'] });
  const reach = await buildReach(db, { townId: town.id, code: 'FH-01' });
  await buildPost(db, { reachId: reach.id, personId: chief.id, level: 'village' });
  const deps = { db, policies: new Policies(db, testPolicy()), calendar: testCalendar };
  return { db, deps, town, other, head, chief, clerk, reach };
}

/** A policy version in force from a day on. */
export const adopt = ({ db }: World, policy: Policy, day: string, time = '00:00'): Promise<unknown> =>
  db.transaction((tx) =>
    tx.insert(PolicyVersion, {
      number: policy.version,
      hash: policyHash(policy),
      content: JSON.stringify(policy),
      activatedAt: at(day, time),
    }),
  );

let serial = 0;

/** A village task due on that day, to be entered late for a week. */
export async function addTask(
  world: World,
  dueDay: string,
  given: Partial<PatrolTask> = {},
): Promise<number> {
  serial += 1;
  const { firstId } = await world.db.transaction((tx) =>
    tx.insert(PatrolTask, {
      reachId: world.reach.id,
      townId: world.town.id,
      level: 'village',
      periodKey: `W${serial}`,
      startDay: dueDay,
      dueDay,
      lateDay: addDays(dueDay, 7),
      assigneeId: world.chief.id,
      state: 'open',
      policyVersion: 1,
      createdAt: at(dueDay, '00:05'),
      version: 1,
      ...given,
    }),
  );
  return firstId;
}

/** The same, walked on that day and recorded on `recorded`. */
export async function addWalked(
  world: World,
  dueDay: string,
  { recorded = dueDay, result = 'normal' as Patrol['result'], by = world.chief.id } = {},
): Promise<number> {
  const taskId = await addTask(world, dueDay);
  await world.db.transaction(async (tx) => {
    await tx.insert(Patrol, {
      taskId,
      reachId: world.reach.id,
      level: 'village',
      personId: by,
      result,
      channel: 'card',
      occurredAt: at(dueDay, '10:00'),
      recordedAt: at(recorded, '17:00'),
    });
    await tx.update(PatrolTask, { id: taskId }, { state: 'done' });
  });
  return taskId;
}

export async function addProblem(
  world: World,
  given: Partial<Problem> & { photo?: boolean } = {},
): Promise<number> {
  const { photo = true, ...columns } = given;
  return world.db.transaction(async (tx) => {
    const { firstId } = await tx.insert(Problem, {
      source: 'patrol',
      reachId: world.reach.id,
      taskId: null,
      outfallId: null,
      place: '桥下50米',
      category: '河岸',
      seriousness: '一般',
      words: '岸边有垃圾',
      finderId: world.chief.id,
      townId: world.town.id,
      handlerId: world.head.id,
      verifierId: world.chief.id,
      state: 'closed',
      dueDay: '2026-10-20',
      answer: '已清理',
      returnReason: null,
      returns: 0,
      occurredAt: at('2026-10-09', '10:00'),
      recordedAt: at('2026-10-09', '10:00'),
      assignedAt: at('2026-10-09', '10:00'),
      acceptedAt: at('2026-10-09', '11:00'),
      answeredAt: at('2026-10-15', '11:00'),
      closedAt: at('2026-10-16', '11:00'),
      policyVersion: 1,
      version: 1,
      ...columns,
    });
    if (photo) {
      await tx.insert(Photo, {
        messageId: `om_${firstId}`,
        sourceKey: 'img_1',
        personId: world.chief.id,
        mediaId: null,
        state: 'waiting',
        subjectType: 'problem',
        subjectId: firstId,
        side: 'before',
        occurredAt: at('2026-10-09', '10:00'),
        recordedAt: at('2026-10-09', '10:00'),
        error: null,
      });
    }
    return firstId;
  });
}
