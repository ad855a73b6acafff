import { plainCard } from './cards';
import { eachScene, refusal, type Scene } from './harness';

interface Shown {
  message_id: string;
  chat_id: string;
  content: { text?: string } | null;
  read: boolean;
  own: boolean;
}

describe('groups', () => {
  let scene: Scene;
  let chief: string;
  let office: string;
  let stranger: string;

  eachScene(
    (fresh, first) => {
      scene = fresh;
      chief = first;
    },
    () => scene,
  );
  beforeEach(async () => {
    const { body } = await scene.control<{ open_id: string }[]>('POST', 'people', [
      { name: '县河长办主任', title: '县河长办', mobile: '19900000002' },
      { name: '外人', title: '', mobile: '19900000003' },
    ]);
    [office = '', stranger = ''] = body.map(({ open_id }) => open_id);
    scene.bot.events.length = 0;
  });

  const group = async (more: object = {}) => {
    const asked = { name: '河长制工作群', owner: office, members: [chief], ...more };
    return (await scene.control<{ chat_id: string }>('POST', 'chats', asked)).body.chat_id;
  };
  const sendTo = (chatId: string, content: object, msg_type = 'text') =>
    scene.client.im.message.create({
      params: { receive_id_type: 'chat_id' },
      data: { receive_id: chatId, msg_type, content: JSON.stringify(content) },
    });
  const phone = async (openId: string) =>
    (await scene.control<Shown[]>('GET', `people/${openId}/messages`)).body;
  const told = () => scene.bot.events.map(({ type, data }) => [type, data] as const);

  it('bring a message of the bot to the phone of every member and of nobody else', async () => {
    const chatId = await group();
    await sendTo(chatId, { text: '通报' });
    for (const member of [chief, office]) {
      expect(await phone(member)).toMatchObject([
        { chat_id: chatId, content: { text: '通报' }, read: false },
      ]);
    }
    expect(await phone(stranger)).toEqual([]);
  });

  it('tell the bot that it was added, with the name of the group', async () => {
    const chatId = await group();
    expect(told()).toMatchObject([
      [
        'im.chat.member.bot.added_v1',
        { chat_id: chatId, name: '河长制工作群', operator_id: { open_id: office } },
      ],
    ]);
  });

  it('name the presser of a card, whoever of them it is', async () => {
    const chatId = await group();
    const card = {
      ...plainCard('通报'),
      body: {
        elements: [
          {
            tag: 'button',
            name: 'seen',
            text: { tag: 'plain_text', content: '知道了' },
            behaviors: [{ type: 'callback', value: { a: 1 } }],
          },
        ],
      },
    };
    const sent = await sendTo(chatId, card, 'interactive');
    const seen: unknown[] = [];
    scene.bot.onCard = (data) => {
      seen.push(data.operator, data.context);
      return {};
    };
    const press = { message_id: sent.data?.message_id, name: 'seen' };
    await scene.control('POST', `people/${chief}/actions`, press);
    expect(seen).toMatchObject([{ open_id: chief }, { open_chat_id: chatId }]);
    expect((await scene.control('POST', `people/${stranger}/actions`, press)).status).toBe(404);
  });

  it('tell the bot only of what @s it, unless it may hear all', async () => {
    const chatId = await group();
    scene.bot.events.length = 0;
    const say = (more: object) =>
      scene.control('POST', `people/${chief}/messages`, {
        type: 'text',
        text: '任务',
        chat_id: chatId,
        ...more,
      });
    await say({ at_bot: false });
    await say({});
    await scene.control('POST', 'settings', { group_messages: 'all' });
    await say({ at_bot: false });
    expect(told()).toMatchObject([
      [
        'im.message.receive_v1',
        {
          message: {
            chat_id: chatId,
            chat_type: 'group',
            content: '{"text":"@_user_1 任务"}',
            mentions: [{ key: '@_user_1', name: '河长助手', mentioned_type: 'bot' }],
          },
        },
      ],
      ['im.message.receive_v1', { message: { content: '{"text":"任务"}' } }],
    ]);
    expect((await phone(office)).map(({ own }) => own)).toEqual([false, false, false]);
    expect((await phone(chief)).map(({ own }) => own)).toEqual([true, true, true]);
    const outside = await scene.control('POST', `people/${stranger}/messages`, {
      type: 'text',
      text: '我也说',
      chat_id: chatId,
    });
    expect(outside.body).toEqual({ error: '外人 不在这个群里' });
  });

  it('list who has read and do not tell of it', async () => {
    const chatId = await group();
    const sent = await sendTo(chatId, { text: '通报' });
    scene.bot.events.length = 0;
    await scene.control('POST', `people/${chief}/read`, { message_id: sent.data?.message_id });
    const readers = await scene.client.im.message.readUsers({
      path: { message_id: sent.data?.message_id ?? '' },
      params: { user_id_type: 'open_id' },
    });
    expect(readers.data?.items?.map(({ user_id }) => user_id)).toEqual([chief]);
    expect(told()).toEqual([]);
    expect((await phone(chief))[0]?.read).toBe(true);
    expect((await phone(office))[0]?.read).toBe(false);
    const { body: people } = await scene.control<{ unread: number }[]>('GET', 'people');
    expect(people.map(({ unread }) => unread)).toEqual([0, 1, 0]);
    const { body } = await scene.control<{ unread: number }[]>('GET', `people/${office}/chats`);
    expect(body).toMatchObject([
      { kind: 'p2p', unread: 0 },
      { kind: 'group', name: '河长制工作群', unread: 1 },
    ]);
  });

  it('are made by the bot, the same uuid making one, and found', async () => {
    const { im } = scene.client;
    const make = () =>
      im.chat.create({
        params: { user_id_type: 'open_id', uuid: 'county-group' },
        data: { name: '全县河长群', user_id_list: [chief, office] },
      });
    const made = await make();
    expect(made.data).toMatchObject({ chat_id: expect.stringMatching(/^oc_/), name: '全县河长群' });
    expect(made.data?.owner_id).toBeUndefined();
    expect((await make()).data?.chat_id).toBe(made.data?.chat_id);
    const chatId = made.data?.chat_id ?? '';
    expect((await im.chat.list()).data?.items).toMatchObject([{ chat_id: chatId }]);
    expect((await im.chat.search({ params: { query: '河长' } })).data?.items).toHaveLength(1);
    expect((await im.chat.get({ path: { chat_id: chatId } })).data).toMatchObject({
      name: '全县河长群',
      chat_mode: 'group',
      user_count: '2',
    });
    const unknown = im.chat.create({
      params: { user_id_type: 'open_id' },
      data: { user_id_list: ['ou_none'] },
    });
    expect((await refusal(unknown)).data.code).toBe(232043);
  });

  it('take new members from the bot, as strict as it asks', async () => {
    const chatId = await group();
    scene.bot.events.length = 0;
    const add = (id_list: string[], succeed_type: number) =>
      scene.client.im.chatMembers.create({
        path: { chat_id: chatId },
        params: { member_id_type: 'open_id', succeed_type },
        data: { id_list },
      });
    expect((await refusal(add([stranger, 'ou_none'], 0))).data.code).toBe(232043);
    expect((await add([stranger, 'ou_none'], 1)).data).toEqual({
      invalid_id_list: [],
      not_existed_id_list: ['ou_none'],
      pending_approval_id_list: [],
    });
    const members = await scene.client.im.chatMembers.get({
      path: { chat_id: chatId },
      params: { member_id_type: 'open_id', page_size: 2 },
    });
    expect(members.data).toMatchObject({ has_more: true, member_total: 3 });
    expect(told()).toMatchObject([['im.chat.member.user.added_v1', { users: [{ name: '外人' }] }]]);
  });

  it('take changes of their members one after another, five a second', async () => {
    const chatId = await group();
    const add = () =>
      scene.client.im.chatMembers.create({
        path: { chat_id: chatId },
        params: { member_id_type: 'open_id' },
        data: { id_list: [stranger] },
      });
    const all = await Promise.allSettled([1, 2, 3, 4, 5, 6].map(add));
    const refused = all.filter((result) => result.status === 'rejected');
    expect(refused.map(({ reason }) => reason.response.data.code)).toEqual([232019]);
  });

  it('keep their photos to themselves once the bot has gone', async () => {
    const chatId = await group();
    const base64 =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==';
    const said = { type: 'post', text: '岸边', images: [base64], chat_id: chatId };
    const { body } = await scene.control<{
      message_id: string;
      content: { content: { image_key?: string }[][] };
    }>('POST', `people/${chief}/messages`, said);
    expect(told().at(-1)).toMatchObject([
      'im.message.receive_v1',
      { message: { message_type: 'post', mentions: [{ key: '@_user_1' }] } },
    ]);
    const file_key = body.content.content[2]?.[0]?.image_key ?? '';
    const fetching = () =>
      scene.client.im.messageResource.get({
        path: { message_id: body.message_id, file_key },
        params: { type: 'image' },
      });
    expect((await fetching()).headers['content-type']).toBe('image/png');
    await scene.control('POST', `chats/${chatId}`, { bot: false });
    expect((await refusal(fetching())).status).toBe(400);
  });

  it('change, lose people and the bot, and end', async () => {
    const chatId = await group();
    const change = (to: object) => scene.control('POST', `chats/${chatId}`, to);
    await change({ name: '新名字', remove: [chief] });
    await change({ bot: false });
    expect((await refusal(sendTo(chatId, { text: '在吗' }))).data.code).toBe(230002);
    const list = scene.client.im.message.list({
      params: { container_id_type: 'chat', container_id: chatId },
    });
    expect((await refusal(list)).data.code).toBe(230002);
    expect((await refusal(scene.client.im.chat.get({ path: { chat_id: chatId } }))).data.code).toBe(232011);
    await change({ bot: true });
    await change({ dissolved: true });
    expect((await refusal(sendTo(chatId, { text: '在吗' }))).data.code).toBe(232009);
    expect(told().map(([type]) => type.replace('im.chat.', ''))).toEqual([
      'member.bot.added_v1',
      'member.user.deleted_v1',
      'updated_v1',
      'member.bot.deleted_v1',
      'member.bot.added_v1',
      'disbanded_v1',
    ]);
  });

  it('let the owner take back anybody’s message', async () => {
    const chatId = await group();
    const said = { type: 'text', text: '说错了', chat_id: chatId };
    const { body } = await scene.control<{ message_id: string }>('POST', `people/${chief}/messages`, said);
    await scene.control('POST', `people/${office}/recall`, { message_id: body.message_id });
    expect(told().at(-1)).toMatchObject(['im.message.recalled_v1', { recall_type: 'group_owner' }]);
    expect(await phone(chief)).toMatchObject([{ content: null, recalled: true }]);
  });

  it('let only their owner buzz when they say so', async () => {
    const chatId = await group();
    const sent = await sendTo(chatId, { text: '急' });
    const buzz = (people: string[]) =>
      scene.client.im.message.urgentApp({
        path: { message_id: sent.data?.message_id ?? '' },
        params: { user_id_type: 'open_id' },
        data: { user_id_list: people },
      });
    expect((await buzz([chief, stranger])).data?.invalid_user_id_list).toEqual([stranger]);
    expect(await phone(office)).toMatchObject([{ urgent: false }]);
    await scene.control('POST', `chats/${chatId}`, { urgent_setting: 'only_owner' });
    expect((await refusal(buzz([chief]))).data.code).toBe(230052);
  });
});
