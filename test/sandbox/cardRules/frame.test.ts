import { card, check, describeRules, markdown, plain } from './cards';
import assessmentSummary from './cards/assessment-summary.json';
import patrolTask from './cards/patrol-task.json';

const framed = (frame: object) => ({ ...card(markdown('水清')), ...frame });
const header = (more: object) => framed({ header: { title: plain('巡河任务'), ...more } });
const textTag = (color: string) => ({ tag: 'text_tag', text: plain('本周'), color });

test.each([
  ['the patrol task', patrolTask],
  ['the assessment summary', assessmentSummary],
  ['the empty card', {}],
  ['a card with nothing but its schema', { schema: '2.0' }],
])('%s is taken', (_name, value) => {
  expect(check(value)).toBeNull();
});

test.each([['a string'], [null], [[]]])('%p is no card', (value) => {
  expect(check(value)).toMatchObject({ code: 230099, subCode: 200621 });
});

test('a card of 30 KB in UTF-8 is taken and one byte more is refused as too long', () => {
  const room = 30 * 1024 - Buffer.byteLength(JSON.stringify(card(markdown(''))));
  const chinese = '河'.repeat(Math.floor(room / 3)) + 'x'.repeat(room % 3);
  expect(check(card(markdown(chinese)))).toBeNull();
  expect(check(card(markdown(`${chinese}x`)))).toMatchObject({ code: 230025 });
});

test('a card nested thousands deep is refused, not crashed on', () => {
  const deep = JSON.parse(`${'{"elements":['.repeat(2000)}${']}'.repeat(2000)}`);
  expect(check(deep)).toMatchObject({ subCode: 200621 });
});

describeRules('the frame of a card', [
  ['schema is the string 2.0', card(), { ...card(), schema: '1.0' }, 200621, 'path: ROOT -> schema'],
  [
    '1.0 elements at the root are refused',
    card(),
    { schema: '2.0', elements: [] },
    200621,
    'property: elements, path: ROOT',
  ],
  ['no card-level fallback in 2.0', card(), framed({ fallback: {} }), 200621, 'property: fallback'],
  [
    'update_multi can only be true',
    framed({ config: { update_multi: true } }),
    framed({ config: { update_multi: false } }),
    200621,
    'update_multi must be true',
  ],
  [
    'config has only the keys of 2.0',
    framed({ config: { enable_forward: false, summary: { content: '巡河' } } }),
    framed({ config: { wide_screen_mode: true } }),
    200621,
    'unknown property, property: wide_screen_mode, path: ROOT -> config',
  ],
  [
    'width_mode is one of three',
    framed({ config: { width_mode: 'fill' } }),
    framed({ config: { width_mode: 'wide' } }),
    200621,
    'ROOT -> config -> width_mode',
  ],
  [
    'locales are the documented languages',
    framed({ config: { locales: ['zh_cn'] } }),
    framed({ config: { locales: ['zh'] } }),
    200621,
  ],
  [
    'a header has a title',
    header({}),
    framed({ header: { template: 'blue' } }),
    200621,
    'ROOT -> header -> title',
  ],
  [
    'a header is no component',
    header({}),
    header({ tag: 'header' }),
    200621,
    'property: tag, path: ROOT -> header',
  ],
  [
    'the template is one of the palette',
    header({ template: 'wathet' }),
    header({ template: '#067062' }),
    200621,
    'template',
  ],
  [
    'a text tag has one of the tag colours',
    header({ text_tag_list: [textTag('neutral')] }),
    header({ text_tag_list: [textTag('grey')] }),
    200621,
    'text_tag_list -> [0](tag: text_tag) -> color',
  ],
  [
    'a header shows at most three text tags',
    header({ text_tag_list: ['red', 'blue', 'lime'].map(textTag) }),
    header({ text_tag_list: ['red', 'blue', 'lime', 'green'].map(textTag) }),
    200621,
  ],
  [
    'translations are keyed by documented languages',
    header({ subtitle: { tag: 'plain_text', i18n_content: { zh_cn: '周日前' } } }),
    header({ subtitle: { tag: 'plain_text', i18n_content: { zh: '周日前' } } }),
    200621,
    'property: zh',
  ],
  [
    'a text has content',
    header({ subtitle: plain('') }),
    header({ subtitle: { tag: 'plain_text' } }),
    200621,
    'content is required',
  ],
  [
    'the card link opens by http or https',
    framed({ card_link: { url: 'https://example.com/a', pc_url: '' } }),
    framed({ card_link: { url: 'javascript:alert(1)' } }),
    200621,
    'ROOT -> card_link -> url',
  ],
  [
    'the card link leads somewhere on every platform',
    framed({
      card_link: {
        pc_url: 'https://a.cn',
        ios_url: 'https://a.cn',
        android_url: 'lark://msgcard/unsupported_action',
      },
    }),
    framed({ card_link: { pc_url: 'https://a.cn' } }),
    200621,
    'url is required unless',
  ],
  [
    'the body is padded by 0 to 99 px',
    { schema: '2.0', body: { padding: '12px 0', elements: [] } },
    { schema: '2.0', body: { padding: '-4px', elements: [] } },
    200621,
    'ROOT -> body -> padding',
  ],
  [
    'spacing is a word or px',
    { schema: '2.0', body: { vertical_spacing: 'extra_large', elements: [] } },
    { schema: '2.0', body: { vertical_spacing: '100px', elements: [] } },
    200621,
    'vertical_spacing',
  ],
]);
