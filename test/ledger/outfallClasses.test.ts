import { classify, countyType, OUTFALL_CLASSES, outfallTypes } from '../../src/ledger/outfallClasses';

describe('an outfall’s class (HJ 1312)', () => {
  it('is taken by its standard names, each with its county type', () => {
    for (const { class1, class2 } of outfallTypes) {
      expect(classify(class1, class2, null)).toEqual({ class1, class2, class3: null });
    }
    expect(outfallTypes).toHaveLength(16);
    expect(new Set(outfallTypes.map(({ type }) => type))).toEqual(
      new Set(['工业', '城镇污水处理厂', '农业', '城镇雨洪', '其他']),
    );
  });

  it('is taken by the short names that ledgers use', () => {
    expect(classify('工业', '工矿企业雨洪', '矿山雨洪排口')).toEqual({
      class1: '工业排污口',
      class2: '工矿企业雨洪排口',
      class3: '矿山',
    });
    expect(classify('工业排污口', '工矿企业排污口', '工业企业排污口')).toMatchObject({ class3: '工业企业' });
    expect(classify('农业排口', '规模化畜禽养殖', null)).toMatchObject({ class2: '规模化畜禽养殖排污口' });
    expect(classify('其他', '规模以下畜禽', null)).toMatchObject({ class2: '规模以下畜禽养殖排污口' });
    expect(classify('城镇污水处理厂', '城镇污水处理厂', '城镇污水处理厂排污口')).toMatchObject({
      class3: null,
    });
  });

  it('is refused where the levels do not fit, saying what would', () => {
    expect(classify('城镇雨洪排口', '城镇雨洪排口', null)).toMatchObject({
      level: 1,
      message: expect.stringContaining('“城镇雨洪排口”是“其他排口”下的二级分类'),
    });
    expect(classify('农业排口', '城镇雨洪排口', null)).toMatchObject({
      level: 2,
      message: expect.stringContaining('属于“其他排口”'),
    });
    expect(classify('工业排污口', '工矿企业排污口', '码头')).toMatchObject({ level: 3 });
    expect(classify('其他排口', '城镇雨洪排口', '矿山')).toMatchObject({ level: 3 });
  });

  it('counts 城镇雨洪 apart from 其他, as the plan does', () => {
    expect(countyType('其他排口', '城镇雨洪排口')).toBe('城镇雨洪');
    expect(countyType('其他排口', '港口码头排口')).toBe('其他');
    expect(countyType('工业排污口', '工业及其他各类园区污水处理厂排污口')).toBe('工业');
  });

  it('has no name twice among the second classes of one first class', () => {
    for (const { classes } of OUTFALL_CLASSES) {
      const names = classes.flatMap(({ name, also = [] }) => [name, ...also]);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
