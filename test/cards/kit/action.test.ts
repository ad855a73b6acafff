import fc from 'fast-check';
import {
  choice,
  choices,
  code,
  defineAction,
  fields,
  int,
  optionalChoice,
  optionalDay,
  optionalWords,
  tick,
  words,
} from '../../../cards/kit';
import { mischief } from '../mischief';

const act = defineAction({
  name: 'test.standIn',
  value: { task: int(), version: int(), note: code(20) },
  unnamed: ['note'],
  form: () =>
    fields({
      words: words('情况', 10),
      spot: optionalWords('位置', 5),
      kind: choice('类别', ['水体', '河岸']),
      look: optionalChoice('现状', ['dry', 'flowing']),
      day: optionalDay('日期'),
      sure: tick('确认'),
      tags: choices('标签', ['a', 'b']),
    }),
});
const value = { action: 'test.standIn', task: 42, version: 3, note: 'o17dry' };
const filled = { words: '有垃圾', kind: '河岸' };
const fault = (formValue: unknown) => {
  const answer = act.parse({ value, formValue });
  return answer.ok ? null : answer.fault;
};

describe('a button', () => {
  it('is named after its action, its matter and the version it was drawn from', () => {
    const button = act.submit({ value: { task: 42, version: 3, note: 'o17dry' }, label: '提交' });
    expect(button.name).toBe('test_standin_42_3');
    expect(button.behaviors).toEqual([{ type: 'callback', value }]);
    expect(button.form_action_type).toBe('submit');
  });
});

describe('a press', () => {
  it('is read with what the form says, empty and absent fields alike, unknown ones left out', () => {
    const read = {
      task: 42,
      version: 3,
      note: 'o17dry',
      words: '有垃圾',
      spot: '',
      kind: '河岸',
      look: null,
      day: null,
      sure: false,
      tags: [],
    };
    expect(act.parse({ value, formValue: filled })).toEqual({ ok: true, input: read });
    const empty = { ...filled, spot: '', look: '', day: '', sure: '', tags: '', hidden: 'x' };
    expect(act.parse({ value, formValue: empty })).toEqual({ ok: true, input: read });
  });

  it('takes dates with a zone, ticks as words, and lists as JSON, as Feishu clients send them', () => {
    const press = { ...filled, day: '2026-01-05 +0800', sure: 'true', tags: '["b","a"]', look: 'dry' };
    expect(act.parse({ value, formValue: press })).toMatchObject({
      input: { day: '2026-01-05', sure: true, tags: ['a', 'b'], look: 'dry' },
    });
  });

  it('is refused with a sentence that names the field', () => {
    expect(fault({ ...filled, words: '一'.repeat(11) })).toBe('“情况”最多写10个字，现在有11个，请改短一些。');
    expect(fault({ ...filled, words: '  ' })).toBe('请填写“情况”。');
    expect(fault({ ...filled, words: ['有垃圾'] })).toBe('“情况”没有读懂，请重新填写。');
    expect(fault({ words: '有垃圾' })).toBe('请选择“类别”。');
    expect(fault({ ...filled, kind: '天空' })).toBe('“类别”没有这个选项，请重新选择。');
    expect(fault({ ...filled, look: 'wet' })).toBe('“现状”没有这个选项，请重新选择。');
    expect(fault({ ...filled, day: '2026-02-30' })).toBe('“日期”不是有效的日期，请重新选择。');
    for (const day of ['9999-12-31', '2100-01-01', '1999-12-31 +0800']) {
      expect(fault({ ...filled, day })).toBe('“日期”不是有效的日期，请重新选择。');
    }
    expect(fault({ ...filled, tags: '[oops' })).toBe('“标签”没有读懂，请重新填写。');
    expect(fault({ ...filled, tags: ['a', 'z'] })).toBe('“标签”没有这个选项，请重新选择。');
    expect(fault(undefined)).toBe('请填写“情况”。');
    expect(fault('not a form')).toMatch(/^这张卡片没有读懂/);
  });

  it('with a forged value is refused, never thrown at', () => {
    for (const forged of [
      undefined,
      null,
      'x',
      [],
      { task: '42', version: 3, note: '' },
      { ...value, version: -1 },
    ])
      expect(act.parse({ value: forged })).toEqual({
        ok: false,
        fault: '这张卡片没有读懂，请重新打开后再试。',
      });
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (forged, formValue) => {
        expect(act.parse({ value: forged, formValue })).toHaveProperty('ok', false);
      }),
    );
  });

  it('answers any words with the words or a Chinese sentence', () => {
    fc.assert(
      fc.property(mischief, (text) => {
        const answer = act.parse({ value, formValue: { ...filled, words: text, spot: text } });
        if (!answer.ok) expect(answer.fault).toMatch(/[，。]$|。$/);
      }),
    );
  });
});
