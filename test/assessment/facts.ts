import fc from 'fast-check';
import type { Records } from '../../src/assessment/facts/records';
import type { Facts } from '../../src/assessment/scores';
import type { ProblemFact, TaskFact, TownFacts } from '../../src/assessment/subjectFacts';
import type { PostTerm } from '../../src/patrol';

let serial = 0;
const next = (): number => {
  serial += 1;
  return serial;
};

export const task = (given: Partial<TaskFact> = {}): TaskFact => ({
  id: next(),
  reachId: 1,
  townId: 1,
  level: 'village',
  dueDay: '2026-11-22',
  state: 'open',
  pending: false,
  assigneeId: 11,
  patrol: null,
  ...given,
});

export const walked = (given: Partial<TaskFact> = {}, by = 11, late = false): TaskFact =>
  task({ state: 'done', patrol: { id: next(), personId: by, late }, ...given });

export const problem = (given: Partial<ProblemFact> = {}): ProblemFact => ({
  id: next(),
  reachId: 1,
  unitId: 1,
  taskId: null,
  finderId: 11,
  state: 'accepted',
  due: true,
  found: true,
  foundDay: '2026-11-18',
  dueDay: '2026-11-20',
  answeredDay: null,
  returns: 0,
  rebounds: 0,
  hasPlace: true,
  hasPhoto: true,
  ...given,
});

/** A county, and a town, of which nothing is known but patrols and problems. */
export const NO_RECORDS: Records = {
  remedies: new Map(),
  standards: new Map(),
  samples: new Map(),
  complaints: new Map(),
  escalations: { ofUnits: new Map(), ofPosts: [] },
  marks: [],
};
export const NOTHING: TownFacts = {
  tasks: [],
  vacant: 0,
  problems: [],
  marks: [],
  remedies: [],
  standards: [],
  samples: [],
  complaints: [],
  escalations: [],
};

export const TOWN = { unitId: 1, code: '100', name: '龙兴镇' };
export const DEPARTMENT = { unitId: 3, code: '201', name: '县水利局' };
export const chief = (personId: number, more: Partial<Facts['chiefs'][number]> = {}) => ({
  reachId: 1,
  reach: 'FH-01',
  level: 'village' as const,
  personId,
  name: `河长${personId}`,
  unitId: 1,
  unit: '龙兴镇',
  ...more,
});

/** A term of the post that `task` and `chief` are of, since long ago. */
export const term = (personId: number, more: Partial<PostTerm> = {}): PostTerm => ({
  reachId: 1,
  level: 'village',
  personId,
  fromDay: '2024-01-01',
  toDay: null,
  reachable: true,
  ...more,
});

/** Facts with these people in office as chiefs of the one post. */
export const inOffice = (terms: readonly PostTerm[], more: Partial<Facts> = {}): Facts => ({
  ...NO_RECORDS,
  towns: [],
  departments: [],
  chiefs: [...new Set(terms.map(({ personId }) => personId))].map((personId) => chief(personId)),
  terms,
  reaches: [{ id: 1, parentId: null }],
  tasks: [],
  problems: [],
  confirmed: [],
  marks: [],
  ...more,
});

const LEVELS = ['county', 'town', 'village'] as const;
const place = fc.record({
  reachId: fc.integer({ min: 1, max: 3 }),
  townId: fc.integer({ min: 1, max: 2 }),
});
const person = fc.integer({ min: 11, max: 14 });

const day = fc.integer({ min: 10, max: 28 }).map((n) => `2026-11-${n}`);
const anyTask = fc
  .record({
    place,
    level: fc.constantFrom(...LEVELS),
    state: fc.constantFrom('open' as const, 'done' as const, 'missed' as const, 'void' as const),
    dueDay: day,
    assigneeId: person,
    walkerId: person,
    late: fc.boolean(),
    enterable: fc.boolean(),
  })
  .map(
    ({ place, level, dueDay, state, assigneeId, walkerId, late, enterable }, id = 0): TaskFact => ({
      id,
      ...place,
      level,
      dueDay,
      state,
      pending: state === 'open' && enterable,
      assigneeId,
      patrol: state === 'done' ? { id: 0, personId: walkerId, late } : null,
    }),
  );

const anyProblem = fc.record({
  reachId: fc.integer({ min: 1, max: 3 }),
  // Of both towns, and of the department.
  unitId: fc.integer({ min: 1, max: 3 }),
  finderId: person,
  state: fc.constantFrom('assigned' as const, 'accepted' as const, 'answered' as const, 'closed' as const),
  due: fc.boolean(),
  found: fc.boolean(),
  foundDay: day,
  dueDay: day,
  answeredDay: fc.option(day),
  returns: fc.integer({ min: 0, max: 8 }),
  rebounds: fc.integer({ min: 0, max: 3 }),
  hasPlace: fc.boolean(),
  hasPhoto: fc.boolean(),
  ofTask: fc.option(fc.nat(30)),
});

const anyTerm = fc
  .record({
    reachId: fc.integer({ min: 1, max: 3 }),
    level: fc.constantFrom(...LEVELS),
    personId: person,
    fromDay: fc.constantFrom('2024-01-01', '2026-11-15', '2026-11-25'),
    toDay: fc.option(day),
    reachable: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
  })
  .filter(({ fromDay, toDay }) => toDay === null || toDay >= fromDay);

/** Any county of two towns, a department, three reaches and four people, with ids as a database gives them. */
export const anyFacts: fc.Arbitrary<Facts> = fc
  .record({
    tasks: fc.array(anyTask, { maxLength: 30 }),
    problems: fc.array(anyProblem, { maxLength: 20 }),
    terms: fc.array(anyTerm, { maxLength: 16 }),
    confirmed: fc.array(person, { maxLength: 4 }),
    parents: fc.tuple(fc.constantFrom(null, 2), fc.constantFrom(null, 3), fc.constantFrom(null, 1)),
  })
  .map(({ tasks, problems, terms, parents, confirmed }) => {
    const numbered = tasks.map((one, n) => ({
      ...one,
      id: n + 1,
      patrol: one.patrol && { ...one.patrol, id: n + 101 },
    }));
    const chiefs = new Map(
      terms.map(({ reachId, level, personId }) => [
        `${reachId} ${level} ${personId}`,
        chief(personId, { reachId, level, reach: `FH-0${reachId}` }),
      ]),
    );
    return {
      ...NO_RECORDS,
      towns: [TOWN, { unitId: 2, code: '101', name: '三泉镇' }],
      departments: [DEPARTMENT],
      chiefs: [...chiefs.values()],
      terms,
      reaches: parents.map((parentId, n) => ({ id: n + 1, parentId })),
      tasks: numbered,
      confirmed: confirmed.map((personId, n) => ({ id: n + 301, personId, falsehood: false })),
      problems: problems.map(({ ofTask, ...one }, n) => ({
        ...one,
        id: n + 201,
        taskId: ofTask === null || ofTask >= numbered.length ? null : ofTask + 1,
      })),
    };
  });
