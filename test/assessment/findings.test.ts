import fc from 'fast-check';
import { Findings } from '../../src/assessment/findings';
import { scoreAll } from '../../src/assessment/scores';
import type { ProblemFact } from '../../src/assessment/subjectFacts';
import { type PostTerm, postKey } from '../../src/patrol';
import { testPolicy } from '../factories';
import { anyFacts, chief, inOffice, problem, term, walked } from './facts';

const sheet = testPolicy().assessment;

/** Reach 2 (村) lies on reach 1 (镇). */
const REACHES = [
  { id: 1, parentId: null },
  { id: 2, parentId: 1 },
];
const VILLAGE = { reachId: 2, level: 'village' as const };
const TOWN_POST = { reachId: 1, level: 'town' as const };
const COUNTY = { reachId: 1, level: 'county' as const };
/** 21 is the town chief, 31 the village chief, 41 the county chief. */
const TERMS = [term(21, TOWN_POST), term(31, VILLAGE), term(41, COUNTY)];

const seenBy = (
  given: Partial<ProblemFact>,
  who: { reachId: number; level: 'county' | 'town' | 'village'; personId: number },
  terms: PostTerm[] = TERMS,
) => new Findings([problem(given)], { terms, reaches: REACHES }).of(who).map(({ by }) => by);

const village = { ...VILLAGE, personId: 31 };
const town = { ...TOWN_POST, personId: 21 };

describe('a problem', () => {
  it('that the town chief found on a reach below counts for the town chief, and against the village chief', () => {
    expect(seenBy({ reachId: 2, finderId: 21 }, town)).toEqual(['self']);
    expect(seenBy({ reachId: 2, finderId: 21 }, village)).toEqual(['other']);
  });

  it('that the village chief found is no failing of the town chief or the county chief', () => {
    expect(seenBy({ reachId: 2, finderId: 31 }, village)).toEqual(['self']);
    expect(seenBy({ reachId: 2, finderId: 31 }, town)).toEqual(['below']);
    expect(seenBy({ reachId: 2, finderId: 31 }, { ...COUNTY, personId: 41 })).toEqual(['below']);
  });

  it('that a chief of a lower level found on the very same reach is no failing either', () => {
    const terms = [...TERMS, term(32, { reachId: 1, level: 'village' })];
    expect(seenBy({ reachId: 1, finderId: 32 }, town, terms)).toEqual(['below']);
    expect(seenBy({ reachId: 1, finderId: 41 }, town, terms)).toEqual(['other']);
  });

  it('that a co-holder found is the post’s', () => {
    const terms = [...TERMS, term(22, TOWN_POST)];
    expect(seenBy({ reachId: 1, finderId: 22 }, town, terms)).toEqual(['coHolder']);
    expect(seenBy({ reachId: 1, finderId: 22 }, { ...town, personId: 22 }, terms)).toEqual(['self']);
  });

  it('that was found before somebody came or after they left is not theirs', () => {
    const terms = [
      term(31, { ...VILLAGE, toDay: '2026-11-17' }),
      term(33, { ...VILLAGE, fromDay: '2026-11-18' }),
    ];
    const found = { reachId: 2, finderId: 33, foundDay: '2026-11-18' };
    expect(seenBy(found, village, terms)).toEqual([]);
    expect(seenBy(found, { ...village, personId: 33 }, terms)).toEqual(['self']);
  });

  it('is one post’s at a level: the finder’s own, else the nearest up the river', () => {
    const terms = [...TERMS, term(23, { reachId: 2, level: 'town' })];
    const below = { ...TOWN_POST, reachId: 2, personId: 23 };
    expect(seenBy({ reachId: 2, finderId: 31 }, below, terms)).toEqual(['below']);
    expect(seenBy({ reachId: 2, finderId: 31 }, town, terms)).toEqual([]);
    expect(seenBy({ reachId: 2, finderId: 21 }, town, terms)).toEqual(['self']);
    expect(seenBy({ reachId: 2, finderId: 21 }, below, terms)).toEqual([]);
  });
});

describe('a chief', () => {
  it('whose problem on a lower reach has no photo does not have a whole record', () => {
    const task = walked({ ...TOWN_POST }, 21);
    const facts = inOffice(TERMS, {
      chiefs: [chief(21, TOWN_POST)],
      reaches: REACHES,
      tasks: [task],
      problems: [problem({ reachId: 2, taskId: task.id, finderId: 21, hasPhoto: false })],
    });
    const lines = new Map(scoreAll(sheet, facts).chiefs[0]?.lines.map((one) => [one.rule, one]));
    expect(lines.get('record')).toMatchObject({ points: 0 });
    expect(lines.get('finding')).toMatchObject({ points: 2000 });
    expect(lines.get('closing')).toMatchObject({ points: 0, applicable: true });
  });
});

describe('in any county', () => {
  it('a problem is seen by the chiefs of one post a level, all in office on its day, and by its finder as own', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const findings = new Findings(facts.problems, facts);
        const posts = new Map<string, string>();
        for (const one of facts.chiefs) {
          for (const { id, foundDay, by, finderId } of findings.of(one)) {
            const at = `${id} ${one.level}`;
            expect(posts.get(at) ?? postKey(one)).toBe(postKey(one));
            posts.set(at, postKey(one));
            const held = facts.terms.filter(
              (own) => own.personId === one.personId && postKey(own) === postKey(one),
            );
            expect(held.some((own) => own.fromDay <= foundDay && (own.toDay ?? foundDay) >= foundDay)).toBe(
              true,
            );
            expect(by === 'self').toBe(finderId === one.personId);
          }
        }
      }),
    );
  });
});
