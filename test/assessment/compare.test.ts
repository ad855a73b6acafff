import fc from 'fast-check';
import { pairFrom, pairId, pairOf } from '../../src/assessment';

const year = fc.integer({ min: 2000, max: 2098 });
const two = (n: number): string => String(n).padStart(2, '0');
const keys = {
  month: fc.tuple(year, fc.integer({ min: 1, max: 12 })).map(([y, m]) => `${y}-${two(m)}`),
  quarter: fc.tuple(year, fc.integer({ min: 1, max: 4 })).map(([y, q]) => `${y}-Q${q}`),
  year: year.map(String),
};
const pair = fc.oneof(
  ...Object.values(keys).map((key) => fc.tuple(key, key).filter(([one, other]) => one !== other)),
);

describe('a pair of periods', () => {
  test('is one number that fits a card’s subject, and comes back as the same two', () => {
    fc.assert(
      fc.property(pair, ([one, other]) => {
        const named = pairFrom(one, other);
        const id = pairId(named.was, named.now);
        expect(id).toBeLessThan(2 ** 31);
        expect(pairOf(id)).toEqual(named);
      }),
    );
  });

  test('is told from the earlier to the later one, however it is named', () => {
    fc.assert(
      fc.property(pair, ([one, other]) => {
        expect(pairFrom(one, other)).toEqual(pairFrom(other, one));
        expect(pairFrom(one, other).was.fromDay < pairFrom(one, other).now.fromDay).toBe(true);
      }),
    );
  });

  test('of two kinds, or of one period twice, is refused in a sentence', () => {
    expect(() => pairFrom('2026-10', '2026-Q4')).toThrow('没法比');
    expect(() => pairFrom('2026-10', '2026-10')).toThrow('没法比');
    expect(() => pairFrom('2026-10', '上月')).toThrow('写法不对');
  });

  test('that no two periods make is none', () => {
    expect(pairOf(0)).toBeNull();
    expect(pairOf(-1)).toBeNull();
    expect(pairOf(1e12)).toBeNull();
    expect(pairOf(1_201)).toBeNull();
  });
});
