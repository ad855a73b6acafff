import { type MarkSheetView, markGive, renderMarkSheet } from '../../cards/markSheet';
import { tagsOf } from './lookAt';

const parse = (formValue: Record<string, string>) =>
  markGive.parse({
    value: { action: 'mark.give', sheet: 4, version: 1, item: 'town:publicity', rows: '11-12-13' },
    formValue,
  });

describe('a page of 考核打分', () => {
  it('can leave somebody out: what is empty is not scored yet', () => {
    const read = parse({ p11: '３', r11: '', p12: '', r12: '', p13: '2.5', r13: '晚报一期' });
    expect(read).toMatchObject({
      ok: true,
      input: {
        points: [
          { score: 11, now: 300 },
          { score: 12, now: null },
          { score: 13, now: 250 },
        ],
        reasons: [{ now: '' }, { now: '' }, { now: '晚报一期' }],
      },
    });
  });

  it('says which one is written wrongly', () => {
    expect(parse({ p11: '3', p12: '两分', p13: '3' })).toEqual({
      ok: false,
      fault: '“第2个的得分”请写数字，最多两位小数，如 12.5。',
    });
    expect(parse({ p11: '3', p12: '2', p13: '1', r13: '字'.repeat(101) })).toEqual({
      ok: false,
      fault: '“第3个的理由”最多写100个字，现在有101个，请改短一些。',
    });
  });

  const view: MarkSheetView = {
    id: 4,
    version: 2,
    today: '2026-11-02',
    due: { day: '2026-11-06', provisional: false },
    workingDaysLeft: 4,
    state: 'open',
    period: '2026年10月',
    scorer: '县河长办',
    instead: false,
    gives: true,
    items: [{ code: 'town:publicity', name: '镇 · 宣传报送', max: 300, given: 9, all: 9 }],
    page: null,
    given: [{ name: '龙兴镇', item: '宣传报送', points: 300, max: 300, reason: '', by: '县河长办主任' }],
    nobody: 0,
  };

  it('says to whoever has given all of theirs that nothing is left, though others still give', () => {
    expect(tagsOf(renderMarkSheet(view))).toEqual(['你的都打了']);
  });

  it('asks for departments only where they are on the sheet', () => {
    expect(JSON.stringify(renderMarkSheet(view))).not.toContain('部门');
    const scored = { code: 'department:cooperation', name: '部门 · 协作', max: 300, given: 2, all: 2 };
    const both = renderMarkSheet({ ...view, items: [...view.items, scored] });
    expect(JSON.stringify(both)).toContain('改谁的：镇、部门或河长');
  });
});
