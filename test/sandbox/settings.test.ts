import { plainCard } from './cards';
import { eachScene, refusal, type Scene } from './harness';

describe('the switches for what is unknown or an administrator decides', () => {
  let scene: Scene;
  let openId: string;

  eachScene(
    (fresh, chief) => {
      scene = fresh;
      openId = chief;
    },
    () => scene,
  );

  const set = (settings: object) => scene.control('POST', 'settings', settings);
  const send = (uuid?: string, content = '{"text":"你好"}', msg_type = 'text') =>
    scene.client.im.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: openId, msg_type, content, ...(uuid && { uuid }) },
    });

  it('refuse a repeated uuid instead of giving the first message again', async () => {
    await set({ repeated_uuid: 'refused' });
    await send('u-1');
    expect((await refusal(send('u-1'))).data.code).toBe(230049);
    await scene.control('POST', 'clock', { advance: 'PT1H' });
    expect((await send('u-1')).code).toBe(0);
  });

  it('answer an invalid token with 401', async () => {
    await set({ invalid_token_status: 401 });
    const headers = { authorization: 'Bearer t-unknown' };
    const answer = await fetch(`${scene.url}/open-apis/bot/v3/info`, { headers });
    expect([answer.status, await answer.json()]).toMatchObject([401, { code: 99991663 }]);
  });

  it('let unknown attributes of a card through, but no unknown component', async () => {
    const odd = { ...plainCard('任务'), sparkle: true };
    expect((await refusal(send(undefined, JSON.stringify(odd), 'interactive'))).data.code).toBe(230099);
    await set({ unknown_attributes: 'ignored' });
    expect((await send(undefined, JSON.stringify(odd), 'interactive')).code).toBe(0);
    const stranger = { schema: '2.0', sparkle: true, body: { elements: [{ tag: 'hologram' }] } };
    expect((await refusal(send(undefined, JSON.stringify(stranger), 'interactive'))).data.code).toBe(230099);
  });

  it('push nothing of what people say to the bot without the scope for it, which the history still has', async () => {
    const say = (text: string) => scene.control('POST', `people/${openId}/messages`, { type: 'text', text });
    const texts = async () => {
      const sent = await send();
      const params = { container_id_type: 'chat', container_id: sent.data?.chat_id ?? '' };
      const { data } = await scene.client.im.message.list({ params });
      expect(data).not.toHaveProperty('page_token');
      return data?.items?.map(({ body }) => body?.content);
    };
    const pushed = () => scene.bot.events.filter(({ type }) => type === 'im.message.receive_v1').length;
    await set({ missing_scopes: ['im:message.p2p_msg:readonly'] });
    await say('一');
    expect(pushed()).toBe(1);
    await set({ missing_scopes: ['im:message.p2p_msg:readonly', 'im:message.p2p_msg'] });
    await say('二');
    expect(pushed()).toBe(1);
    expect(await texts()).toEqual(expect.arrayContaining(['{"text":"一"}', '{"text":"二"}']));
    const { data } = await scene.client.application.scope.list({});
    const granted = (data?.scopes ?? []).filter(({ grant_status }) => grant_status === 1);
    expect(granted.map(({ scope_name }) => scope_name)).toContain('im:message');
    expect(granted.map(({ scope_name }) => scope_name)).not.toContain('im:message.p2p_msg');
  });

  it('withhold what is said to the bot in a group, without a scope for it', async () => {
    const { body } = await scene.control<{ chat_id: string }>('POST', 'chats', {
      name: '工作群',
      owner: openId,
      members: [],
      bot: true,
    });
    const sayIt = () =>
      scene.control('POST', `people/${openId}/messages`, { type: 'text', text: '一', chat_id: body.chat_id });
    const pushed = () => scene.bot.events.filter(({ type }) => type === 'im.message.receive_v1').length;
    await set({
      missing_scopes: ['im:message.group_at_msg', 'im:message.group_at_msg:readonly', 'im:message.group_msg'],
    });
    await sayIt();
    expect(pushed()).toBe(0);
    await set({ missing_scopes: ['im:message.group_msg'] });
    await sayIt();
    expect(pushed()).toBe(1);
  });

  it('withhold a history: of a group without its scope, of a person whom the bot cannot reach', async () => {
    const group = await scene.control<{ chat_id: string }>('POST', 'chats', {
      name: '工作群',
      owner: openId,
      members: [],
      bot: true,
    });
    const sent = await send();
    const history = (container_id = '') =>
      scene.client.im.message.list({ params: { container_id_type: 'chat', container_id } });
    expect((await history(group.body.chat_id)).code).toBe(0);
    await set({ missing_scopes: ['im:message.group_msg'] });
    expect((await refusal(history(group.body.chat_id))).data.code).toBe(230027);
    expect((await history(sent.data?.chat_id)).code).toBe(0);
    await scene.control('POST', `people/${openId}`, { resigned: true });
    expect((await refusal(history(sent.data?.chat_id))).data.code).toBe(230013);
  });

  it('withhold a scope, naming those that would do', async () => {
    await set({ missing_scopes: ['contact:user.id:readonly', 'im:message'] });
    const find = scene.client.contact.user.batchGetId({
      params: { user_id_type: 'open_id' },
      data: { mobiles: ['19900000001'] },
    });
    const { data } = await refusal(find);
    expect(data).toMatchObject({
      code: 99991672,
      msg: expect.stringContaining('[contact:user.id:readonly]'),
      error: { permission_violations: [{ subject: 'contact:user.id:readonly' }] },
    });
    // Sending is still granted by another scope.
    expect((await send()).code).toBe(0);
  });

  it('leave out fields whose scope was not granted, in events and in answers', async () => {
    await set({ missing_scopes: ['contact:user.employee_id:readonly', 'contact:user.phone:readonly'] });
    await scene.control('POST', `people/${openId}/messages`, { type: 'text', text: '在' });
    const ids = { union_id: expect.any(String), open_id: openId };
    expect(scene.bot.events[0]?.data.sender).toMatchObject({ sender_id: ids });
    expect(scene.bot.events[0]?.data.sender).not.toHaveProperty('sender_id.user_id');
    const got = await scene.client.contact.user.get({
      path: { user_id: openId },
      params: { user_id_type: 'open_id' },
    });
    expect(got.data?.user).toMatchObject({ name: '龙兴镇河长' });
    expect(got.data?.user).not.toHaveProperty('mobile');
    expect(got.data?.user).not.toHaveProperty('user_id');
  });

  it('switch the bot ability off', async () => {
    await set({ bot_enabled: false });
    expect((await refusal(send())).data.code).toBe(230006);
    expect((await refusal(scene.client.im.chat.list())).data.code).toBe(232025);
  });

  it('give tokens a shorter life, and limits the status of older APIs', async () => {
    await set({ token_life: 200, rate_limit_status: 400 });
    expect((await scene.askToken()).expire).toBe(200);
    await scene.control('POST', 'limits', { per_minute: 1 });
    await send();
    const { status, headers, data } = await refusal(send());
    expect([status, data.code, headers['x-ogw-ratelimit-limit']]).toEqual([400, 99991400, '1']);
    expect(Number(headers['x-ogw-ratelimit-reset'])).toBeGreaterThan(55);
  });

  it('close the window in which the bot can recall', async () => {
    await set({ recall_within_hours: 24 });
    const sent = await send();
    await scene.control('POST', 'clock', { advance: 'PT24H1S' });
    const path = { message_id: sent.data?.message_id ?? '' };
    expect((await refusal(scene.client.im.message.delete({ path }))).data.code).toBe(230009);
  });

  it('are refused in a sentence when they make no sense', async () => {
    const { status, body } = await set({ repeated_uuid: 'sometimes' });
    expect([status, body.error]).toEqual([400, expect.stringContaining('repeated_uuid')]);
  });
});
