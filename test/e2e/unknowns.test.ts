import { County, type Phone, PNG } from './county';

/** Of each the other behaviour than the usual one, of which all other tests speak. */
const FORMS: [what: string, settings: object][] = [
  ['ticks and lists come as words', { form_ticks: 'words', form_lists: 'words' }],
  ['empty fields are left out', { form_empty: 'left-out' }],
  ['empty fields are empty words', { form_empty: 'empty-word' }],
  ['the button stands among the fields', { form_button: 'echoed' }],
  ['what the button carries is left out', { form_button_value: 'left-out' }],
];
const ROAD: [what: string, settings: object][] = [
  ['a repeated uuid is refused', { repeated_uuid: 'refused' }],
  ['an invalid token is answered 401', { invalid_token_status: 401 }],
  [
    'limits are answered 400 and a menu counts in milliseconds',
    { rate_limit_status: 400, menu_time: 'milliseconds' },
  ],
  ['cards are checked less strictly', { unknown_attributes: 'ignored', doubtful_cards: 'taken' }],
];
const USUAL = {
  form_ticks: 'values',
  form_lists: 'values',
  form_empty: 'usual',
  form_button: 'left-out',
  form_button_value: 'sent',
  repeated_uuid: 'first-message',
  invalid_token_status: 400,
  rate_limit_status: 429,
  unknown_attributes: 'refused',
  doubtful_cards: 'refused',
  menu_time: 'seconds',
};

/** Nobody knows which of two ways Feishu has: the county’s work goes on with either. */
describe('where nobody knows what Feishu does', () => {
  let county: County;
  let chiefs: string[];
  beforeAll(async () => {
    county = await County.start();
    const people = await county.api<{ name: string }[]>('GET', 'people');
    chiefs = people.map(({ name }) => name).filter((name) => name.endsWith('村河长'));
  }, 60_000);
  afterEach(async () => {
    await county.api('POST', 'settings', USUAL);
    await county.api('POST', 'limits', { per_second: 50 });
    await county.api('POST', 'faults', []);
  });
  afterAll(() => county.stop());

  /** The next village chief who has a task to walk. */
  const next = async (): Promise<Phone> => {
    const name = chiefs.shift();
    if (!name) throw new Error('there are not enough village chiefs');
    const phone = await county.phone(name);
    return (await phone.has('巡河任务')) ? phone : next();
  };
  const done = { toast: { type: 'success' }, card: { header: { template: 'green' } } };

  it.each(FORMS)(
    'in a form %s: a patrol and a problem are taken in with all they say',
    async (_, settings) => {
      await county.api('POST', 'settings', settings);
      const walker = await next();
      expect(await walker.press(await walker.card('巡河任务'), '一切正常，提交')).toMatchObject(done);
      const finder = await next();
      await finder.press(await finder.card('巡河任务'), '发现问题');
      await finder.say({ type: 'image', base64: PNG });
      const found = await finder.press(await finder.card('发现问题'), '提交', {
        place: 'other',
        spot: '石桥下游二十米',
        category: '河岸',
        seriousness: '一般',
        words: '岸边堆了一堆建筑垃圾',
      });
      expect(found).toMatchObject(done);
      expect(JSON.stringify(found.card)).toContain('岸边堆了一堆建筑垃圾');
    },
  );

  it('a form without its button’s value that an older copy of a card sends changes nothing', async () => {
    const walker = await next();
    const old = await walker.card('巡河任务');
    await walker.press(old, '一切正常，提交');
    await county.api('POST', 'settings', { form_button_value: 'left-out' });
    const name = /"name":"(patrol_submit[^"]*)"/.exec(JSON.stringify(old.content))?.[1];
    const again = { message_id: old.message_id, name, card: old.content };
    const pressed = await county.api('POST', `people/${walker.openId}/actions`, again);
    expect(pressed).toMatchObject({ toast: { type: 'warning' }, card: { header: { template: 'green' } } });
  });

  it('a form that was refused keeps its words where its button’s name is all that comes', async () => {
    await county.api('POST', 'settings', { form_button_value: 'left-out' });
    const office = await county.phone('县河长办主任');
    await office.say({ type: 'text', text: '加分' });
    const given = { whose: '没有这个镇', points: '2', document: '样例〔2026〕1号', words: '市里通报表扬' };
    const { toast, card } = await office.press(await office.card('加分和否决'), '提交加分', given);
    expect(toast?.content).toContain('没有找到“没有这个镇”');
    expect(JSON.stringify(card)).toContain('"default_value":"市里通报表扬"');
  });

  it.each(ROAD)('%s: presses are answered, and what is asked for comes once', async (_, settings) => {
    await county.api('POST', 'settings', settings);
    await county.api('POST', 'limits', { per_second: 1 });
    await county.api('POST', 'faults', { kind: 'forget-tokens' });
    await county.api('POST', 'faults', { kind: 'lose-answer', match: { path: '/open-apis/im/v1/messages' } });
    const walker = await next();
    expect(await walker.press(await walker.card('巡河任务'), '一切正常，提交')).toMatchObject(done);
    await county.api('POST', `people/${walker.openId}/menu`, { event_key: 'help' });
    await county.settle();
    const help = (await walker.messages()).filter(({ content }) => content.header?.title.content === '帮助');
    expect(help).toHaveLength(1);
  });
});
