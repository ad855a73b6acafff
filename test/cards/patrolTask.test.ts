import { renderCard } from '../../cards';
import { type PatrolTaskView, patrolProblem, patrolSubmit } from '../../cards/patrolTask';
import { sure } from '../../cards/samples/sample';
import { buttonNamed, buttonsOf, colourOf, elementsOf, tagsOf, wordsOf } from './lookAt';

const task = {
  id: 42,
  version: 3,
  river: '汾河',
  reach: '古交镇第一村段',
  period: '本周',
  lengthKm: 2.5,
  today: '2026-11-23',
  due: sure('2026-11-29'),
  workingDaysLeft: 4,
};
const open = {
  ...task,
  state: 'open' as const,
  lateUntil: sure('2026-12-06'),
  outfalls: [
    { id: 17, name: '桥西雨洪排口', last: 'dry' as const, lastSeen: '2026-11-16' },
    { id: 18, name: '村北退水口', last: null, lastSeen: null },
  ],
  oldProblems: [{ id: 83, title: '南岸建筑垃圾', foundOn: '2026-11-21', progress: '正在处理' }],
  photos: 0,
  standInFor: null,
};
const draw = (view: PatrolTaskView) => renderCard('patrolTask', view);
const press = (view: PatrolTaskView, formValue: object) => {
  const { value } = buttonNamed(draw(view), '一切正常，提交');
  return patrolSubmit.parse({ value, formValue });
};

describe('the card of a patrol task', () => {
  it('asks for nothing but one press', () => {
    const card = draw(open);
    expect(buttonsOf(card)).toEqual(['一切正常，提交', '发现问题', '其他情况（补记、顺延）']);
    expect(elementsOf(card).filter(({ required }) => required)).toEqual([]);
    expect(press(open, {}).ok).toBe(true);
  });

  it('stands prefilled with what was seen last time', () => {
    const initial = elementsOf(draw(open))
      .filter(({ tag }) => tag === 'select_static')
      .map(({ name, initial_option }) => [name, initial_option]);
    expect(initial).toEqual([
      ['outfall_17', 'dry'],
      ['outfall_18', undefined],
      ['problem_83', undefined],
    ]);
  });

  it('comes back with each row as it was shown and as it is now', () => {
    expect(press(open, { outfall_17: 'flowing', outfall_18: '', problem_83: 'gone' })).toEqual({
      ok: true,
      input: {
        task: 42,
        version: 3,
        shown: 'o17dry,o18,p83',
        outfalls: [
          { id: 17, was: 'dry', now: 'flowing' },
          { id: 18, was: null, now: null },
        ],
        problems: [{ id: 83, now: 'gone' }],
        walkedOn: null,
      },
    });
  });

  it('refuses an answer that it never offered, and a row that it never had', () => {
    expect(press(open, { outfall_17: 'flooded' })).toEqual({
      ok: false,
      fault: '“排污口现状”没有这个选项，请重新选择。',
    });
    expect(press(open, { outfall_99: 'abnormal' })).toMatchObject({ ok: false });
    expect(press(open, { patrol_submit_42_3: '' })).toMatchObject({
      input: { outfalls: [{ id: 17 }, { id: 18 }] },
    });
  });

  it('opens the problem form from a button of its own', () => {
    const { name, value } = buttonNamed(draw(open), '发现问题');
    expect(name).toBe('patrol_problem_42_3');
    expect(patrolProblem.parse({ value })).toEqual({ ok: true, input: { task: 42, version: 3 } });
  });

  it('is blue, turns orange with a working day left, red when overdue', () => {
    expect(colourOf(draw(open))).toBe('blue');
    expect(colourOf(draw({ ...open, due: sure('2026-11-24'), workingDaysLeft: 1 }))).toBe('orange');
    expect(colourOf(draw({ ...open, due: sure('2026-11-22'), workingDaysLeft: 0 }))).toBe('red');
  });

  it('when overdue says until when it can be entered late, and asks which day it was', () => {
    const late = { ...open, due: sure('2026-11-22'), lateUntil: sure('2026-11-29'), workingDaysLeft: 0 };
    const card = draw(late);
    expect(tagsOf(card)).toContain('可补录');
    expect(wordsOf(card)).toContain('已过期1天（11月22日到期），11月29日前还可以补录');
    expect(press(late, { walked_on: '2026-11-21 +0800' })).toMatchObject({
      input: { walkedOn: '2026-11-21' },
    });
    expect(elementsOf(draw(open)).some(({ tag }) => tag === 'date_picker')).toBe(false);
  });

  it('folds the sixth outfall and later ones, and all of them still come back', () => {
    const outfalls = Array.from({ length: 8 }, (_, i) => ({
      id: 100 + i,
      name: `${i + 1}号雨洪排口`,
      last: 'dry' as const,
      lastSeen: null,
    }));
    expect(wordsOf(draw({ ...open, outfalls }))).toContain('还有3个排污口，点开看');
    expect(press({ ...open, outfalls }, { outfall_107: 'abnormal' })).toMatchObject({
      input: { outfalls: expect.arrayContaining([{ id: 107, was: 'dry', now: 'abnormal' }]) },
    });
  });

  it('names the outfalls that its twelve rows do not reach', () => {
    const outfalls = Array.from({ length: 15 }, (_, id) => ({
      id,
      name: '排口',
      last: null,
      lastSeen: null,
    }));
    expect(wordsOf(draw({ ...open, outfalls }))).toContain('还有3个排污口，有异常就点“发现问题”');
  });

  it('once done is green, says who, when and what was seen, and offers nothing more', () => {
    const card = draw({
      ...task,
      state: 'done',
      by: '古交镇第一村河长',
      standInFor: null,
      walkedOn: '2026-11-23',
      late: false,
      mayReport: false,
      seen: [
        { name: '桥西雨洪排口', flow: 'abnormal', changed: true },
        { name: '村北退水口', flow: 'dry', changed: false },
      ],
      problems: [{ title: '桥西雨洪排口晴天排水', progress: '等古交镇签收', closed: false }],
      photos: 1,
    });
    expect(colourOf(card)).toBe('green');
    expect(buttonsOf(card)).toEqual([]);
    const words = wordsOf(card);
    for (const said of [
      '古交镇第一村河长11月23日巡河',
      '桥西雨洪排口：异常',
      '其余1个排污口',
      '等古交镇签收',
    ])
      expect(words).toContain(said);
  });

  it.each(['missed', 'cancelled', 'notYours'] as const)('is grey and without buttons when %s', (state) => {
    const card = draw({ ...task, state });
    expect(colourOf(card)).toBe('grey');
    expect(buttonsOf(card)).toEqual([]);
    expect(wordsOf(card)).toContain('古交镇第一村段');
  });
});
