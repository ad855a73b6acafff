import { renderAppealForm } from '../../cards/appealForm';
import { code, defineAction, fields, form, frame, int, optionalWords } from '../../cards/kit';
import { datePicker, input, option, select } from '../../cards/kit/elements';
import { markSheetSamples } from '../../cards/samples/marks';
import { refilled } from '../../src/bot/refilled';
import { checkCard } from '../../src/sandbox/cardRules';

const CTX = { imageKeyKnown: () => true, openIdKnown: () => true };

const ask = defineAction({
  name: 'sample.ask',
  value: { id: int(), key: code(8) },
  form: () => fields({ words: optionalWords('情况', 20) }),
});
/** As the buttons carried it, from an older version. */
const ASKED = { action: 'sample.ask', id: 1, key: 'k' };
const APPEALED = { action: 'appeal.submit', score: 1, version: 1, period: '2026' };
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
    const card = refilled(drawn(), ASKED, typed);
    expect(fieldsOf(card)).toEqual({
      which: 'b',
      day: '2026-11-27',
      words: '水面有油花三',
      reason: null,
    });
    expect(checkCard(card, CTX)).toBeNull();
  });

  it('keeps what it opens with where nothing was sent, or nothing that it offers any more', () => {
    expect(refilled(drawn(), ASKED, { which: 'c', words: '', day: 7, more: 'x' })).toEqual(drawn());
  });

  it('stays empty where somebody took out what it opened with', () => {
    const card = frame({
      tone: 'todo',
      title: '样张',
      body: [
        form('one', [
          input('words', { placeholder: '得分', maxLength: 8, value: '40' }),
          ask.submit({ value: { id: 1, key: 'k' }, label: '提交' }),
        ]),
      ],
    });
    expect(fieldsOf(card)).toEqual({ words: '40' });
    expect(fieldsOf(refilled(card, ASKED, { words: '' }))).toEqual({ words: null });
    expect(fieldsOf(refilled(card, ASKED, {}))).toEqual({ words: '40' });
  });

  it('gets nothing that was written about something else', () => {
    for (const pressed of [{ ...ASKED, key: 'l' }, { ...ASKED, id: 2 }, undefined])
      expect(refilled(drawn(), pressed, { words: '油花' })).toEqual(drawn());
  });

  it('has no points of one item under the next, which is of the same towns', () => {
    const page = markSheetSamples[0]?.draw() as object;
    const sent = { action: 'mark.give', sheet: 4, version: 0, item: 'town:publicity', rows: '10-11-12' };
    expect(JSON.stringify(refilled(page, sent, { p11: '1.5' }))).toContain('"default_value":"1.5"');
    expect(refilled(page, { ...sent, item: 'town:organisation' }, { p11: '1.5' })).toEqual(page);
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
    expect(JSON.stringify(refilled(card, ASKED, typed(8)))).toContain('长长长');
    expect(refilled(card, ASKED, typed(11))).toEqual(card);
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
    expect(refilled(closed, APPEALED, { words: '那天封路' })).toEqual(closed);
    expect(refilled({ name: 'no card' }, APPEALED, { words: '那天封路' })).toEqual({
      name: 'no card',
    });
  });
});
