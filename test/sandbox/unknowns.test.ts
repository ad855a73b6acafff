import { once } from 'node:events';
import WebSocket from 'ws';
import { plainCard } from './cards';
import { eachScene, refusal, type Scene } from './harness';

const formCard = (elements: object[]) =>
  plainCard('表单', [
    {
      tag: 'form',
      name: 'report',
      elements: [
        ...elements,
        {
          tag: 'button',
          name: 'send',
          text: { tag: 'plain_text', content: '提交' },
          form_action_type: 'submit',
          behaviors: [{ type: 'callback', value: { form: 1 } }],
        },
      ],
    },
  ]);

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Each switch shows the other of two behaviours, of which nobody knows which one Feishu has. */
describe('the switches for what the reference does not know', () => {
  let scene: Scene;
  let openId: string;
  let pressed: { name: string; value?: unknown; form_value?: Record<string, unknown>; options?: unknown };

  eachScene(
    (fresh, chief) => {
      scene = fresh;
      openId = chief;
    },
    () => scene,
  );
  beforeEach(() => {
    scene.bot.onCard = (data) => {
      pressed = data.action as typeof pressed;
      return {};
    };
  });

  const set = (settings: object) => scene.control('POST', 'settings', settings);
  const send = (content: object, msg_type = 'interactive') =>
    scene.client.im.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: openId, msg_type, content: JSON.stringify(content) },
    });
  const press = async (card: object, gesture: object) => {
    const sent = await send(card);
    const asked = { message_id: sent.data?.message_id, ...gesture };
    const { body } = await scene.control('POST', `people/${openId}/actions`, asked);
    expect(body).toMatchObject({ error: null });
  };
  const options = ['a', 'b'].map((value) => ({ value, text: { tag: 'plain_text', content: value } }));
  const form = formCard([
    { tag: 'input', name: 'note' },
    { tag: 'select_static', name: 'kind', options },
    { tag: 'multi_select_static', name: 'tags', options, required: false },
    { tag: 'checker', name: 'sure', text: { tag: 'plain_text', content: '确认' } },
  ]);
  const submit = (form_value: object = {}) => press(form, { name: 'send', form_value });

  it('what a form says of a tick and of several choices: values, or words', async () => {
    await submit({ sure: true, tags: ['a', 'b'] });
    expect(pressed.form_value).toMatchObject({ sure: true, tags: ['a', 'b'] });
    await set({ form_ticks: 'words', form_lists: 'words' });
    await submit({ sure: true, tags: ['a', 'b'] });
    expect(pressed.form_value).toMatchObject({ sure: 'true', tags: '["a","b"]' });
  });

  it('what a form says of a field that nobody filled in: something, nothing, or an empty word', async () => {
    await submit();
    expect(pressed.form_value).toEqual({ note: '', sure: false });
    await set({ form_empty: 'left-out' });
    await submit();
    expect(pressed.form_value).toEqual({ sure: false });
    await set({ form_empty: 'empty-word' });
    await submit();
    expect(pressed.form_value).toEqual({ note: '', kind: '', tags: '', sure: false });
  });

  it('whether a form names the button that sent it, and whether the button’s value comes too', async () => {
    await submit();
    expect(pressed).toMatchObject({ name: 'send', value: { form: 1 } });
    expect(pressed.form_value).not.toHaveProperty('send');
    await set({ form_button: 'echoed', form_button_value: 'left-out' });
    await submit();
    expect(pressed).not.toHaveProperty('value');
    expect(pressed.form_value).toHaveProperty('send', '');
  });

  it('whether one picture picked comes as a word or as a list', async () => {
    const image = await scene.client.im.image.create({ data: { image_type: 'message', image: PNG } });
    const pick = {
      tag: 'select_img',
      name: 'pick',
      options: [{ img_key: image?.image_key, value: 'one' }],
      behaviors: [{ type: 'callback', value: { a: 1 } }],
    };
    const choose = () => press(plainCard('选图', [pick]), { name: 'pick', option: 'one' });
    await choose();
    expect(pressed.options).toBe('one');
    await set({ picked_image: 'list' });
    await choose();
    expect(pressed.options).toEqual(['one']);
  });

  it('the unit of the time of a menu', async () => {
    const times = () =>
      scene.bot.events
        .filter(({ type }) => type === 'application.bot.menu_v6')
        .map(({ data }) => data.timestamp);
    const choose = () => scene.control('POST', `people/${openId}/menu`, { event_key: 'help' });
    await choose();
    await set({ menu_time: 'milliseconds' });
    await choose();
    const now = scene.clock.now().getTime();
    expect(times()).toEqual([now / 1_000, now]);
  });

  it('whose name comes with the news that the bot is in a group', async () => {
    const make = (name: string) =>
      scene.control('POST', 'chats', { name, owner: openId, members: [], bot: true });
    await make('一群');
    await set({ added_name: 'bot' });
    await make('二群');
    const names = scene.bot.events
      .filter(({ type }) => type === 'im.chat.member.bot.added_v1')
      .map(({ data }) => data.name);
    expect(names).toEqual(['一群', '河长助手']);
  });

  it('whether cards are taken that one page allows and another forbids', async () => {
    const table = {
      tag: 'table',
      columns: [{ name: 'a', data_type: 'text' }],
      rows: [{ a: '一' }],
    };
    const panel = {
      tag: 'collapsible_panel',
      header: { title: { tag: 'plain_text', content: '明细' } },
      elements: [table],
    };
    const chart = { tag: 'chart', chart_spec: { type: 'bar', data: { values: [] } } };
    const doubtful = [
      plainCard('五张表', [table, table, table, table, table]),
      plainCard('折叠', [panel]),
      formCard([chart]),
    ];
    for (const card of doubtful) expect((await refusal(send(card))).data.code).toBe(230099);
    await set({ doubtful_cards: 'taken' });
    for (const card of doubtful) expect((await send(card)).code).toBe(0);
    expect((await refusal(send(plainCard('六张表', Array(6).fill(table))))).data.code).toBe(230099);
  });

  it('how elements and levels are counted, and whether a padding may be below 0', async () => {
    const words = { tag: 'div', text: { tag: 'plain_text', content: '字' } };
    const inside = (depth: number): object =>
      depth === 0
        ? words
        : { tag: 'column_set', columns: [{ tag: 'column', elements: [inside(depth - 1)] }] };
    const many = (count: number) => plainCard('很多', Array(count - 1).fill(words));
    const padded = (padding: string) => ({ schema: '2.0', body: { padding, elements: [words] } });
    const doubtful = [many(200), plainCard('很深', [inside(5)]), padded('12px -4px')];
    for (const card of doubtful) expect((await refusal(send(card))).data.code).toBe(230099);
    await set({ doubtful_cards: 'taken' });
    for (const card of doubtful) expect((await send(card)).code).toBe(0);
    const never = [many(201), plainCard('太深', [inside(6)]), padded('-100px')];
    for (const card of never) expect((await refusal(send(card))).data.code).toBe(230099);
  });

  it('how long a picture is kept, ours and theirs', async () => {
    const ours = await scene.client.im.image.create({ data: { image_type: 'message', image: PNG } });
    await scene.control('POST', `people/${openId}/messages`, {
      type: 'image',
      base64: PNG.toString('base64'),
    });
    const { body } = await scene.control<{ message_id: string; content: { image_key: string } }[]>(
      'GET',
      `people/${openId}/messages`,
    );
    const theirs = body.at(-1);
    const shown = plainCard('照片', [
      { tag: 'img', img_key: ours?.image_key, alt: { tag: 'plain_text', content: '' } },
    ]);
    const fetchTheirs = () =>
      scene.client.im.messageResource.get({
        path: { message_id: theirs?.message_id ?? '', file_key: theirs?.content.image_key ?? '' },
        params: { type: 'image' },
      });
    await set({ media_kept_days: 30 });
    await scene.control('POST', 'clock', { advance: 'P29D' });
    expect((await send(shown)).code).toBe(0);
    await fetchTheirs();
    await scene.control('POST', 'clock', { advance: 'P2D' });
    expect((await refusal(send(shown))).data.msg).toContain('200570');
    expect((await refusal(fetchTheirs())).status).toBe(400);
  });

  it('with what code a connection ends, or without any', async () => {
    const { appId: AppID, appSecret: AppSecret } = scene.sandbox.app;
    const codes: unknown[] = [];
    for (const close_code of [4003, null]) {
      const endpoint = await fetch(`${scene.url}/callback/ws/endpoint`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ AppID, AppSecret }),
      });
      const { data } = (await endpoint.json()) as { data: { URL: string } };
      const line = new WebSocket(data.URL);
      await once(line, 'open');
      const closed = once(line, 'close');
      await scene.control('POST', 'faults', { kind: 'kick', close_code });
      codes.push((await closed)[0]);
    }
    expect(codes).toEqual([4003, 1006]);
  });
});
