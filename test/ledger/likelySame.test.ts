import fc from 'fast-check';
import { likelySame, likeness } from '../../src/ledger/likelySame';
import { proposeName } from '../../src/ledger/proposeName';

const outfall = (id: number, name: string, lonE6 = 111_220_000, latE6 = 35_610_000) => ({
  id,
  name,
  lonE6,
  latE6,
});

describe('which outfalls may be one', () => {
  it('is told by the name whatever is said before it', () => {
    expect(likeness('运城市新绛县龙兴镇桥西50米雨洪排口', '龙兴镇桥西50米城镇雨洪排口')).toBeGreaterThan(0.8);
    expect(likeness('桥西50米', '运城市新绛县龙兴镇桥西50米城镇雨洪排口')).toBe(1);
    expect(likeness('桥西50米', '运城市新绛县三泉镇污水处理厂排污口')).toBe(0);
  });

  it('is the same whichever of the two is asked about, and never more than wholly', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(likeness(a, b)).toBe(likeness(b, a));
        expect(likeness(a, b)).toBeLessThanOrEqual(1);
        expect(likeness(a, b)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('is told by the distance where the names differ, the likeliest first', () => {
    const known = [
      outfall(1, '三泉镇污水处理厂排污口', 111_223_000),
      outfall(2, '龙兴镇桥西城镇雨洪排口', 111_220_300),
      outfall(3, '万安镇养殖场排污口', 111_240_000),
    ];
    const position = { lonE6: 111_220_000, latE6: 35_610_000 };
    const found = likelySame({ name: '桥西', position }, known);
    expect(found.map(({ outfall: { id }, metres }) => [id, metres])).toEqual([
      [2, 27],
      [1, 271],
    ]);
    expect(likelySame({ name: '桥西', position: null }, known)).toMatchObject([
      { outfall: { id: 2 }, metres: null },
    ]);
  });
});

describe('a proposed name', () => {
  it.each([
    [{ spot: '桥西50米' }, '运城市新绛县龙兴镇第一村桥西50米城镇雨洪排口'],
    [{ spot: '龙兴镇第一村，桥西50米' }, '运城市新绛县龙兴镇第一村桥西50米城镇雨洪排口'],
    [{ spot: '桥西50米城镇雨洪排口', village: null }, '运城市新绛县龙兴镇桥西50米城镇雨洪排口'],
    [
      { spot: '样例公司', class2: '工矿企业排污口', class3: '工业企业' },
      '运城市新绛县龙兴镇第一村样例公司工业企业排污口',
    ],
  ])('of %j is %s', (different, name) => {
    expect(proposeName({ town: '龙兴镇', village: '第一村', class2: '城镇雨洪排口', ...different })).toBe(
      name,
    );
  });
});
