import { eachScene, refusal, type Scene } from './harness';

describe('people of the tenant', () => {
  let scene: Scene;
  let openId: string;

  eachScene(
    (fresh, chief) => {
      scene = fresh;
      openId = chief;
    },
    () => scene,
  );

  const change = (to: object) => scene.control(`POST`, `people/${openId}`, to);
  const send = () =>
    scene.client.im.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: openId, msg_type: 'text', content: '{"text":"你好"}' },
    });
  const told = () => scene.bot.events.map(({ type, data }) => [type, data] as const);

  it.each([230013, 230028, 230029, 230035, 230053])('can be out of reach with %i', async (code) => {
    await change({ refusal: code });
    const { status, data } = await refusal(send());
    expect([status, data.code]).toEqual([400, code]);
    await change({ refusal: null });
    expect((await send()).code).toBe(0);
  });

  it('say in a sentence which refusals there are', async () => {
    const { status, body } = await change({ refusal: 1 });
    expect(status).toBe(400);
    expect(body.error).toContain('能用的错误码：230013');
  });

  it('join, change and leave, and the bot is told each time', async () => {
    const head = { name: '古交镇河长', title: '镇级河长', mobile: '19900000002' };
    await scene.control('POST', 'people', head);
    await scene.control('POST', 'people', head);
    await scene.control('POST', 'people', { ...head, name: '古交镇新河长' });
    await change({ resigned: true });
    expect(told()).toMatchObject([
      ['contact.user.created_v3', { object: { name: '古交镇河长', mobile: '+8619900000002' } }],
      ['contact.user.updated_v3', { object: { name: '古交镇新河长' }, old_object: { name: '古交镇河长' } }],
      ['contact.user.deleted_v3', { object: { open_id: openId, status: { is_resigned: true } } }],
    ]);
  });

  it('fall out of what the app may see and come back', async () => {
    await change({ refusal: 230013 });
    await change({ refusal: null });
    expect(told()).toMatchObject([
      ['contact.scope.updated_v3', { removed: { users: [{ open_id: openId }] }, added: { users: [] } }],
      ['contact.scope.updated_v3', { added: { users: [{ open_id: openId }] }, removed: { users: [] } }],
    ]);
  });

  it('take a message back, which the bot is told and can no longer fetch a photo from', async () => {
    const base64 =
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==';
    const { body } = await scene.control<{ message_id: string; content: { image_key: string } }>(
      'POST',
      `people/${openId}/messages`,
      { type: 'image', base64 },
    );
    await scene.control('POST', `people/${openId}/recall`, { message_id: body.message_id });
    expect(told().at(-1)).toMatchObject([
      'im.message.recalled_v1',
      { message_id: body.message_id, recall_type: 'message_owner' },
    ]);
    const path = { message_id: body.message_id, file_key: body.content.image_key };
    const fetching = scene.client.im.messageResource.get({ path, params: { type: 'image' } });
    expect((await refusal(fetching)).status).toBe(400);
  });

  it('can not take back what the bot said', async () => {
    const sent = await send();
    const asked = { message_id: sent.data?.message_id };
    expect((await scene.control('POST', `people/${openId}/recall`, asked)).body).toEqual({
      error: '龙兴镇河长 只能撤回自己发的消息',
    });
  });

  it('open their chat with the bot and answer one of its messages', async () => {
    const sent = await send();
    await scene.control('POST', `people/${openId}/enter`);
    await scene.control('POST', `people/${openId}/messages`, {
      type: 'text',
      text: '收到',
      reply_to: sent.data?.message_id,
    });
    expect(told()).toMatchObject([
      ['im.chat.access_event.bot_p2p_chat_entered_v1', { last_message_id: sent.data?.message_id }],
      ['im.message.receive_v1', { message: { parent_id: sent.data?.message_id, chat_type: 'p2p' } }],
    ]);
  });
});

describe('加急', () => {
  let scene: Scene;
  let openId: string;

  eachScene(
    (fresh, chief) => {
      scene = fresh;
      openId = chief;
    },
    () => scene,
  );

  const send = async () => {
    const sent = await scene.client.im.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: openId, msg_type: 'text', content: '{"text":"急"}' },
    });
    return sent.data?.message_id ?? '';
  };
  const buzz = (message_id: string, means: 'urgentApp' | 'urgentSms' | 'urgentPhone', people = [openId]) =>
    scene.client.im.message[means]({
      path: { message_id },
      params: { user_id_type: 'open_id' },
      data: { user_id_list: people },
    });

  it('stands on the phone with its means', async () => {
    const id = await send();
    await buzz(id, 'urgentApp');
    await buzz(id, 'urgentPhone');
    const { body } = await scene.control<object[]>('GET', `people/${openId}/messages`);
    expect(body).toMatchObject([{ urgent: true, urgent_by: ['app', 'phone'] }]);
  });

  it('is refused for strangers alone, a recalled message, a message of a person, and beyond the quota', async () => {
    const id = await send();
    expect((await refusal(buzz(id, 'urgentApp', ['ou_stranger']))).data.code).toBe(230001);
    await scene.control('POST', 'settings', { urgent_left: { app: null, sms: 1, phone: 0 } });
    expect((await buzz(id, 'urgentSms')).code).toBe(0);
    expect((await refusal(buzz(id, 'urgentSms'))).data.code).toBe(230024);
    expect((await refusal(buzz(id, 'urgentPhone'))).data.code).toBe(230024);
    expect((await buzz(id, 'urgentApp')).code).toBe(0);
    await scene.client.im.message.delete({ path: { message_id: id } });
    expect((await refusal(buzz(id, 'urgentApp'))).data.code).toBe(230110);
    const said = { type: 'text', text: '我说的' };
    const { body } = await scene.control<{ message_id: string }>('POST', `people/${openId}/messages`, said);
    expect((await refusal(buzz(body.message_id, 'urgentApp'))).data.code).toBe(230012);
  });

  it('is refused when the person has 200 of them unread, until one is read', async () => {
    await scene.control('POST', 'limits', { per_target: 0, per_second: 0, per_minute: 0 });
    let last = '';
    for (let i = 0; i < 200; i++) {
      last = await send();
      await buzz(last, 'urgentApp');
    }
    const next = await send();
    expect((await refusal(buzz(next, 'urgentApp'))).data.code).toBe(230023);
    await scene.control('POST', `people/${openId}/read`, { message_id: last });
    expect((await buzz(next, 'urgentApp')).code).toBe(0);
  });
});
