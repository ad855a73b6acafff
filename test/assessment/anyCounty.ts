import fc from 'fast-check';
import type { PostEscalationFact } from '../../src/assessment/facts/escalations';
import type { Records } from '../../src/assessment/facts/records';
import type { Score } from '../../src/assessment/points';
import { type Facts, scoreAll } from '../../src/assessment/scores';
import type { SubjectMark } from '../../src/assessment/subjectFacts';
import { groupBy } from '../../src/core/groupBy';
import type { Policy } from '../../src/core/policy';
import { MANUAL, type SheetName, SOURCES, type WrittenItem } from '../../src/core/policySheets';
import { testPolicy } from '../factories';
import { anyFacts } from './facts';

/* Any sheet that a county may write, and any records of two towns and a department. */

export type Sheet = Policy['assessment'];
export const DEFAULT_SHEET: Sheet = testPolicy().assessment;

const SCORER = '县河长办';
const tens = fc.integer({ min: 1, max: 100 }).map((n) => n / 10);

/** The maximum alone, or written out in any kind that the records allow. */
function anyItem(
  of: SheetName,
  key: string,
  source: string,
  max: number,
): fc.Arbitrary<number | WrittenItem> {
  const rounding = fc.integer({ min: 0, max: 2 });
  const manual = rounding.map((places) => ({
    max,
    kind: 'manual' as const,
    scorer: SCORER,
    rounding: places,
  }));
  const counts = SOURCES[of][source];
  const isNamed = Object.hasOwn(SOURCES[of], key) || Object.hasOwn(MANUAL[of], key);
  if (max === 0) return isNamed ? fc.constant(max) : manual;
  if (counts === undefined) return isNamed ? fc.oneof(fc.constant(max), manual) : manual;
  const deduction = fc
    .record({ each: tens, most: fc.option(fc.integer({ min: 1, max }), { nil: undefined }), rounding })
    .map((item) => ({ max, kind: 'deduction' as const, source, ...item }));
  if (counts === 'events') return isNamed ? fc.oneof(fc.constant(max), deduction) : deduction;
  const ratio = rounding.map((places) => ({ max, kind: 'ratio' as const, source, rounding: places }));
  const banded = fc
    .record({
      cuts: fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 4 }),
      earned: fc.array(fc.integer({ min: 0, max }), { minLength: 4, maxLength: 4 }),
    })
    .map(({ cuts, earned }) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), 100];
      const points = [...earned.slice(0, cuts.length).sort((a, b) => a - b), max];
      const bands = points.map((each, n) => ({ from: edges[n] ?? 0, to: edges[n + 1] ?? 100, points: each }));
      return { max, kind: 'banded' as const, source, bands };
    });
  const written = fc.oneof(ratio, deduction, banded);
  return isNamed ? fc.oneof(fc.constant(max), written) : written;
}

/** Every item that the program knows, one of a person's own words, and records that are counted twice over. */
function anyItems(of: SheetName): fc.Arbitrary<Record<string, number | WrittenItem>> {
  const sources = Object.keys(SOURCES[of]);
  const keys = [...sources, ...Object.keys(MANUAL[of]), '例会', '另计'];
  return fc
    .record({
      cuts: fc.array(fc.nat(100), { minLength: keys.length - 1, maxLength: keys.length - 1 }),
      again: fc.constantFrom(...sources),
    })
    .chain(({ cuts, again }) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), 100];
      const items = keys.map((key, n) =>
        anyItem(of, key, key === '另计' ? again : key, (edges[n + 1] ?? 100) - (edges[n] ?? 0)),
      );
      return fc.tuple(...items).map((all) => Object.fromEntries(all.map((item, n) => [keys[n] ?? '', item])));
    });
}

const few = fc.integer({ min: 0, max: 10 });

/** Weights that add up to 100, and whatever is added, taken off or vetoed. */
export const anySheet: fc.Arbitrary<Sheet> = fc
  .record({
    town: anyItems('town'),
    chief: anyItems('chief'),
    department: anyItems('department'),
    perReturn: few,
    bonus: fc.record({ most: few, one: few, other: few }).map(({ most, one, other }) => ({
      most,
      items: {
        commended: { name: '表扬', max: one, scorer: SCORER },
        other: { name: '其他', max: other, scorer: SCORER },
      },
    })),
    deductions: fc.record({ circulated: few, interviewed: few, most: few }),
    confirmed: fc.record({ each: few, most: few }),
    veto: fc.record({ falsehood: fc.boolean(), pollution: fc.boolean(), section: fc.boolean() }),
  })
  .map((own) => ({ ...DEFAULT_SHEET, ...own }));

const RULES = ['publicity', 'organisation', 'cooperation', '例会', 'bonus.commended', 'bonus.other'];
const LEVELS = ['county', 'town', 'village'] as const;
const post = {
  reachId: fc.integer({ min: 1, max: 3 }),
  level: fc.constantFrom(...LEVELS),
};
const unitId = fc.integer({ min: 1, max: 3 });

const anyMark = fc.record({
  ...post,
  unitId,
  subject: fc.constantFrom('town' as const, 'chief' as const, 'department' as const),
  personId: fc.integer({ min: 11, max: 14 }),
  rule: fc.constantFrom(...RULES, 'veto.pollution', 'veto.section'),
  points: fc.integer({ min: 0, max: 3000 }),
});
const anyDay = fc.integer({ min: 10, max: 28 }).map((n) => `2026-11-${n}`);
const anyDocument = fc.record({
  ...post,
  unitId,
  kind: fc.constantFrom('通报' as const, '约谈' as const),
  day: anyDay,
  dueDay: anyDay,
});

const numbered = <One, Fact>(one: fc.Arbitrary<One>, from: number, fact: (given: One, id: number) => Fact) =>
  fc.array(fc.tuple(unitId, one), { maxLength: 6 }).map((all) => {
    const facts = all.map(([unit, given], n) => ({ unit, fact: fact(given, from + n) }));
    return new Map(
      [...groupBy(facts, ({ unit }) => unit)].map(([unit, own]) => [unit, own.map((each) => each.fact)]),
    );
  });

const anyRecords: fc.Arbitrary<Records> = fc.record({
  remedies: numbered(fc.constantFrom('done', 'open', 'reopened'), 501, (state, id) => ({
    id,
    done: state === 'done',
    reopened: state === 'reopened',
  })),
  standards: numbered(
    fc.record({ lacks: fc.subarray(['采样点', '标志牌', '在线视频']), unknown: fc.boolean() }),
    601,
    (given, id) => ({ id, townId: 1, ...given }),
  ),
  samples: numbered(
    fc.record({ outfallId: fc.integer({ min: 1, max: 3 }), over: fc.boolean() }),
    701,
    (given, id) => ({ id, ...given }),
  ),
  complaints: numbered(fc.record({ late: fc.boolean(), content: fc.boolean() }), 801, (given, id) => ({
    id,
    ...given,
  })),
  escalations: fc.array(anyDocument, { maxLength: 5 }).map((all) => {
    const documents = all.map((one, n) => ({ id: n + 901, ...one }));
    return {
      ofUnits: groupBy(documents, (one) => one.unitId),
      ofPosts: documents.map(({ unitId: _, ...one }): PostEscalationFact => one),
    };
  }),
  marks: fc.array(anyMark, { maxLength: 12 }).map((all) =>
    all.map(
      (one, n): SubjectMark => ({
        ...one,
        id: n + 401,
        points: one.rule.startsWith('veto') ? null : one.points,
        reason: '',
        ...(one.subject === 'chief' ? {} : { reachId: null, level: null, personId: null }),
      }),
    ),
  ),
});

export interface County {
  sheet: Sheet;
  facts: Facts;
}

export const anyCounty: fc.Arbitrary<County> = fc
  .record({
    sheet: fc.oneof(anySheet, fc.constant(DEFAULT_SHEET)),
    facts: anyFacts,
    records: anyRecords,
    lies: fc.boolean(),
  })
  .map(({ sheet, facts, records, lies }) => ({
    sheet,
    facts: {
      ...facts,
      ...records,
      confirmed: facts.confirmed.map((one, n) => ({ ...one, falsehood: lies && n === 0 })),
    },
  }));

/** Every town, every chief in a post and every department: who, and the score. */
export function scoresOf({ sheet, facts }: County): Map<string, Score> {
  const { towns, chiefs, departments } = scoreAll(sheet, facts);
  return new Map<string, Score>([
    ...[...towns, ...departments].map((unit) => [`unit ${unit.unitId}`, unit] as const),
    ...chiefs.map((one) => [`chief ${one.personId} of ${one.reachId} ${one.level}`, one] as const),
  ]);
}
