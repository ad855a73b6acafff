import { type CardContext, type CardFault, type CardObject, checkCard } from '../../../src/sandbox/cardRules';

/** A world with one picture and one person. */
export const world: CardContext = {
  imageKeyKnown: (key) => key === 'img_v3_known',
  openIdKnown: (id) => id === 'ou_known',
};

export const plain = (content: string): CardObject => ({ tag: 'plain_text', content });
export const card = (...elements: unknown[]): CardObject => ({ schema: '2.0', body: { elements } });
export const markdown = (content: string): CardObject => ({ tag: 'markdown', content });
export const button = (name: string, more: CardObject = {}): CardObject => ({
  tag: 'button',
  name,
  text: plain('好'),
  ...more,
});
export const submit = (name = 'send'): CardObject => button(name, { form_action_type: 'submit' });
export const form = (name: string, ...elements: unknown[]): CardObject => ({ tag: 'form', name, elements });
export const columnSet = (...elements: unknown[]): CardObject => ({
  tag: 'column_set',
  columns: [{ tag: 'column', elements }],
});
export const panel = (...elements: unknown[]): CardObject => ({
  tag: 'collapsible_panel',
  header: { title: plain('更多') },
  elements,
});
export const container = (...elements: unknown[]): CardObject => ({
  tag: 'interactive_container',
  behaviors: [{ type: 'callback', value: { action: 'open' } }],
  elements,
});
export const option = (value: string): CardObject => ({ text: plain(`选${value}`), value });
export const select = (more: CardObject = {}): CardObject => ({
  tag: 'select_static',
  options: [option('dry'), option('flowing')],
  ...more,
});
export const multiSelect = (more: CardObject = {}): CardObject => ({
  tag: 'multi_select_static',
  name: 'kinds',
  options: [option('dry'), option('flowing')],
  ...more,
});
export const input = (more: CardObject = {}): CardObject => ({ tag: 'input', name: 'words', ...more });
export const table = (more: CardObject = {}): CardObject => ({
  tag: 'table',
  columns: [{ name: 'town', data_type: 'text' }],
  rows: [{ town: '龙兴镇' }],
  ...more,
});
export const chart = (spec: CardObject): CardObject => ({
  tag: 'chart',
  chart_spec: { type: 'bar', data: { values: [] }, ...spec },
});
export const img = (more: CardObject = {}): CardObject => ({
  tag: 'img',
  img_key: 'img_v3_known',
  alt: plain(''),
  ...more,
});

export const check = (value: unknown): CardFault | null => checkCard(value, world);

/** A rule by one card that keeps it, one that breaks it, the sub-code, and words the refusal must contain. */
export type RuleCase = [rule: string, kept: unknown, broken: unknown, subCode: number, ...words: string[]];

/** Each rule has one card that passes and one that is refused for this very reason. */
export function describeRules(title: string, cases: RuleCase[]): void {
  describe(title, () => {
    test.each(cases)('%s', (_rule, kept, broken, subCode, ...words) => {
      expect(check(kept)).toBeNull();
      const fault = check(broken);
      expect(fault).toMatchObject({ code: 230099, subCode });
      expect(fault?.msg).toContain(`Failed to create card content, ext=ErrCode: ${subCode};`);
      for (const word of words) expect(fault?.msg).toContain(word);
    });
  });
}
