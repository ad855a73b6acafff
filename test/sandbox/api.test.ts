import { plainCard } from './cards';
import { forget, type Scene, setScene } from './harness';

type Refusal = {
  response: { status: number; headers: Record<string, string>; data: Record<string, unknown> };
};

const refusal = async (call: Promise<unknown>): Promise<Refusal['response']> => {
  try {
    await call;
  } catch (error) {
    return (error as Refusal).response;
  }
  throw new Error('the call was not refused');
};

interface PhoneMessage {
  message_id: string;
  content: Record<string, unknown> | null;
  from: string;
  read: boolean;
  urgent: boolean;
  recalled: boolean;
  reply_to: string | null;
}

describe('the official SDK against the sandbox', () => {
  let scene: Scene;
  let openId: string;
  let chatId: string;

  beforeEach(async () => {
    scene = await setScene();
    scene.sandbox.addPeople([{ name: '龙兴镇河长', title: '镇级河长', mobile: '19900000001' }]);
    const { body } = await scene.control<{ open_id: string; chat_id: string }[]>('GET', 'people');
    openId = body[0]?.open_id ?? '';
    chatId = body[0]?.chat_id ?? '';
  });
  afterEach(async () => {
    await scene.close();
    forget(scene.dataDir);
  });

  const sendCard = (card: object, uuid?: string) =>
    scene.client.im.message.create({
      params: { receive_id_type: 'open_id' },
      data: {
        receive_id: openId,
        msg_type: 'interactive',
        content: JSON.stringify(card),
        ...(uuid && { uuid }),
      },
    });
  const sendText = (text: string, to = openId) =>
    scene.client.im.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: to, msg_type: 'text', content: JSON.stringify({ text }) },
    });
  const phone = async () => (await scene.control<PhoneMessage[]>('GET', `people/${openId}/messages`)).body;
  const patch = (messageId: string, card: object) =>
    scene.client.im.message.patch({
      path: { message_id: messageId },
      data: { content: JSON.stringify(card) },
    });

  it('puts a card on the phone and replaces it in place', async () => {
    const sent = await sendCard(plainCard('巡河任务'));
    expect(sent).toMatchObject({
      code: 0,
      data: { msg_type: 'interactive', chat_id: chatId, updated: false },
    });
    expect(await phone()).toMatchObject([{ from: 'bot', read: false, content: plainCard('巡河任务') }]);

    await patch(sent.data?.message_id ?? '', plainCard('已完成'));
    const messages = await phone();
    expect(messages).toHaveLength(1);
    expect(messages[0]?.content).toEqual(plainCard('已完成'));
    const { body: feed } = await scene.control<{ text: string }[]>('GET', 'feed?after=0');
    expect(feed.map((line) => line.text)).toEqual([
      '机器人给 龙兴镇河长 发卡片：巡河任务',
      '更新 龙兴镇河长 的卡片：已完成',
    ]);
  });

  it('answers a card only in its lossy form unless the original is asked for', async () => {
    const sent = await sendCard(plainCard('巡河任务'));
    expect(JSON.parse(sent.data?.body?.content ?? '')).toEqual({
      title: '巡河任务',
      elements: [[{ tag: 'text', text: '汾河一段' }]],
    });
    const got = await scene.client.im.message.get({
      path: { message_id: sent.data?.message_id ?? '' },
      params: { card_msg_content_type: 'user_card_content' },
    } as Parameters<typeof scene.client.im.message.get>[0]);
    expect(JSON.parse(got.data?.items?.[0]?.body?.content ?? '')).toEqual(plainCard('巡河任务'));
  });

  it('gives the first message again for the same uuid within an hour, and a new one after it', async () => {
    const first = await sendCard(plainCard('一'), 'task-1');
    const second = await sendCard(plainCard('二'), 'task-1');
    expect(second.data?.message_id).toBe(first.data?.message_id);
    await scene.control('POST', 'clock', { advance: 'PT1H' });
    const third = await sendCard(plainCard('三'), 'task-1');
    expect(third.data?.message_id).not.toBe(first.data?.message_id);
    expect(await phone()).toHaveLength(2);
  });

  it('refuses with a code, HTTP 400 and a log id in header and body', async () => {
    const { status, headers, data } = await refusal(sendText('你好', 'ou_unknown'));
    expect(status).toBe(400);
    expect(data).toMatchObject({ code: 99992351, error: { log_id: headers['x-tt-logid'] } });
  });

  it('names a missing parameter', async () => {
    const call = scene.client.request({ method: 'POST', url: '/open-apis/im/v1/messages', data: {} });
    const { data } = await refusal(call);
    expect(data).toMatchObject({
      code: 99992402,
      error: { field_violations: [{ field: 'receive_id_type' }] },
    });
  });

  it('refuses what is said to someone who has stopped the bot or left', async () => {
    await scene.control('POST', `people/${openId}`, { blocked: true });
    expect((await refusal(sendText('你好'))).data.code).toBe(230053);
    await scene.control('POST', `people/${openId}`, { blocked: false, resigned: true });
    expect((await refusal(sendText('你好'))).data.code).toBe(230013);
    await scene.control('POST', `people/${openId}`, { resigned: false });
    expect((await sendText('你好')).code).toBe(0);
  });

  it('refuses bad content of each kind', async () => {
    const send = (msg_type: string, content: string) =>
      scene.client.im.message.create({
        params: { receive_id_type: 'open_id' },
        data: { receive_id: openId, msg_type, content },
      });
    const code = async (type: string, content: string) => (await refusal(send(type, content))).data.code;
    expect(await code('text', 'no json')).toBe(230001);
    expect(await code('post', '{"zh_cn":{}}')).toBe(230001);
    expect(await code('image', '{"image_key":"img_v3_unknown"}')).toBe(230017);
    expect(await code('interactive', 'no json')).toBe(230099);
    expect(await code('interactive', '{"schema":"2.0","body":{"elements":[{"tag":"note"}]}}')).toBe(230099);
    expect(await code('interactive', JSON.stringify(plainCard('长'.repeat(11_000))))).toBe(230025);
    expect(await code('text', JSON.stringify({ text: '长'.repeat(60_000) }))).toBe(230025);
    expect(await phone()).toEqual([]);
  });

  it('lets five messages a second through to one person', async () => {
    const sent = await Promise.allSettled([1, 2, 3, 4, 5, 6].map((n) => sendText(`第 ${n} 条`)));
    const refused = sent.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason.response.data.code).toBe(230020);
  });

  it('answers 429 with the seconds to wait when the app calls one API too often', async () => {
    await scene.control('POST', 'limits', { per_second: 2 });
    const look = () => scene.client.im.message.get({ path: { message_id: 'om_none' } });
    const calls = await Promise.all([1, 2, 3].map(() => refusal(look())));
    const limited = calls.find(({ status }) => status === 429);
    expect(limited?.data.code).toBe(99991400);
    expect(limited?.headers['x-ogw-ratelimit-reset']).toBe('1');
  });

  it('refuses to change a card after 14 days, a recalled one, one without update_multi, and a text', async () => {
    const old = await sendCard(plainCard('旧'));
    const { update_multi: _, ...config } = { update_multi: true, enable_forward: false };
    expect((await refusal(patch(old.data?.message_id ?? '', { ...plainCard('x'), config }))).data.code).toBe(
      230001,
    );
    await scene.control('POST', 'clock', { advance: 'P14D' });
    expect((await patch(old.data?.message_id ?? '', plainCard('刚好'))).code).toBe(0);
    await scene.control('POST', 'clock', { advance: 'PT1S' });
    expect((await refusal(patch(old.data?.message_id ?? '', plainCard('晚了')))).data.code).toBe(230031);

    const card = await sendCard(plainCard('撤'));
    await scene.client.im.message.delete({ path: { message_id: card.data?.message_id ?? '' } });
    expect((await refusal(patch(card.data?.message_id ?? '', plainCard('x')))).data.code).toBe(230011);
    expect((await phone())[1]).toMatchObject({ recalled: true, content: null });

    const text = await sendText('字');
    expect((await refusal(patch(text.data?.message_id ?? '', plainCard('x')))).data.code).toBe(230001);
  });

  it('edits a text, replies, marks urgent and tells who has read', async () => {
    const sent = await sendText('第一版');
    const messageId = sent.data?.message_id ?? '';
    await scene.client.im.message.update({
      path: { message_id: messageId },
      data: { msg_type: 'text', content: '{"text":"第二版"}' },
    });
    const reply = await scene.client.im.message.reply({
      path: { message_id: messageId },
      data: { msg_type: 'text', content: '{"text":"回复"}' },
    });
    expect(reply.data).toMatchObject({ parent_id: messageId, root_id: messageId });
    const urgent = await scene.client.im.message.urgentApp({
      path: { message_id: messageId },
      params: { user_id_type: 'open_id' },
      data: { user_id_list: [openId, 'ou_stranger'] },
    });
    expect(urgent.data?.invalid_user_id_list).toEqual(['ou_stranger']);
    await scene.control('POST', `people/${openId}/read`, { message_id: messageId });
    const readers = await scene.client.im.message.readUsers({
      path: { message_id: messageId },
      params: { user_id_type: 'open_id' },
    });
    expect(readers.data?.items).toMatchObject([{ user_id: openId }]);
    expect(await phone()).toMatchObject([
      { content: { text: '第二版' }, urgent: true, read: true },
      { content: { text: '回复' }, reply_to: messageId, read: false },
    ]);
  });

  it('lets a text be edited twenty times and tells its readers for seven days', async () => {
    await scene.control('POST', 'limits', { per_target: 0, per_second: 0, per_minute: 0 });
    const sent = await sendText('第一版');
    const path = { message_id: sent.data?.message_id ?? '' };
    const edit = () =>
      scene.client.im.message.update({ path, data: { msg_type: 'text', content: '{"text":"又一版"}' } });
    for (let n = 0; n < 20; n++) await edit();
    expect((await refusal(edit())).data.code).toBe(230072);
    const readers = () => scene.client.im.message.readUsers({ path, params: { user_id_type: 'open_id' } });
    await scene.control('POST', 'clock', { advance: 'P7D' });
    expect((await readers()).code).toBe(0);
    await scene.control('POST', 'clock', { advance: 'PT1S' });
    expect((await refusal(readers())).data.code).toBe(230033);
  });

  it('recalls no message of a person and none twice', async () => {
    const said = { type: 'text', text: '我说的' };
    const { body } = await scene.control<{ message_id: string }>('POST', `people/${openId}/messages`, said);
    const remove = (message_id: string) => scene.client.im.message.delete({ path: { message_id } });
    expect((await refusal(remove(body.message_id))).data.code).toBe(230026);
    const sent = await sendText('撤');
    await remove(sent.data?.message_id ?? '');
    expect((await refusal(remove(sent.data?.message_id ?? ''))).data.code).toBe(230110);
    expect((await refusal(remove('om_none'))).data.code).toBe(99992354);
  });

  it('pages through the history of a chat', async () => {
    for (const text of ['一', '二', '三']) await sendText(text);
    const params = { container_id_type: 'chat', container_id: chatId, page_size: 2 };
    const first = await scene.client.im.message.list({ params });
    expect(first.data).toMatchObject({ has_more: true });
    const second = await scene.client.im.message.list({
      params: { ...params, page_token: first.data?.page_token ?? '' },
    });
    const texts = [...(first.data?.items ?? []), ...(second.data?.items ?? [])].map(
      (item) => item.body?.content,
    );
    expect(texts).toEqual(['{"text":"一"}', '{"text":"二"}', '{"text":"三"}']);
    expect(second.data?.has_more).toBe(false);
  });

  it('finds people by mobile and leaves out the id of an unknown or resigned one', async () => {
    await scene.control('POST', 'people', [{ name: '古交镇河长', title: '镇级河长', mobile: '19900000002' }]);
    const find = async () => {
      const found = await scene.client.contact.user.batchGetId({
        params: { user_id_type: 'open_id' },
        data: { mobiles: ['19900000001', '+8619900000002', '19900000003'] },
      });
      return found.data?.user_list?.map((user) => user.user_id);
    };
    expect(await find()).toEqual([openId, expect.stringMatching(/^ou_/), undefined]);
    await scene.control('POST', `people/${openId}`, { resigned: true });
    expect((await find())?.[0]).toBeUndefined();
    const user = await scene.client.contact.user.get({
      path: { user_id: openId },
      params: { user_id_type: 'open_id' },
    });
    expect(user.data?.user).toMatchObject({
      name: '龙兴镇河长',
      job_title: '镇级河长',
      status: { is_resigned: true },
    });
  });

  it('tells the bot about itself', async () => {
    const info = await scene.client.request({ method: 'GET', url: '/open-apis/bot/v3/info' });
    expect(info.bot).toMatchObject({ app_name: '河长助手', open_id: expect.stringMatching(/^ou_/) });
  });

  it('hands the same token out again and refuses a wrong secret, a strange token and none', async () => {
    const first = await scene.askToken();
    const second = await scene.askToken();
    expect(second.tenant_access_token).toBe(first.tenant_access_token);
    expect(second.expire).toBeGreaterThan(7_000);
    expect((await scene.askToken('wrong')).code).toBe(10014);

    const withToken = async (authorization?: string) => {
      const headers: Record<string, string> = authorization ? { authorization } : {};
      const answer = await fetch(`${scene.url}/open-apis/bot/v3/info`, { headers });
      return ((await answer.json()) as { code: number }).code;
    };
    expect(await withToken()).toBe(99991661);
    expect(await withToken('Bearer x-1')).toBe(99991671);
    expect(await withToken('Bearer t-unknown')).toBe(99991663);
    expect(await withToken(`Bearer ${first.tenant_access_token}`)).toBe(0);
  });

  it('answers 404 for an API it does not have', async () => {
    const { status, data } = await refusal(
      scene.client.request({ method: 'GET', url: '/open-apis/none/v1' }),
    );
    expect([status, data.code]).toEqual([404, 99991201]);
  });

  it.each([
    ['GET', '/auth/v3/tenant_access_token/internal'],
    ['PUT', '/im/v1/messages'],
    ['POST', '/im/v1/messages/om_1/urgent_app'],
    ['DELETE', '/im/v1/images/img_1'],
  ])('answers 405 for a verb that the API does not have: %s %s', async (method, path) => {
    const call = scene.client.request({ method, url: `/open-apis${path}` });
    const { status, data } = await refusal(call);
    expect([status, data.code]).toEqual([405, 99991301]);
  });

  it('logs every call before its answer arrives', async () => {
    await sendText('你好');
    const { body } = await scene.control<object[]>('GET', 'log');
    expect(body).toMatchObject([
      { method: 'POST', path: '/open-apis/auth/v3/tenant_access_token/internal', status: 200, code: 0 },
      { method: 'POST', path: '/open-apis/im/v1/messages', status: 200, code: 0 },
    ]);
  });

  it('keeps app, people, messages and tokens over a restart', async () => {
    await sendText('之前');
    const { tenant_access_token } = await scene.askToken();
    const { app } = scene.sandbox;
    await scene.close();
    scene = await setScene(scene.dataDir);
    expect(scene.sandbox.app).toEqual(app);
    expect(await phone()).toMatchObject([{ content: { text: '之前' } }]);
    expect((await scene.askToken()).tenant_access_token).toBe(tenant_access_token);
  });
});
