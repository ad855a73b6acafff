import {
  button,
  card,
  chart,
  columnSet,
  container,
  describeRules,
  form,
  input,
  markdown,
  multiSelect,
  panel,
  plain,
  select,
  submit,
  table,
} from './cards';

const picture = (multi: boolean) => ({
  tag: 'select_img',
  name: 'shot',
  multi_select: multi,
  options: [{ img_key: 'img_v3_known', value: 'a' }],
});

const times = <T>(count: number, make: (i: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => make(i));
const nested = (depth: number): unknown => (depth === 0 ? markdown('底') : columnSet(nested(depth - 1)));
const mdTable = '| 镇 | 分 |\n| --- | --- |\n| 甲 | 1 |\n\n';
const cell = (data_type: string, value: unknown) =>
  card(table({ columns: [{ name: 'c', data_type }], rows: [{ c: value }] }));
const audio = (id: string) => ({ tag: 'audio', file_key: 'file_v3_a', audio_id: id });
const still = { config: { enable_forward: false } };

describeRules('limits', [
  [
    '200 elements, a text counting as one',
    card(...times(100, (i) => button(`b${i}`))),
    card(...times(100, (i) => button(`b${i}`)), { tag: 'hr' }),
    11310,
    'element exceeds the limit',
  ],
  [
    'containers nest five deep, a column counting as one',
    card(panel(nested(2))),
    card(nested(3)),
    11310,
    'deeper than 5',
  ],
  [
    'three tables',
    card(...times(3, () => table())),
    card(...times(4, () => table())),
    11310,
    'card table number over limit',
  ],
  [
    'tables written in markdown count',
    card(table(), markdown(mdTable.repeat(2))),
    card(table(), markdown(mdTable.repeat(3))),
    11310,
    'table number',
  ],
]);

describeRules('places', [
  [
    'a form stands at the root',
    card(form('f', submit())),
    card(columnSet(form('f', submit()))),
    11310,
    'ErrPath: ROOT -> body -> elements -> [0](tag: column_set) -> columns -> [0](tag: column) -> elements -> [0](tag: form)',
  ],
  [
    'a form holds no form',
    card(form('f', submit())),
    card(form('f', submit(), form('g', submit('s2')))),
    11310,
    'root',
  ],
  [
    'a table stands at the root',
    card(table()),
    card(panel(table())),
    11310,
    'table can only be placed at the root',
  ],
  [
    'a form holds no chart',
    card(chart({}), form('f', submit())),
    card(form('f', chart({}), submit())),
    11310,
    'chart',
  ],
  [
    'pictures to pick do not fold',
    card(container(picture(false))),
    card(panel(picture(false))),
    11310,
    'select_img',
  ],
  [
    'several values are picked in a form only',
    card(form('f', multiSelect(), submit())),
    card(multiSelect()),
    11310,
    'multi select only in form',
  ],
  [
    'several pictures are picked in a form only',
    card(form('f', picture(true), submit())),
    card(picture(true)),
    11310,
    'multi_select only in form',
  ],
  [
    'required means something in a form only',
    card(form('f', input({ required: true }), submit())),
    card(input({ required: true })),
    11310,
    'required only in form',
  ],
  [
    'a button submits in a form only',
    card(form('f', columnSet(submit()))),
    card(submit()),
    11310,
    'formActionType only in form',
  ],
  [
    'a form has a submit button',
    card(form('f', input(), submit())),
    card(form('f', input(), button('r', { form_action_type: 'reset' }))),
    11310,
    'submit button',
  ],
  [
    'a button in a form submits or resets',
    card(form('f', submit()), button('b')),
    card(form('f', submit(), button('b'))),
    11310,
    'form_action_type is required',
    '[1](tag: button)',
  ],
]);

describeRules('names', [
  [
    'a form has a name',
    card(form('f', submit())),
    card(form('', submit())),
    200621,
    "form's name is required",
  ],
  [
    'a field in a form has a name',
    card(form('f', select({ name: 's' }), submit())),
    card(form('f', columnSet(select()), submit())),
    200530,
    'tag: select_static',
  ],
  [
    'names are unique in the card',
    card(form('f', submit('a')), form('g', submit('b'))),
    card(form('f', submit('a')), button('a')),
    11310,
    'name is not unique',
  ],
  [
    'a form and a field do not share a name',
    card(form('f', submit('a'))),
    card(form('f', submit('f'))),
    11310,
    'not unique',
  ],
  [
    'an element_id has letters, digits and underscores',
    card({ tag: 'hr', element_id: 'a_1' }),
    card({ tag: 'hr', element_id: 'a-1' }),
    300301,
    'elementID format error',
  ],
  [
    'an element_id has at most 20 characters',
    card({ tag: 'hr', element_id: 'a'.repeat(20) }),
    card({ tag: 'hr', element_id: 'a'.repeat(21) }),
    300301,
  ],
  [
    'an element_id is unique, texts included',
    card({ tag: 'hr', element_id: 'a' }),
    card({ tag: 'hr', element_id: 'a' }, { tag: 'div', text: { ...plain(''), element_id: 'a' } }),
    300301,
    'not unique',
  ],
]);

describeRules('data', [
  [
    'a chart is of a documented type',
    card(chart({ type: 'wordCloud', direction: 'x', anything: [1] })),
    card(chart({ type: 'sankey' })),
    200550,
    'chart_spec -> type',
  ],
  [
    'a chart holds no null',
    card(chart({ axes: [] })),
    card(chart({ axes: [{ orient: null }] })),
    200550,
    'chart_spec -> axes -> [0] -> orient',
    'axes.0.orient: Invalid type. given: null',
  ],
  [
    'a chart holds no function',
    card(chart({ label: { formatter: '{town}' } })),
    card(chart({ label: { formatMethod: () => '' } })),
    200550,
    'given: function',
  ],
  [
    'a chart holds no function as text',
    card(chart({ title: { text: '功能 => 值' } })),
    card(chart({ label: { formatMethod: '(v) => v' } })),
    200550,
    'given: function',
  ],
  [
    'rows use declared columns',
    cell('text', 1),
    card(table({ rows: [{ tow: '甲' }] })),
    200915,
    'ErrorValue: tow',
  ],
  [
    'table columns have unique names',
    card(table()),
    card(table({ columns: times(2, () => ({ name: 'town', data_type: 'text' })) })),
    11310,
    'column name',
  ],
  ['a number cell is a number', cell('number', 1.5), cell('number', '1.5'), 200914, 'rows -> [0] -> c'],
  ['a date cell is in milliseconds', cell('date', 1606101072000), cell('date', '2026-01-01'), 200914],
  [
    'an options cell is a word or coloured words',
    cell('options', [{ text: '优秀', color: 'green' }]),
    cell('options', [{ text: '优秀', colour: 'green' }]),
    200914,
  ],
  ['an empty cell is left out', card(table({ rows: [{}] })), cell('text', null), 200914],
  ['a card with audio is not forwarded', { ...card(audio('1')), ...still }, card(audio('1')), 300220],
  [
    'audio ids are unique',
    { ...card(audio('1'), audio('2')), ...still },
    { ...card(audio('1'), audio('1')), ...still },
    300230,
  ],
]);
