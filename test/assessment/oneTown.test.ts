import fc from 'fast-check';
import {
  ALL,
  AssessmentMark,
  AuditEntry,
  HistoryEntry,
  Patrol,
  PatrolTask,
  Person,
  Photo,
  Post,
  Problem,
  Reach,
  Suspicion,
  Unit,
} from '../../entities';
import { compute } from '../../src/assessment/assess';
import { parsePeriod } from '../../src/assessment/period';
import type { Score } from '../../src/assessment/points';
import type { Scores } from '../../src/assessment/scores';
import { addDays } from '../../src/core/days';
import { Policies } from '../../src/core/policy';
import { openTestDatabase, type TestDatabase, testCalendar, testPolicy } from '../factories';
import { at } from '../river';

/* A small county of three towns, any roster and any records in it. Pure facts that are read: SQLite is enough. */

const LEVELS = ['county', 'town', 'village'] as const;
const TOWNS = [1, 2, 3];
const DEPARTMENT = 4;
const town = fc.constantFrom(...TOWNS);
const personId = fc.integer({ min: 11, max: 17 });
const reachId = fc.integer({ min: 1, max: 6 });
const unit = fc.constantFrom(...TOWNS, DEPARTMENT);
const level = fc.constantFrom(...LEVELS);
const day = fc.integer({ min: 0, max: 60 }).map((n) => addDays('2026-09-20', n));
const AT = at('2026-11-20');

/** Where it lies now, and where it lay until the day on which reaches are moved. */
const anyReach = fc.record({
  townId: town,
  parentId: fc.option(reachId),
  was: fc.option(fc.record({ townId: town, parentId: fc.option(reachId) })),
});
const anyPost = fc.record({ reachId, level, personId, fromDay: day, days: fc.option(fc.nat(40)) });
const anyTask = fc.record({
  reachId,
  level,
  dueDay: day,
  state: fc.constantFrom('open' as const, 'done' as const, 'missed' as const, 'void' as const),
  assigneeId: personId,
  walkerId: personId,
  standInFor: fc.option(personId, { freq: 4 }),
});
const anyProblem = fc.record({
  reachId,
  unitId: fc.option(unit),
  /** Who handled it until the day on which things are moved. */
  wasOf: fc.option(unit),
  taskId: fc.option(fc.integer({ min: 1, max: 12 })),
  finderId: personId,
  state: fc.constantFrom('assigned' as const, 'accepted' as const, 'answered' as const, 'closed' as const),
  foundDay: day,
  dueDay: day,
  answeredDay: fc.option(day),
  returns: fc.nat(2),
  photo: fc.boolean(),
});

const anyCounty = fc.record({
  movedDay: day,
  reaches: fc.array(anyReach, { minLength: 6, maxLength: 6 }),
  homes: fc.array(town, { minLength: 7, maxLength: 7 }),
  posts: fc.uniqueArray(anyPost, {
    minLength: 4,
    maxLength: 14,
    selector: (post) => `${post.reachId} ${post.level} ${post.personId}`,
  }),
  tasks: fc.array(anyTask, { minLength: 12, maxLength: 12 }),
  problems: fc.array(anyProblem, { maxLength: 10 }),
  marks: fc.array(fc.record({ unitId: town, reachId, level, personId, ofTown: fc.boolean() }), {
    maxLength: 5,
  }),
  found: fc.array(personId, { maxLength: 3 }),
});
type County = typeof anyCounty extends fc.Arbitrary<infer One> ? One : never;

const codeOf = (townId: number): string => `T${townId}`;

/** Up the river only: a reach lies in no reach below it. */
const parentOf = (id: number, parentId: number | null): number | null =>
  parentId !== null && parentId < id ? parentId : null;

async function write(db: TestDatabase, county: County): Promise<void> {
  const { movedDay, reaches, homes, posts, tasks, problems, marks, found } = county;
  /** What was asked of a reach before it moved is that town's still. */
  const ownerOn = (id: number, when: string): number => {
    const { townId = 1, was = null } = reaches[id - 1] ?? {};
    return was !== null && when < movedDay ? was.townId : townId;
  };
  await db.transaction(async (tx) => {
    for (const entity of ALL) await tx.remove<object>(entity, {});
    await tx.insert(
      Unit,
      [...TOWNS, DEPARTMENT].map((id) => ({
        id,
        code: codeOf(id),
        name: `单位${id}`,
        type: id === DEPARTMENT ? ('县直部门' as const) : ('镇' as const),
      })),
    );
    await tx.insert(
      Reach,
      reaches.map(({ townId, parentId }, n) => ({
        id: n + 1,
        code: `R${n + 1}`,
        river: '汾河',
        name: `河段${n + 1}`,
        townId,
        parentId: parentOf(n + 1, parentId),
      })),
    );
    await tx.insert(
      Person,
      homes.map((unitId, n) => ({
        id: n + 11,
        unitId,
        name: `河长${n + 11}`,
        mobileCipher: '',
        mobileHash: `${n}`,
        mobileMasked: '',
        openId: `ou_${n}`,
      })),
    );
    await tx.insert(
      Post,
      posts.map(({ days, ...post }) => ({
        ...post,
        toDay: days === null ? null : addDays(post.fromDay, days),
      })),
    );
    const moves = reaches.flatMap(({ was }, n) => (was ? [{ id: n + 1, was }] : []));
    if (moves.length > 0) {
      await tx.insert(
        AuditEntry,
        moves.map(({ id, was }) => {
          const parent = parentOf(id, was.parentId);
          const detail = { was: { townCode: codeOf(was.townId), parentCode: parent && `R${parent}` } };
          const what = { action: 'reach.changed', subjectType: 'reach', subjectId: id, detail };
          return { at: at(movedDay), actor: 'cli', ...what };
        }),
      );
    }
    await tx.insert(
      PatrolTask,
      tasks.map(({ walkerId: _, standInFor: __, ...task }, n) => ({
        ...task,
        id: n + 1,
        townId: ownerOn(task.reachId, addDays(task.dueDay, -6)),
        periodKey: `P${n}`,
        startDay: addDays(task.dueDay, -6),
        lateDay: addDays(task.dueDay, 7),
        policyVersion: 1,
        createdAt: at(addDays(task.dueDay, -6)),
      })),
    );
    const done = tasks.flatMap((task, n) => (task.state === 'done' ? [{ ...task, taskId: n + 1 }] : []));
    if (done.length > 0) {
      await tx.insert(
        Patrol,
        done.map(({ taskId, walkerId, dueDay, standInFor, ...task }) => ({
          taskId,
          reachId: task.reachId,
          level: task.level,
          personId: walkerId,
          standInFor,
          result: 'normal' as const,
          channel: 'card' as const,
          occurredAt: at(dueDay),
          recordedAt: at(dueDay),
        })),
      );
    }
    for (const [n, { foundDay, answeredDay, photo, wasOf, ...problem }] of problems.entries()) {
      await tx.insert(Problem, {
        ...problem,
        id: n + 1,
        source: 'patrol',
        place: '桥下50米',
        category: '河岸',
        seriousness: '一般',
        words: '岸边有垃圾',
        townId: ownerOn(problem.reachId, foundDay),
        occurredAt: at(foundDay),
        recordedAt: at(foundDay),
        assignedAt: at(foundDay),
        answeredAt: answeredDay === null ? null : at(answeredDay),
        policyVersion: 1,
      });
      if (wasOf !== null) {
        await tx.insert(HistoryEntry, {
          subjectType: 'problem',
          subjectId: n + 1,
          version: 2,
          at: at(movedDay),
          actor: 'cli',
          action: 'assigned',
          state: problem.state,
          data: { before: { unitId: wasOf } },
        });
      }
      if (!photo) continue;
      await tx.insert(Photo, {
        messageId: `om_${n}`,
        sourceKey: 'img_1',
        personId: problem.finderId,
        state: 'waiting',
        subjectType: 'problem',
        subjectId: n + 1,
        side: 'before',
        occurredAt: at(foundDay),
        recordedAt: at(foundDay),
      });
    }
    for (const { ofTown, unitId, ...ofPost } of marks) {
      await tx.insert(AssessmentMark, {
        period: '2026-10',
        subject: ofTown ? 'town' : 'chief',
        unitId,
        ...(ofTown ? {} : ofPost),
        rule: ofTown ? 'organisation' : 'cooperation',
        points: 150,
        reason: '',
        byId: 11,
        at: at('2026-11-02'),
      });
    }
    for (const [n, one] of found.entries()) {
      await tx.insert(Suspicion, {
        kind: 'late-entry',
        about: `a${n}`,
        personId: one,
        words: '补记了3次巡河',
        photoIds: [],
        state: 'settled',
        replyDueDay: '2026-10-12',
        verdict: '成立',
        settledAt: at('2026-10-20'),
        at: at('2026-10-09'),
      });
    }
  });
}

describe('one town alone, in any county', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase('sqlite');
  });
  afterAll(() => db.drop());

  const scoresOf = async (period: string, town?: string): Promise<Scores> => {
    const deps = { db, policies: new Policies(db, testPolicy()), calendar: testCalendar };
    return (await compute(deps, parsePeriod(period), AT, { town })).scores;
  };

  it.each(['2026-10', '2026-Q4', '2026'])(
    'has the same lines of %s as among all, and so have the chiefs of its reaches; no chief is left out',
    async (period) => {
      await fc.assert(
        fc.asyncProperty(anyCounty, async (county) => {
          await write(db, county);
          const whole = await scoresOf(period);
          const seen: Scores['chiefs'] = [];
          for (const id of TOWNS) {
            const alone = await scoresOf(period, codeOf(id));
            expect(alone.towns).toEqual(whole.towns.filter(({ code }) => code === codeOf(id)));
            seen.push(...alone.chiefs);
          }
          const keyOf = ({ reach, level, personId }: Scores['chiefs'][number]) =>
            `${reach} ${level} ${personId}`;
          const sorted = (chiefs: Scores['chiefs']) =>
            [...chiefs].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
          expect(sorted(seen)).toEqual(sorted(whole.chiefs));
        }),
        { numRuns: 20 },
      );
    },
  );

  it('has a problem of another town that it handled when the period ended, whoever handles it now', async () => {
    const lies = { townId: 1, parentId: null, was: null };
    const due = { reachId: 1, taskId: null, finderId: 11, foundDay: '2026-10-09', dueDay: '2026-10-20' };
    await write(db, {
      movedDay: '2026-11-05',
      reaches: [lies],
      homes: [1],
      posts: [{ reachId: 1, level: 'village', personId: 11, fromDay: '2024-01-01', days: null }],
      tasks: [],
      problems: [
        { ...due, unitId: 3, wasOf: 2, state: 'accepted', answeredDay: null, returns: 0, photo: true },
      ],
      marks: [],
      found: [],
    });
    const [town] = (await scoresOf('2026-10', 'T2')).towns;
    expect(town).toMatchObject({ score: 2_500, grade: '不合格' });
    expect(town).toEqual((await scoresOf('2026-10')).towns.find(({ code }) => code === 'T2'));
  });

  it('has what was due while a reach was its own, and its new town has its chief of all months', async () => {
    const stays = { townId: 1, parentId: null, was: null };
    const task = { reachId: 5, level: 'village', state: 'done', assigneeId: 11, walkerId: 11 } as const;
    await write(db, {
      movedDay: '2026-11-05',
      reaches: [...Array(4).fill(stays), { ...stays, was: { townId: 2, parentId: null } }],
      homes: [1],
      posts: [{ reachId: 5, level: 'village', personId: 11, fromDay: '2024-01-01', days: null }],
      tasks: ['2026-10-11', '2026-11-15'].map((dueDay) => ({ ...task, dueDay, standInFor: null })),
      problems: [],
      marks: [],
      found: [],
    });
    const linesOf = (score: Score | undefined) =>
      score?.lines.flatMap(({ rule, applicable }) => (applicable ? [rule] : []));
    expect(linesOf((await scoresOf('2026-Q4', 'T2')).towns[0])).toEqual(['patrol', 'complaints']);
    expect(linesOf((await scoresOf('2026', 'T1')).chiefs[0])).toEqual(['2026-10', '2026-11']);
    expect((await scoresOf('2026', 'T2')).chiefs).toEqual([]);
  });
});
