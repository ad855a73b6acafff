import { actions, cards } from '../../cards';
import { sizeOf } from '../../cards/kit';
import { PHOTO_KEYS, samples } from '../../cards/samples';
import { checkCard } from '../../src/sandbox/cardRules';
import { elementsOf, pressable } from './lookAt';

const context = { imageKeyKnown: (key: string) => PHOTO_KEYS.includes(key), openIdKnown: () => false };
const named = samples.map((sample) => [`${sample.card} ${sample.state}`, sample] as const);

describe('every card', () => {
  it('has samples, each with a name of its own', () => {
    expect(new Set(samples.map(({ card }) => card))).toEqual(new Set(Object.keys(cards)));
    expect(new Set(named.map(([name]) => name)).size).toBe(samples.length);
    for (const { state } of samples) expect(state).toMatch(/^[a-z][a-z-]*$/);
  });

  it.each(named)('%s is taken by Feishu and leaves room', (_, sample) => {
    const card = sample.draw();
    expect(checkCard(JSON.parse(JSON.stringify(card)), context)).toBeNull();
    const { bytes, elements, tables } = sizeOf(card);
    expect(bytes).toBeLessThan(30 * 1024);
    expect(elements).toBeLessThanOrEqual(200);
    expect(tables).toBeLessThanOrEqual(2);
  });

  it.each(named)(
    '%s has buttons that its own actions can read, with the version they were drawn from',
    (_, sample) => {
      const own: readonly { name: string }[] = cards[sample.card].actions;
      for (const { name, value } of pressable(sample.draw())) {
        const action = actions.get(String(value.action));
        expect(own.map((one) => one.name)).toContain(action?.name);
        expect(name).toContain(`_${value.version}`);
        expect(value.version).toEqual(expect.any(Number));
        const answer = action?.parse({ value, formValue: {} });
        if (answer && !answer.ok) expect(answer.fault).toMatch(/^请(填写|选择)/);
      }
    },
  );

  it.each(named)('%s names nobody’s whole phone number and no markup of others', (_, sample) => {
    const text = JSON.stringify(sample.draw());
    expect(text).not.toMatch(/1\d{10}(?!\d)/);
    for (const { tag, content } of elementsOf(sample.draw())) {
      if (tag === 'markdown') expect(content).not.toMatch(/<(?!\/?font)|\]\(|~~|`|https?:/);
    }
  });
});
