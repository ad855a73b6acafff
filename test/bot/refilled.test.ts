import { renderAppealForm } from '../../cards/appealForm';
import { code, defineAction, fields, form, frame, int, optionalWords } from '../../cards/kit';
import { datePicker, input, option, select } from '../../cards/kit/elements';
import { refilled } from '../../src/bot/refilled';
import { checkCard } from '../../src/sandbox/cardRules';

const CTX = { imageKeyKnown: () => true, openIdKnown: () => true };

const ask = defineAction({
  name: 'sample.ask',
  value: { id: int(), key: code(8) },
  form: () => fields({ words: optionalWords('情况', 20) }),
});
const other = defineAction({ name: 'sample.other', value: { id: int() } });
const drawn = () =>
  frame({
    tone: 'todo',
    title: '样张',
    body: [
      form('one', [
        select('which', [option('a', '甲'), option('b', '乙')], { placeholder: '哪一个', initial: 'a' }),
        datePicker('day', '哪天'),
        input('words', { placeholder: '情况', maxLength: 6 }),
        ask.submit({ value: { id: 1, key: 'k' }, label: '提交' }),
      ]),
      form('two', [
        input('reason', { placeholder: '理由', maxLength: 20 }),
        other.submit({ value: { id: 1 }, label: '退回' }),
      ]),
    ],
  });
const fieldsOf = (card: object): Record<string, unknown> =>
  Object.fromEntries(
    [...JSON.stringify(card).matchAll(/"name":"(which|day|words|reason)"/g)].map(([, name]) => [
      name,
      shownBy(card, String(name)),
    ]),
  );
function shownBy(part: unknown, name: string): unknown {
  if (typeof part !== 'object' || part === null) return undefined;
  const field = part as Record<string, unknown>;
  if (field.name === name) return field.default_value ?? field.initial_option ?? field.initial_date ?? null;
  return Object.values(part)
    .map((inner) => shownBy(inner, name))
    .find((value) => value !== undefined);
}

describe('a form that was refused', () => {
  it('has what was filled in: the words as far as they go, the choice, the day', () => {
    const typed = { which: 'b', day: '2026-11-27 +0800', words: '水面有油花三处', reason: '另一张表的理由' };
    const card = refilled(drawn(), 'sample.ask', typed);
    expect(fieldsOf(card)).toEqual({
      which: 'b',
      day: '2026-11-27',
      words: '水面有油花三',
      reason: null,
    });
    expect(checkCard(card, CTX)).toBeNull();
  });

  it('keeps what it opens with where nothing was sent, or nothing that it offers any more', () => {
    expect(refilled(drawn(), 'sample.ask', { which: 'c', words: '', day: 7, more: 'x' })).toEqual(drawn());
  });

  it('is left as it was drawn where the words would make it more than Feishu takes', () => {
    const long = Array.from({ length: 11 }, (_, n) =>
      input(`w${n}`, { placeholder: '情况', maxLength: 1000 }),
    );
    const card = frame({
      tone: 'todo',
      title: '样张',
      body: [form('one', [...long, ask.submit({ value: { id: 1, key: 'k' }, label: '提交' })])],
    });
    const typed = (count: number) =>
      Object.fromEntries(long.slice(0, count).map(({ name }) => [name, '长'.repeat(1000)]));
    expect(JSON.stringify(refilled(card, 'sample.ask', typed(8)))).toContain('长长长');
    expect(refilled(card, 'sample.ask', typed(11))).toEqual(card);
  });

  it('is left alone when the card has no such form any more', () => {
    const closed = renderAppealForm({
      id: 1,
      version: 1,
      today: '2026-11-27',
      period: '2026年度',
      subject: '龙兴镇',
      state: 'closed',
      why: '已经定稿，不能再申诉',
    });
    expect(refilled(closed, 'appeal.submit', { words: '那天封路' })).toEqual(closed);
    expect(refilled({ name: 'no card' }, 'appeal.submit', { words: '那天封路' })).toEqual({
      name: 'no card',
    });
  });
});
