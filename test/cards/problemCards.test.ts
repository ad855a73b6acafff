import { renderCard } from '../../cards';
import type { ProblemFacts } from '../../cards/kit';
import { problemSubmit } from '../../cards/problemForm';
import { verifyReturn } from '../../cards/problemVerify';
import { problemReport } from '../../cards/problemWork';
import { HOSTILE, sure } from '../../cards/samples/sample';
import { buttonNamed, buttonsOf, colourOf, elementsOf, tagsOf, wordsOf } from './lookAt';

const facts: ProblemFacts = {
  category: '排污口',
  seriousness: '一般',
  reach: '汾河 · 古交镇第一村段',
  place: '桥西雨洪排口',
  words: '晴天还在排水',
  finder: '古交镇第一村河长',
  foundOn: '2026-11-23',
  photos: { count: 1, keys: ['img_v3_a'] },
};
const noPhotos = { count: 0, keys: [] };

describe('the form of a problem', () => {
  const form = { id: 83, version: 2, river: '汾河', reach: '古交镇第一村段' };
  const filling = {
    ...form,
    state: 'filling' as const,
    places: [{ code: 'o17', name: '桥西雨洪排口' }],
    draft: { place: 'o17', category: '排污口' },
    groups: [{ name: '排污口', kinds: ['污水直排'] }],
    photos: 0,
  };
  const card = renderCard('problemForm', filling);
  const submit = (formValue: object) =>
    problemSubmit.parse({ value: buttonNamed(card, '提交').value, formValue });
  const filled = {
    place: 'o17',
    spot: '',
    category: '排污口',
    kind: '',
    seriousness: '一般',
    words: '晴天排水',
  };

  it('can be submitted, said to be put right, or withdrawn', () => {
    expect(buttonsOf(card)).toEqual(['提交', '现场已处理', '撤销']);
  });

  it('stands prefilled with what is known, and with the usual seriousness', () => {
    const initial = elementsOf(card)
      .filter(({ tag }) => tag === 'select_static')
      .map(({ initial_option }) => initial_option);
    expect(initial).toEqual(['o17', '排污口', undefined, '一般']);
  });

  it('comes back as it was filled in', () => {
    expect(submit(filled)).toEqual({ ok: true, input: { problem: 83, version: 2, ...filled } });
  });

  it('needs the place in words only when it is none of the list', () => {
    expect(submit({ ...filled, place: 'other' })).toEqual({
      ok: false,
      fault: '请在“具体位置”里写明在哪里。',
    });
    expect(submit({ ...filled, place: 'other', spot: '桥下' }).ok).toBe(true);
  });

  it('refuses 2,000 characters with a sentence that says how many it takes', () => {
    expect(submit({ ...filled, words: '长'.repeat(2000) })).toEqual({
      ok: false,
      fault: '“情况”最多写1000个字，现在有2000个，请改短一些。',
    });
  });

  it('says how many photos have come', () => {
    expect(wordsOf(renderCard('problemForm', { ...filling, photos: 2 }))).toContain('已收到照片 2张');
  });

  it('once submitted is green, says who handles it and by when, and that a photo is still missing', () => {
    const done = renderCard('problemForm', {
      ...form,
      state: 'submitted',
      today: '2026-11-23',
      facts: { ...facts, photos: noPhotos },
      handler: '古交镇',
      due: sure('2026-12-07'),
      progress: '等古交镇签收',
    });
    expect(colourOf(done)).toBe('green');
    expect(tagsOf(done)).toEqual(['已登记', '还差照片']);
    expect(wordsOf(done)).toContain('已交给古交镇办理，12月7日前办完');
    expect(buttonsOf(done)).toEqual([]);
  });

  it('once closed says so, and asks for nothing more', () => {
    const closed = renderCard('problemForm', {
      ...form,
      state: 'submitted',
      today: '2026-12-05',
      facts: { ...facts, photos: noPhotos },
      handler: '古交镇',
      due: null,
      progress: '已销号',
    });
    expect(tagsOf(closed)).toEqual(['已销号']);
    expect(wordsOf(closed)).toContain('古交镇已办理完成');
    expect(wordsOf(closed)).not.toMatch(/办好后|照片直接发给我/);
  });
});

describe('the work sheet of a problem', () => {
  const work = {
    id: 83,
    version: 4,
    facts,
    today: '2026-11-23',
    due: sure('2026-12-04'),
    workingDaysLeft: 9,
  };
  const accepted = { ...work, state: 'accepted' as const, photos: 0, returned: null };

  it('is signed for, then answered', () => {
    expect(buttonsOf(renderCard('problemWork', { ...work, state: 'new' }))).toEqual(['签收']);
    expect(buttonsOf(renderCard('problemWork', accepted))).toEqual(['反馈']);
  });

  it('can be answered without a word', () => {
    const { value } = buttonNamed(renderCard('problemWork', accepted), '反馈');
    expect(problemReport.parse({ value, formValue: {} })).toEqual({
      ok: true,
      input: { problem: 83, version: 4, words: '' },
    });
  });

  it('says why it was sent back before anything else', () => {
    const returned = { by: '古交镇第一村河长', on: '2026-11-22', reason: '口子还在渗水' };
    const card = renderCard('problemWork', { ...accepted, returned });
    expect(tagsOf(card)).toEqual(['已退回']);
    expect(wordsOf(card).indexOf('口子还在渗水')).toBeLessThan(wordsOf(card).indexOf('晴天还在排水'));
  });

  it('is red when overdue, and nothing is left to press once it waits or is closed', () => {
    expect(colourOf(renderCard('problemWork', { ...accepted, due: sure('2026-11-20') }))).toBe('red');
    const answer = { by: '古交镇', on: '2026-11-22', words: '', photos: noPhotos };
    const waiting = renderCard('problemWork', {
      ...work,
      state: 'waiting',
      answer,
      verifier: '古交镇第一村河长',
    });
    expect(buttonsOf(waiting)).toEqual([]);
    expect(wordsOf(waiting)).toContain('等古交镇第一村河长核查');
    const closed = renderCard('problemWork', {
      ...work,
      state: 'closed',
      answer,
      verifier: '古交镇第一村河长',
      closedOn: '2026-11-23',
    });
    expect(colourOf(closed)).toBe('green');
    expect(buttonsOf(closed)).toEqual([]);
  });

  it('shows 2,000 hostile characters as text, the start at once and the whole in a fold', () => {
    const card = renderCard('problemWork', { ...accepted, facts: { ...facts, words: HOSTILE } });
    expect(wordsOf(card)).toContain('看全文');
    expect(JSON.stringify(card)).not.toContain('<at');
    const longest = Math.max(...elementsOf(card).map(({ content }) => String(content ?? '').length));
    expect(longest).toBeGreaterThan(1500);
  });
});

describe('the verification of a problem', () => {
  const answer = {
    by: '古交镇',
    on: '2026-11-22',
    words: '已封堵',
    photos: { count: 2, keys: ['img_v3_b'] },
  };
  const verify = {
    id: 83,
    version: 5,
    facts,
    answer,
    today: '2026-11-23',
    due: sure('2026-12-04'),
    workingDaysLeft: 9,
    state: 'toVerify' as const,
  };
  const card = renderCard('problemVerify', verify);

  it('passes with one press; sending back needs a reason', () => {
    expect(buttonsOf(card)).toEqual(['通过', '退回']);
    const { value } = buttonNamed(card, '退回');
    expect(verifyReturn.parse({ value, formValue: { reason: '' } })).toEqual({
      ok: false,
      fault: '请填写“退回原因”。',
    });
  });

  it('shows before and after side by side, or says that a photo is missing', () => {
    expect(elementsOf(card).filter(({ tag }) => tag === 'img')).toHaveLength(2);
    const without = renderCard('problemVerify', { ...verify, facts: { ...facts, photos: noPhotos } });
    expect(wordsOf(without)).toContain('发现时 还没有照片');
  });

  it.each(['passed', 'notYours'] as const)('has nothing to press when %s', (state) => {
    expect(buttonsOf(renderCard('problemVerify', { ...verify, state }))).toEqual([]);
  });
});
