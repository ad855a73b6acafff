import fc from 'fast-check';
import { instantAt } from '../../src/core/days';
import { distanceM } from '../../src/core/distance';
import {
  batchEntries,
  type Entered,
  type Found,
  impossibleSpeeds,
  type Looked,
  neverFinds,
  normalBesideFinding,
  ownShare,
} from '../../src/patrol/authenticity';

const start = instantAt('2026-11-25', '08:00').getTime();
const minute = (n: number): Date => new Date(start + n * 60_000);
const spot = fc.record({
  at: fc.integer({ min: 0, max: 2_000 }).map(minute),
  lonE6: fc.integer({ min: 111_000_000, max: 111_500_000 }),
  latE6: fc.integer({ min: 35_400_000, max: 35_800_000 }),
});

describe('distance', () => {
  test('a hundredth of a degree of latitude is 1.1 km', () => {
    expect(distanceM({ lonE6: 111e6, latE6: 35_600_000 }, { lonE6: 111e6, latE6: 35_610_000 })).toBeCloseTo(
      1112,
      0,
    );
  });

  test('is the same both ways, nothing to the same place, and no longer than by a third one', () => {
    fc.assert(
      fc.property(spot, spot, spot, (a, b, c) => {
        expect(distanceM(a, b)).toBeCloseTo(distanceM(b, a), 6);
        expect(distanceM(a, a)).toBe(0);
        expect(distanceM(a, c)).toBeLessThanOrEqual(distanceM(a, b) + distanceM(b, c) + 1e-6);
      }),
    );
  });
});

describe('impossible speed', () => {
  const limits = { kmh: 80, withinM: 500 };
  const here = { at: minute(0), lonE6: 111_200_000, latE6: 35_600_000 };

  test('20 km in ten minutes is asked about, and in an hour not', () => {
    const there = { ...here, latE6: 35_780_000 };
    expect(impossibleSpeeds([{ ...there, at: minute(10) }, here], limits)).toHaveLength(1);
    expect(impossibleSpeeds([here, { ...there, at: minute(60) }], limits)).toEqual([]);
  });

  test('two pins on one bank at one minute say nothing', () => {
    expect(impossibleSpeeds([here, { ...here, latE6: 35_604_000 }], limits)).toEqual([]);
  });

  test('the order of the records does not matter, and a higher limit never finds more', () => {
    fc.assert(
      fc.property(fc.uniqueArray(spot, { selector: ({ at }) => at.getTime(), maxLength: 12 }), (places) => {
        const found = impossibleSpeeds(places, limits);
        expect(impossibleSpeeds([...places].reverse(), limits)).toEqual(found);
        expect(impossibleSpeeds(places, { ...limits, kmh: 160 }).length).toBeLessThanOrEqual(found.length);
        for (const { from, to, kmh } of found) expect(from.at < to.at && kmh > limits.kmh).toBe(true);
      }),
    );
  });
});

describe('batch entry', () => {
  const rule = { withinMinutes: 10, atLeast: 3, daysAfter: 3 };
  const entry = (id: number, recorded: number, daysBefore: number): Entered => ({
    id,
    personId: 1,
    occurredAt: new Date(minute(recorded).getTime() - daysBefore * 86_400_000),
    recordedAt: minute(recorded),
  });

  test('three weeks entered in five minutes are asked about; one late entry, and three prompt ones, are not', () => {
    const late = [entry(1, 0, 20), entry(2, 2, 13), entry(3, 5, 6)];
    expect(batchEntries(late, rule)).toEqual([late]);
    expect(batchEntries(late.slice(0, 1), rule)).toEqual([]);
    expect(batchEntries([entry(1, 0, 0), entry(2, 2, 0), entry(3, 5, 1)], rule)).toEqual([]);
    expect(batchEntries([entry(1, 0, 20), entry(2, 30, 13), entry(3, 60, 6)], rule)).toEqual([]);
  });

  test('no entry is in two runs, no run mixes people, and the order of the records does not matter', () => {
    const any = fc.record({
      personId: fc.integer({ min: 1, max: 3 }),
      recorded: fc.nat({ max: 120 }),
      before: fc.nat({ max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(any, { maxLength: 25 }), (all) => {
        const entered = all.map(({ personId, recorded, before }, n) => ({
          ...entry(n, recorded, before),
          personId,
        }));
        const runs = batchEntries(entered, rule);
        const ids = runs.flat().map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const run of runs) expect(new Set(run.map(({ personId }) => personId)).size).toBe(1);
        expect(batchEntries([...entered].reverse(), rule)).toEqual(runs);
      }),
    );
  });
});

const looked = (given: Partial<Looked> = {}): Looked => ({
  id: 1,
  personId: 1,
  reachId: 1,
  result: 'normal',
  occurredAt: minute(0),
  ...given,
});
const found = (given: Partial<Found> = {}): Found => ({
  id: 9,
  finderId: 2,
  reachId: 1,
  occurredAt: minute(120),
  ...given,
});

describe('正常 where others find something', () => {
  test('on the same reach and day is asked about; own findings, other reaches and other days are not', () => {
    expect(normalBesideFinding([looked()], [found()])).toHaveLength(1);
    for (const other of [{ finderId: 1 }, { reachId: 2 }, { occurredAt: minute(24 * 60) }]) {
      expect(normalBesideFinding([looked()], [found(other)])).toEqual([]);
    }
    expect(normalBesideFinding([looked({ result: 'problem' })], [found()])).toEqual([]);
  });

  test('where nothing was found, nothing speaks for or against anybody', () => {
    expect(ownShare(1, [])).toBeNull();
    const patrols = Array.from({ length: 30 }, (_, id) => looked({ id }));
    expect(neverFinds(1, { patrols, problems: [] }, { patrols: 12, byOthers: 3 })).toBe(false);
  });

  test('months of 正常 where others found enough is asked about, until one is found', () => {
    const patrols = Array.from({ length: 12 }, (_, id) => looked({ id }));
    const problems = [1, 2, 3].map((id) => found({ id }));
    const least = { patrols: 12, byOthers: 3 };
    expect(neverFinds(1, { patrols, problems }, least)).toBe(true);
    expect(neverFinds(1, { patrols: patrols.slice(1), problems }, least)).toBe(false);
    expect(neverFinds(1, { patrols, problems: problems.slice(1) }, least)).toBe(false);
    expect(neverFinds(1, { patrols, problems: [...problems, found({ finderId: 1 })] }, least)).toBe(false);
  });

  test('a share lies between none and all', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.integer({ min: 1, max: 3 }).map((finderId) => found({ finderId })),
          { minLength: 1 },
        ),
        (all) => {
          const shares = [1, 2, 3].map((id) => ownShare(id, all) ?? Number.NaN);
          expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
        },
      ),
    );
  });
});
