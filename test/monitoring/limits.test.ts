import fc from 'fast-check';
import { MONITORING } from '../../src/core/policyMonitoring';
import { judge, limitsOf } from '../../src/monitoring/rules';

const highs = (standard: string | null, item = '化学需氧量') =>
  limitsOf({ standard }, [], MONITORING).get(item)?.highE4 ?? null;

describe('the limits of an outfall', () => {
  test.each([
    ['DB14/1928-2019', 400_000],
    ['db14／1928－2019', 400_000],
    ['GB 18918-2002 一级A', 500_000],
    ['GB18918-2002', null],
    ['GB3838-2002 Ⅴ类', 400_000],
    ['GB3838-2002 Ⅳ类', 300_000],
    ['GB3838-2002 III类', 200_000],
    ['GB18918-2002 二级、GB8978-1996 一级', 1_000_000],
    ['DB14/1928-2019、GB8978-1996 一级', 400_000],
    ['GB89781-2020 一级', null],
    ['按许可证', null],
    [null, null],
  ])('under %s are those of what is cited', (standard, high) => {
    expect(highs(standard)).toBe(high);
  });

  test('fall on both sides where both are set, and the limit itself is no exceedance', () => {
    const pH = { lowE4: 60_000, highE4: 90_000 };
    const of = (value: number) => judge({ valueE4: value * 1e4, below: false, method: '实验室' }, pH);
    expect([5.9, 6, 9, 9.1].map(of)).toEqual(['over', 'pass', 'pass', 'over']);
  });

  test('are never judged by 快检 to be 超标, nor by what is below what can be told', () => {
    const limit = fc.option(fc.nat({ max: 2_000_000_000 }));
    fc.assert(
      fc.property(fc.nat(), fc.boolean(), limit, limit, (valueE4, below, lowE4, highE4) => {
        const limits = { lowE4, highE4 };
        expect(judge({ valueE4, below, method: '快检' }, limits)).not.toBe('over');
        expect(['pass', 'unjudged']).toContain(judge({ valueE4, below: true, method: '实验室' }, limits));
        expect(judge({ valueE4, below, method: '在线' }, limits)).not.toBe('suspected');
      }),
    );
  });
});
