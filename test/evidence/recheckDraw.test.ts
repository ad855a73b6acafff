import fc from 'fast-check';
import { drawForRecheck } from '../../src/evidence';

const ids = fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { maxLength: 200 });

test('the same seed draws the same, in whichever order the list is given', () => {
  fc.assert(
    fc.property(fc.string(), ids, (seed, all) => {
      const drawn = drawForRecheck(seed, all, 0.1);
      expect(drawForRecheck(seed, all.toReversed(), 0.1)).toEqual(drawn);
      expect(drawn).toHaveLength(Math.ceil(all.length * 0.1));
      for (const id of drawn) expect(all).toContain(id);
    }),
  );
});

test('another seed draws others, and nobody is drawn much more than another', () => {
  const all = Array.from({ length: 100 }, (_, n) => n + 1);
  const times = new Map<number, number>();
  for (let month = 0; month < 500; month += 1) {
    for (const id of drawForRecheck(`140825 ${month}`, all, 0.1)) times.set(id, (times.get(id) ?? 0) + 1);
  }
  // 50 expected, give or take 7: five times that either way.
  for (const id of all) expect(Math.abs((times.get(id) ?? 0) - 50)).toBeLessThan(35);
});
