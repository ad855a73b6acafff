import fc from 'fast-check';
import { doubtOf, toPosition } from '../../../src/core/workbook';

describe('coordinates', () => {
  it('of WGS84 and CGCS2000 are kept, those of GCJ-02 converted by some hundred metres', () => {
    expect(toPosition(111.2204, 35.6151, 'WGS84')).toEqual({ lonE6: 111_220_400, latE6: 35_615_100 });
    expect(toPosition(111.2204, 35.6151, 'CGCS2000')).toEqual(toPosition(111.2204, 35.6151, null));
    const { lonE6, latE6 } = toPosition(111.2204, 35.6151, 'GCJ-02');
    expect(lonE6).not.toBe(111_220_400);
    expect(Math.abs(lonE6 - 111_220_400)).toBeLessThan(10_000);
    expect(Math.abs(latE6 - 35_615_100)).toBeLessThan(10_000);
  });

  it('are doubted when swapped, abroad, or away from the county', () => {
    expect(doubtOf(111.22, 35.61)).toBeNull();
    expect(doubtOf(35.61, 111.22)).toEqual({ kind: 'swapped' });
    expect(doubtOf(0, 0)).toEqual({ kind: 'abroad' });
    expect(doubtOf(111.22, 36.8)).toEqual({ kind: 'far', km: 111 });
    expect(doubtOf(112.4, 35.61)).toEqual({ kind: 'far', km: 90 });
  });

  it('inside the county are never doubted, and always noticed when swapped', () => {
    const lon = fc.double({ min: 110.9, max: 111.4, noNaN: true });
    const lat = fc.double({ min: 35.4, max: 35.8, noNaN: true });
    fc.assert(
      fc.property(lon, lat, (x, y) => {
        expect(doubtOf(x, y)).toBeNull();
        expect(doubtOf(y, x)).toEqual({ kind: 'swapped' });
      }),
    );
  });
});
