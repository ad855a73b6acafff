import fc from 'fast-check';
import { addDays, instantAt } from '../../src/core/days';
import { RECORD_CHECK_RULES, RECORD_CHECKS } from '../../src/core/policyRecords';
import {
  DAYS,
  type Finding,
  questionsOf,
  type Records,
  type Shot,
  type Walk,
} from '../../src/jobs/recordQuestions';

const TODAY = '2026-11-26';
const RULES = {
  ...RECORD_CHECK_RULES,
  monthsNormal: { months: 6, patrols: 4, byOthers: 1 },
};

const person = fc.integer({ min: 1, max: 4 });
const reachId = fc.integer({ min: 1, max: 3 });
const level = fc.constantFrom('county' as const, 'town' as const, 'village' as const);
const moment = fc
  .record({ before: fc.integer({ min: 1, max: 45 }), minute: fc.integer({ min: 0, max: 1_439 }) })
  .map(
    ({ before, minute }) => new Date(instantAt(addDays(TODAY, -before), '00:00').getTime() + minute * 60_000),
  );

const walk = fc
  .record({
    personId: person,
    reachId,
    level,
    result: fc.constantFrom('normal' as const, 'normal' as const, 'problem' as const),
    standInFor: fc.constantFrom(null, null, 9),
    occurredAt: moment,
    late: fc.integer({ min: 0, max: 10 * 1_440 }),
  })
  .map(({ late, ...one }): Walk => {
    const reach = `第${one.reachId}段`;
    return { id: 0, reach, ...one, recordedAt: new Date(one.occurredAt.getTime() + late * 60_000) };
  });
const finding = fc.record({ finderId: person, reachId, place: fc.option(fc.string()), occurredAt: moment });
const spot = fc.record({
  lonE6: fc.integer({ min: 111_000_000, max: 111_500_000 }),
  latE6: fc.integer({ min: 35_400_000, max: 35_800_000 }),
});
const shot = fc
  .record({ personId: person, at: moment })
  .chain((one) => spot.map((at) => ({ ...one, ...at })));
const term = fc.record({ reachId, level, personId: person }).map((one) => ({
  ...one,
  fromDay: '2024-01-01',
  toDay: null,
  reachable: true,
}));
const answered = fc.record({
  personId: person,
  place: fc.option(fc.string()),
  before: fc.array(spot, { maxLength: 3 }),
  after: fc.array(spot, { maxLength: 3 }),
  photoIds: fc.constant<number[]>([]),
});

const numbered = <T extends object>(rows: readonly T[], from: number) =>
  rows.map((row, n) => ({ ...row, id: from + n }));

const anyRecords: fc.Arbitrary<Records> = fc
  .record({
    walks: fc.array(walk, { maxLength: 30 }),
    findings: fc.array(finding, { maxLength: 12 }),
    shots: fc.array(shot, { maxLength: 12 }),
    terms: fc.array(term, { maxLength: 6 }),
    answered: fc.array(answered, { maxLength: 5 }),
  })
  .map(({ walks, findings, shots, terms, answered }) => ({
    walks: numbered(walks, 1),
    monthsOfWalks: numbered(walks, 1),
    findings: numbered(findings, 101) as Finding[],
    shots: numbered(shots, 201) as Shot[],
    terms,
    answered: numbered(answered, 301),
  }));

const ask = (records: Records, rules = RULES) => questionsOf(records, rules, TODAY);

describe('what is asked about any records', () => {
  it('is each thing once, of somebody whose record it is, in words that fit a card and a name that fits its key', () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const questions = ask(records);
        expect(new Set(questions.map(({ about }) => about)).size).toBe(questions.length);
        for (const { about, words, personId } of questions) {
          expect(about.length).toBeLessThanOrEqual(64);
          expect(words).not.toMatch(/NaN|Infinity|undefined|null/);
          expect(personId).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('is the same whatever the order of the records', () => {
    const shuffled = anyRecords.chain((records) =>
      fc.record({
        records: fc.constant(records),
        walks: fc.shuffledSubarray([...records.walks], { minLength: records.walks.length }),
        findings: fc.shuffledSubarray([...records.findings], { minLength: records.findings.length }),
        terms: fc.shuffledSubarray([...records.terms], { minLength: records.terms.length }),
      }),
    );
    const abouts = (records: Records) =>
      ask(records)
        .map(({ about, personId }) => `${about} ${personId}`)
        .sort();
    fc.assert(
      fc.property(shuffled, ({ records, ...other }) => {
        expect(abouts({ ...records, ...other, monthsOfWalks: other.walks })).toEqual(abouts(records));
      }),
    );
  });

  it('goes on being asked about as the days before it are forgotten: a run never comes back under another name', () => {
    fc.assert(
      fc.property(anyRecords, ({ walks, ...rest }) => {
        const late = (today: string) => {
          const kept = walks.filter(
            ({ recordedAt }) => recordedAt >= instantAt(addDays(today, -DAYS), '00:00'),
          );
          const records = { ...rest, walks: kept };
          return questionsOf(records, { ...RULES, ask: ['late-entry'] }, today).map(({ about }) => about);
        };
        const first = new Set(late(TODAY));
        for (let n = 1; n <= DAYS; n += 1) {
          for (const about of late(addDays(TODAY, n))) expect(first.has(about)).toBe(true);
        }
      }),
    );
  });

  it('of a run over midnight is asked about by its beginning, and not again when that is no longer read', () => {
    const entered = [
      ['2026-10-26', '23:55'],
      ['2026-10-26', '23:58'],
      ['2026-10-27', '00:02'],
      ['2026-10-27', '00:05'],
      ['2026-10-27', '00:08'],
    ] as const;
    const walks = entered.map(
      ([day, time], n): Walk => ({
        id: n + 1,
        personId: 1,
        reachId: 1,
        reach: '第一段',
        level: 'village',
        result: 'problem',
        standInFor: null,
        occurredAt: instantAt('2026-10-10', '10:00'),
        recordedAt: instantAt(day, time),
      }),
    );
    const none = { monthsOfWalks: [], findings: [], terms: [], shots: [], answered: [] };
    expect(ask({ ...none, walks }).map(({ about }) => about)).toEqual([]);
    const earlier = questionsOf({ ...none, walks }, RULES, '2026-10-28');
    expect(earlier.map(({ about }) => about)).toEqual(['late-entry:1']);
    expect(ask({ ...none, walks: walks.slice(2) })).toEqual([]);
  });

  it('is nothing of a kind that the county switched off', () => {
    fc.assert(
      fc.property(anyRecords, fc.subarray([...RECORD_CHECKS]), (records, wanted) => {
        const kinds = new Set<string>(ask(records, { ...RULES, ask: wanted }).map(({ kind }) => kind));
        for (const kind of kinds) expect(wanted).toContain(kind);
      }),
    );
  });

  it('is asked of nobody where everybody finds something, or nobody does', () => {
    fc.assert(
      fc.property(anyRecords, (records) => {
        const calm = { ...records, findings: [], shots: [], answered: [] };
        expect(ask(calm).every(({ kind }) => kind === 'late-entry')).toBe(true);
        const walks = records.walks.map((one) => ({ ...one, result: 'problem' as const }));
        const found = ask({ ...records, walks, monthsOfWalks: walks });
        expect(found.some(({ kind }) => kind === 'normal-while-found' || kind === 'months-normal')).toBe(
          false,
        );
      }),
    );
  });
});
