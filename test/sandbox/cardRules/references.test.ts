import { card, check, describeRules, img, markdown, plain, table } from './cards';

const picture = (multi: boolean) => ({
  tag: 'select_img',
  name: 'shot',
  multi_select: multi,
  options: [{ img_key: 'img_v3_known', value: 'a' }],
});
const persons = (id: string) => ({ tag: 'person_list', persons: [{ id: 'ou_known' }, { id }] });
const cell = (data_type: string, value: unknown) =>
  card(table({ columns: [{ name: 'c', data_type }], rows: [{ c: value }] }));

const styled = (color: string) => ({
  ...card({ tag: 'div', text: { ...plain('水'), text_color: color } }),
  config: { style: { color: { 'cus-0': { light_mode: 'rgba(1,2,3,0.5)', dark_mode: 'rgba(1,2,3,0.5)' } } } },
});

describeRules('styles', [
  ['a colour is of the palette', styled('blue-350'), styled('blue-360'), 11310, 'invalid color'],
  ['a colour may be rgba, never hex', styled('rgba(5,157,178,0.52)'), styled('#059db2'), 11310, 'text_color'],
  ['a colour may be one that the card defines', styled('cus-0'), styled('cus-1'), 11310],
  [
    'grey is spelt grey in markdown',
    card(markdown("<font color='grey'>旧</font>")),
    card(markdown("<font color='gray'>旧</font>")),
    11310,
    'ErrorValue: gray',
  ],
  [
    'a text size is of the list',
    card({ ...markdown('a'), text_size: 'x-small' }),
    card({ ...markdown('a'), text_size: '12px' }),
    11310,
    'text_size',
  ],
]);

describeRules('references', [
  [
    'a picture was uploaded',
    card(img()),
    card(img({ img_key: 'img_v3_other' })),
    200570,
    'card contains invalid image keys',
    'ErrorValue: img_v3_other',
    '-> img_key',
  ],
  [
    'a picture in markdown was uploaded',
    card(markdown('![图](img_v3_known)')),
    card(markdown('![图](img_v3_other)')),
    200570,
  ],
  [
    'a picture to pick was uploaded',
    card(picture(false)),
    card({ ...picture(false), options: [{ img_key: 'x', value: 'a' }] }),
    200570,
  ],
  [
    'an own icon was uploaded',
    card({ tag: 'div', icon: { tag: 'custom_icon', img_key: 'img_v3_known' } }),
    card({ tag: 'div', icon: { tag: 'custom_icon', img_key: 'x' } }),
    200570,
  ],
  [
    'a translated picture was uploaded',
    card(img({ i18n_img_key: { en_us: 'img_v3_known' } })),
    card(img({ i18n_img_key: { en_us: 'x' } })),
    200570,
  ],
  [
    'a mentioned person exists',
    card(markdown('<at id=ou_known></at><at id=all></at>')),
    card(markdown('<at id="ou_gone"></at>')),
    100290,
    'invalid user resource(at/person)',
    'ErrorValue: ou_gone',
  ],
  [
    'all mentioned people exist',
    card(markdown('<at ids=ou_known></at>')),
    card(markdown('<at ids=ou_known,ou_gone></at>')),
    100290,
  ],
  [
    'a mention in a text object counts',
    card({ tag: 'div', text: { tag: 'lark_md', content: 'a' } }),
    card({ tag: 'div', text: { tag: 'lark_md', content: '<at id=ou_gone></at>' } }),
    100290,
  ],
  [
    'a mention in plain text is only text',
    card({ tag: 'div', text: plain('<at id=ou_gone></at>') }),
    card(markdown('<at id=ou_gone></at>')),
    100290,
  ],
  [
    'an escaped mention is only text',
    card(markdown('&#60;at id=ou_gone>&#60;/at>')),
    card(markdown('<at id=ou_gone></at>')),
    100290,
  ],
  [
    'a person in markdown exists',
    card(markdown("<person id = 'ou_known'></person>")),
    card(markdown("<person id = 'ou_gone' style = 'normal'></person>")),
    100290,
  ],
  [
    'a shown person exists',
    card({ tag: 'person', user_id: 'ou_known' }),
    card({ tag: 'person', user_id: 'ou_gone' }),
    100290,
    '-> user_id',
  ],
  [
    'people of a list exist unless the list drops strangers',
    card({ ...persons('ou_gone'), drop_invalid_user_id: true }),
    card(persons('ou_gone')),
    100290,
    'persons -> [1] -> id',
  ],
  [
    'people to pick exist',
    card({ tag: 'select_person', options: [] }),
    card({ tag: 'select_person', options: [{ value: 'ou_gone' }] }),
    100290,
  ],
  [
    'people in a table exist',
    cell('persons', ['ou_known']),
    cell('persons', ['ou_known', 'ou_gone']),
    100290,
  ],
  [
    'a link in markdown opens by http or https',
    card(markdown('[看](https://a.cn/p?x=1) [拨](tel://110)')),
    card(markdown('[看](/office)')),
    11310,
    'ErrorValue: /office',
  ],
  [
    'a tagged link opens by http or https',
    card(markdown("<a href='https://a.cn'></a>")),
    card(markdown("<link url='ftp://a.cn'>看</link>")),
    11310,
    'ftp://a.cn',
  ],
  ['no 1.0 link per platform', card(markdown('`[看]($url)`')), card(markdown('[看]($url)')), 11310, '$url'],
  ['an escaped bracket is no link', card(markdown('\\[看\\](随便)')), card(markdown('[看](随便)')), 11310],
]);

test('markdown made to be slow is read quickly', () => {
  const started = process.hrtime.bigint();
  for (const bit of ['[', '![', '<at ', '<at id=', '|-', '`', '| - ']) {
    check(card(markdown(bit.repeat(Math.floor(28_000 / bit.length)))));
  }
  expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(2000);
});
