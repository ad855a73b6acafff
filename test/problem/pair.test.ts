import fc from 'fast-check';
import { apartMetres } from '../../src/problem';
import { metresBetween } from '../../src/problem/pair';

const at = (lonE6: number, latE6: number) => ({ lonE6, latE6 });
const places = (
  after: { lonE6: number; latE6: number } | null,
  hint: { lonE6: number; latE6: number } | null,
) => ({
  hintLonE6: hint?.lonE6 ?? null,
  hintLatE6: hint?.latE6 ?? null,
  afterLonE6: after?.lonE6 ?? null,
  afterLatE6: after?.latE6 ?? null,
});

test('a hundredth of a degree of latitude is 1,112 m, of longitude at 35.6° 904 m', () => {
  expect(metresBetween(at(111_220_000, 35_600_000), at(111_220_000, 35_610_000))).toBe(1112);
  expect(metresBetween(at(111_220_000, 35_600_000), at(111_230_000, 35_600_000))).toBe(904);
});

test('the way there is as long as the way back, and none to the same place', () => {
  const position = fc.record({
    lonE6: fc.integer({ min: 110_000_000, max: 112_000_000 }),
    latE6: fc.integer({ min: 35_000_000, max: 36_000_000 }),
  });
  fc.assert(
    fc.property(position, position, (a, b) => {
      expect(metresBetween(a, b)).toBe(metresBetween(b, a));
      expect(metresBetween(a, a)).toBe(0);
    }),
  );
});

test('before and after are compared when both have a place; the outfall stands for the finder’s', () => {
  const here = at(111_220_000, 35_600_000);
  const there = at(111_220_000, 35_610_000);
  expect(apartMetres(places(there, here), null)).toBe(1112);
  expect(apartMetres(places(there, null), here)).toBe(1112);
  expect(apartMetres(places(there, here), there)).toBe(1112);
  expect(apartMetres(places(null, here), here)).toBeNull();
  expect(apartMetres(places(there, null), null)).toBeNull();
});
