import { renderCard } from '../../cards';
import type { MarkProposalView } from '../../cards/markProposal';
import { buttonsOf, wordsOf } from './lookAt';

const veto: Extract<MarkProposalView, { state: 'open' | 'confirmed' | 'refused' | 'withdrawn' }> = {
  id: 2,
  version: 1,
  today: '2026-11-02',
  due: { day: '2026-11-09', provisional: false },
  workingDaysLeft: 5,
  state: 'open',
  period: '2026年10月',
  subject: '古交镇',
  item: '重特大水污染事件负有责任',
  points: null,
  document: '县调查报告',
  words: '污水池溃坝',
  by: '县河长办主任',
  on: '2026-11-02',
  mayDecide: true,
  mayWithdraw: true,
  nobody: false,
  decision: null,
};

describe('the card of a 否决', () => {
  it('asks the second person to confirm or not, and has one way to say no', () => {
    expect(buttonsOf(renderCard('markProposal', veto))).toEqual(['确认', '不确认']);
    const entered = renderCard('markProposal', { ...veto, mayDecide: false });
    expect(buttonsOf(entered)).toEqual(['撤回']);
  });

  it('says in red that the period is 不合格 only as long as that may come of it', () => {
    const isRed = (card: object) =>
      JSON.stringify(card).includes("<font color='red'>这一期定为不合格</font>");
    expect(isRed(renderCard('markProposal', veto))).toBe(true);
    const decision = { by: '县河长办主任', on: '2026-11-03', reason: '填错了' };
    const back = renderCard('markProposal', { ...veto, state: 'withdrawn', mayDecide: false, decision });
    expect(isRed(back)).toBe(false);
    expect(wordsOf(back)).toContain('填的是：这一期定为不合格');
  });
});
