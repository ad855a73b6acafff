import {
  button,
  card,
  chart,
  check,
  columnSet,
  container,
  describeRules,
  form,
  img,
  input,
  markdown,
  multiSelect,
  option,
  panel,
  plain,
  type RuleCase,
  select,
  submit,
  table,
} from './cards';

const icon = { tag: 'standard_icon', token: 'todo_outlined', color: 'blue' };
const name = 'at';

/** Every component with each attribute that is easily got wrong. */
const everyComponent: [string, unknown][] = [
  [
    'div',
    {
      tag: 'div',
      text: { ...plain('水'), text_size: 'notation', text_color: 'grey', lines: 2 },
      icon,
      width: '16px',
    },
  ],
  [
    'markdown',
    { ...markdown('**水**'), text_align: 'center', text_size: 'heading-2', icon, margin: '-99px 99px' },
  ],
  ['img', img({ size: '100px 80px', scale_type: 'crop_top', corner_radius: '5%', preview: false })],
  [
    'img_combination',
    { tag: 'img_combination', combination_mode: 'double', img_list: [{ img_key: 'img_v3_known' }] },
  ],
  ['hr', { tag: 'hr', element_id: 'line_1' }],
  ['person', { tag: 'person', user_id: 'ou_known', size: 'small', style: 'capsule' }],
  ['person_list', { tag: 'person_list', persons: [{ id: 'ou_known' }], lines: 1, icon }],
  ['chart', { ...chart({}), aspect_ratio: '2:1', color_theme: 'primary', height: '300px' }],
  ['table', table({ row_height: '40px', header_style: { bold: true, lines: 1 }, freeze_first_column: true })],
  [
    'button',
    button('go', {
      type: 'laser',
      size: 'tiny',
      width: '120px',
      icon,
      disabled: true,
      disabled_tips: plain('等'),
    }),
  ],
  [
    'input',
    input({
      input_type: 'multiline_text',
      rows: 3,
      auto_resize: true,
      max_rows: 9,
      label: plain('写'),
      label_position: 'left',
    }),
  ],
  ['select_static', select({ name: 'water', type: 'text', initial_index: 2 })],
  [
    'select_person',
    { tag: 'select_person', name: 'who', options: [{ value: 'ou_known' }], initial_option: 'ou_known' },
  ],
  ['date_picker', { tag: 'date_picker', name: 'day', initial_date: '2026-02-28' }],
  ['picker_time', { tag: 'picker_time', name, initial_time: '23:59' }],
  ['picker_datetime', { tag: 'picker_datetime', name, initial_datetime: '2026-12-31 08:00' }],
  [
    'checker',
    { tag: 'checker', text: plain('看过'), checked: true, button_area: { buttons: [button('b')] } },
  ],
  ['overflow', { tag: 'overflow', options: [{ text: plain('再看'), value: 'again' }] }],
  [
    'select_img',
    { tag: 'select_img', options: [{ img_key: 'img_v3_known', value: 'a' }], layout: 'trisect' },
  ],
  ['column_set', { ...columnSet(markdown('一')), flex_mode: 'bisect', background_style: 'grey-100' }],
  [
    'interactive_container',
    { ...container(markdown('一')), has_border: true, border_color: 'grey', height: '40px' },
  ],
  [
    'collapsible_panel',
    { ...panel(markdown('一')), expanded: true, border: { color: 'grey', corner_radius: '5px' } },
  ],
];

test.each(everyComponent)(
  '%s is taken with its attributes and refused with one it does not have',
  (tag, element) => {
    expect(check(card(element))).toBeNull();
    expect(check(card({ ...(element as object), flavour: 'sweet' }))?.msg).toContain(
      `unknown property, property: flavour, path: ROOT -> body -> elements -> [0](tag: ${tag})`,
    );
  },
);

const long = '长'.repeat(101);
const pair = (rule: string, kept: unknown, broken: unknown, ...words: string[]): RuleCase => [
  rule,
  card(kept),
  card(broken),
  200621,
  ...words,
];

describeRules('components', [
  pair(
    'an unknown tag is refused',
    { tag: 'hr' },
    { tag: 'marquee' },
    'unknown tag marquee, path: ROOT -> body -> elements -> [0]',
  ),
  [
    'a tag of 1.0 is refused as such',
    card(button('a')),
    card({ tag: 'action', actions: [] }),
    200861,
    'unsupported tag action',
  ],
  pair('a column stands only in a column_set', columnSet(), { tag: 'column' }, 'unknown tag column'),
  pair(
    'a text with markdown is a markdown component',
    markdown('a'),
    { ...markdown('a'), text_color: 'red' },
    'text_color',
  ),
  pair('a select has no label', select(), select({ label: plain('水') }), 'property: label'),
  pair('an input has no icon', input(), input({ icon }), 'property: icon'),
  pair('a 1.0 button value is refused', button('a'), button('a', { value: { a: 1 } }), 'property: value'),
  pair(
    'a button text has at most 100 characters',
    button('a', { text: plain(long.slice(1)) }),
    button('a', { text: plain(long) }),
    'text(tag: plain_text) -> content',
  ),
  pair(
    'a placeholder has at most 100 characters',
    select({ placeholder: plain(long.slice(1)) }),
    select({ placeholder: plain(long) }),
    'at most 100 characters',
  ),
  pair(
    'a button type is one of the list',
    button('a', { type: 'danger_filled' }),
    button('a', { type: 'warning' }),
    'type',
  ),
  pair(
    'a button is at least 100 px wide',
    button('a', { width: '100px' }),
    button('a', { width: '99px' }),
    'width',
  ),
  pair(
    'an input takes 1 to 1000 characters',
    input({ max_length: 1000 }),
    input({ max_length: 1001 }),
    'max_length',
  ),
  pair(
    'an input takes at least one character',
    input({ max_length: 1 }),
    input({ max_length: 0 }),
    'max_length',
  ),
  pair(
    'a prefilled text fits its input',
    input({ max_length: 2, default_value: '两字' }),
    input({ max_length: 2, default_value: '三个字' }),
    'default_value',
  ),
  pair(
    'option values are unique',
    select(),
    select({ options: [option('a'), option('a')] }),
    'option values must be unique',
  ),
  pair(
    'overflow values are unique',
    { tag: 'overflow', options: [option('a'), option('b')] },
    { tag: 'overflow', options: [option('a'), option('a')] },
    'unique',
  ),
  pair(
    'an initial option is among the options',
    select({ initial_option: '选dry' }),
    select({ initial_option: 'wet' }),
    'initial_option',
  ),
  pair(
    'an initial index is among the options',
    select({ initial_index: 0 }),
    select({ initial_index: 3 }),
    'initial_index',
  ),
  pair(
    'selected values are among the options',
    form('f', multiSelect({ selected_values: ['dry'] }), submit()),
    form('f', multiSelect({ selected_values: ['wet'] }), submit()),
    'selected_values',
  ),
  pair(
    'an initial date is a real day',
    { tag: 'date_picker', initial_date: '2028-02-29' },
    { tag: 'date_picker', initial_date: '2026-02-29' },
    'yyyy-MM-dd',
  ),
  pair(
    'an initial time is a time',
    { tag: 'picker_time', initial_time: '00:00' },
    { tag: 'picker_time', initial_time: '24:00' },
    'HH:mm',
  ),
  pair(
    'a time picker shows something',
    { tag: 'picker_time', placeholder: plain('几点') },
    { tag: 'picker_time' },
    'placeholder',
  ),
  pair(
    'a callback value is an object',
    button('a', { behaviors: [{ type: 'callback', value: {} }] }),
    button('a', { behaviors: [{ type: 'callback', value: 'a' }] }),
    'must be an object',
  ),
  pair(
    'a button opens http and https',
    button('a', { behaviors: [{ type: 'open_url', default_url: 'http://a.cn', pc_url: '' }] }),
    button('a', { behaviors: [{ type: 'open_url', default_url: '/office' }] }),
    'link must start',
  ),
  pair(
    'only buttons and containers open links',
    select({ behaviors: [{ type: 'callback', value: {} }] }),
    select({ behaviors: [{ type: 'open_url', default_url: 'https://a.cn' }] }),
    'behaviors',
  ),
  pair(
    'a confirmation has a title',
    button('a', { confirm: { title: plain('真的？'), text: plain('想好') } }),
    button('a', { confirm: { text: plain('想好') } }),
    'confirm -> title',
  ),
  pair('a container has something to do', container(), { ...container(), behaviors: [] }, 'behaviors'),
  pair('a panel has a header', panel(), { tag: 'collapsible_panel', elements: [] }, 'header'),
  pair(
    'an icon has what its kind needs',
    { tag: 'div', icon },
    { tag: 'div', icon: { tag: 'custom_icon', token: 'a' } },
    'icon',
  ),
  pair(
    'a picture has words for those who cannot see it',
    img(),
    { tag: 'img', img_key: 'img_v3_known' },
    'alt',
  ),
  pair(
    'a picture has no 1.0 size',
    img({ size: 'stretch' }),
    img({ size: 'stretch_without_padding' }),
    'size',
  ),
  pair(
    'a column weighs 1 to 5',
    { tag: 'column_set', columns: [{ tag: 'column', weight: 5 }] },
    { tag: 'column_set', columns: [{ tag: 'column', weight: 6 }] },
    'weight',
  ),
  pair('a table page has at most ten rows', table({ page_size: 10 }), table({ page_size: 11 }), 'page_size'),
  pair(
    'a table column has a known type',
    table(),
    table({ columns: [{ name: 'town', data_type: 'html' }] }),
    'data_type',
  ),
  pair(
    'a checker has at most three buttons',
    { tag: 'checker', button_area: { buttons: ['a', 'b', 'c'].map((n) => button(n)) } },
    { tag: 'checker', button_area: { buttons: ['a', 'b', 'c', 'd'].map((n) => button(n)) } },
    'buttons',
  ),
  pair(
    'a margin has 1, 2 or 4 values',
    { tag: 'hr', margin: '4px 0 4px 0' },
    { tag: 'hr', margin: '4px 0 4px' },
    'margin',
  ),
]);
