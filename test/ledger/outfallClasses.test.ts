import { classify, OUTFALL_CLASSES } from '../../src/ledger/outfallClasses';

describe('an outfall’s class (HJ 1312)', () => {
  it('is taken by its standard names', () => {
    for (const { name: class1, classes } of OUTFALL_CLASSES) {
      for (const { name: class2 } of classes) {
        expect(classify(class1, class2, null)).toEqual({ class1, class2, class3: null });
      }
    }
    expect(OUTFALL_CLASSES.flatMap(({ classes }) => classes)).toHaveLength(16);
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

  it('has no name twice among the second classes of one first class', () => {
    for (const { classes } of OUTFALL_CLASSES) {
      const names = classes.flatMap(({ name, also = [] }) => [name, ...also]);
      expect(new Set(names).size).toBe(names.length);
    }
  });
});
