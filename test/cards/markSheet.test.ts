import { markGive } from '../../cards/markSheet';

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
});
