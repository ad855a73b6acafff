import { mainLoss } from '../../src/assessment';
import { CIRCULATED, type Line, notApplicable, VETO } from '../../src/assessment/points';

const item = (rule: string, points: number, reason: string): Line => ({
  rule,
  points,
  max: 1500,
  applicable: true,
  reason,
  evidence: [],
});
const patrol = item('patrol', 1200, '到期应巡 10 次，完成 8 次，未完成 2 次');
const full = item('problemOnTime', 1500, '到期 2 个问题，按期办结 2 个');
const circulated = (points: number): Line => ({ ...notApplicable(CIRCULATED, 0, '通报 2 次'), points });
const veto = notApplicable(VETO, 0, '认定对重特大水污染事件负有责任 1 件，这一期定为不合格');

describe('主要扣分 of a score', () => {
  it('is the 否决 that made it 不合格, though every item is full', () => {
    expect(mainLoss([full, veto])).toBe('认定对重特大水污染事件负有责任 1 件，这一期定为不合格');
    expect(mainLoss([patrol, full, veto])).toBe('认定对重特大水污染事件负有责任 1 件，这一期定为不合格');
  });

  it('is else what cost most: an item, or what is taken off the total', () => {
    expect(mainLoss([patrol, full])).toBe('到期应巡 10 次，完成 8 次，未完成 2 次');
    expect(mainLoss([patrol, full, circulated(-200)])).toBe('到期应巡 10 次，完成 8 次，未完成 2 次');
    expect(mainLoss([patrol, full, circulated(-400)])).toBe('通报 2 次');
    expect(mainLoss([full, circulated(-200)])).toBe('通报 2 次');
  });

  it('is none where nothing was lost', () => {
    expect(mainLoss([full])).toBeNull();
  });
});
