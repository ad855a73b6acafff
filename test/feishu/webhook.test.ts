import { createCipheriv, createHash, randomBytes } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { InboxEvent, Person } from '../../entities';
import { Fault } from '../../src/core/errors';
import { cardSaying, PNG, Stage } from './stage';

interface Shape {
  token?: string;
  appId?: string;
  encryptKey?: string;
  /** Seconds from now. */
  age?: number;
  path?: string;
  type?: string;
  eventId?: string;
  event?: object;
  headers?: Record<string, string>;
  body?: string;
}

describe('the webhook', () => {
  let stage: Stage;
  let server: Server;
  beforeEach(async () => {
    stage = await Stage.open();
    server = await stage.listen(express().use(stage.feishu.router));
  });
  afterEach(() => stage.close());

  const seal = (content: unknown, key: string): string => {
    const iv = randomBytes(16);
    const cipher = createCipheriv('aes-256-cbc', createHash('sha256').update(key).digest(), iv);
    return Buffer.concat([iv, cipher.update(JSON.stringify(content)), cipher.final()]).toString('base64');
  };

  const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };

  const press = { operator: { open_id: 'ou_1' }, action: { tag: 'button', value: { action: 'done' } } };
  const context = { open_message_id: 'om_1', open_chat_id: 'oc_1' };

  /** A callback as Feishu sends it, but for what `shape` spoils. */
  const callback = (shape: Shape = {}) => {
    const { encryptKey, verificationToken, appId } = stage.sandbox.app;
    const { type = 'card.action.trigger', event = { ...press, token: 'c-1', context }, age = 0 } = shape;
    const header = {
      event_id: shape.eventId ?? 'e1',
      event_type: type,
      token: shape.token ?? verificationToken,
      app_id: shape.appId ?? appId,
    };
    const key = shape.encryptKey ?? encryptKey;
    const body = shape.body ?? JSON.stringify({ encrypt: seal({ schema: '2.0', header, event }, key) });
    const timestamp = String(Math.floor(Date.now() / 1_000) - age);
    const nonce = 'n1';
    const signature = createHash('sha256').update(`${timestamp}${nonce}${key}${body}`).digest('hex');
    return post(shape.path ?? '/feishu/cards', body, {
      'x-lark-request-timestamp': timestamp,
      'x-lark-request-nonce': nonce,
      'x-lark-signature': signature,
      ...shape.headers,
    });
  };

  const said = (id: string) => ({
    sender: { sender_id: { open_id: 'ou_1' }, sender_type: 'user' },
    message: {
      message_id: id,
      create_time: '1791770400000',
      chat_id: 'oc_1',
      chat_type: 'p2p',
      message_type: 'text',
      content: '{"text":"@_user_1 任务"}',
    },
  });
  const message = (id: string, shape: Shape = {}) =>
    callback({ path: '/feishu/events', type: 'im.message.receive_v1', event: said(id), ...shape });
  const inbox = () => stage.db.read.find(InboxEvent);

  test('answers a press with the toast and the card of the bot', async () => {
    stage.bot.onPress = async () => ({
      toast: { type: 'success', content: '已提交' },
      card: { schema: '2.0' },
    });
    const event = {
      operator: { open_id: 'ou_1' },
      action: { tag: 'button', name: 'b', value: { action: 'done' }, form_value: { note: '有水' } },
      context,
    };
    expect(await callback({ event })).toEqual({
      status: 200,
      body: {
        toast: { type: 'success', content: '已提交' },
        card: { type: 'raw', data: { schema: '2.0' } },
      },
    });
    expect(stage.bot.presses).toEqual([
      {
        eventId: 'e1',
        openId: 'ou_1',
        messageId: 'om_1',
        chatId: 'oc_1',
        action: { name: 'b', value: { action: 'done' }, formValue: { note: '有水' } },
      },
    ]);
  });

  test.each<[string, Shape]>([
    ['a forged token', { token: 'somebody-else' }],
    ['another app', { appId: 'cli_0000000000000000' }],
    ['a wrong key', { encryptKey: 'another-key' }],
    ['a wrong signature', { headers: { 'x-lark-signature': 'f'.repeat(64) } }],
    ['a short signature', { headers: { 'x-lark-signature': 'ff' } }],
    ['a time that was not signed', { headers: { 'x-lark-request-timestamp': '1' } }],
    ['a time that is no number', { headers: { 'x-lark-request-timestamp': 'NaN' } }],
    ['a press signed six minutes ago', { age: 360 }],
    ['a press signed six minutes ahead', { age: -360 }],
    ['a press played back to the events address', { age: 360, path: '/feishu/events' }],
    ['a body that is not encrypted', { body: '{"schema":"2.0","header":{},"event":{}}' }],
    ['a body that is no JSON', { body: '{' }],
    ['an empty body', { body: '' }],
    ['an encrypted nothing', { body: '{"encrypt":""}' }],
  ])('refuses %s, without effect', async (_, shape) => {
    expect(await callback(shape)).toEqual({ status: 401, body: {} });
    expect(stage.bot.presses).toEqual([]);
    expect(await inbox()).toEqual([]);
  });

  test('refuses a press without any signature', async () => {
    const { encryptKey, verificationToken, appId } = stage.sandbox.app;
    const header = {
      event_id: 'e1',
      event_type: 'card.action.trigger',
      token: verificationToken,
      app_id: appId,
    };
    const content = { schema: '2.0', header, event: { ...press, context } };
    const body = JSON.stringify({ encrypt: seal(content, encryptKey) });
    expect((await post('/feishu/cards', body)).status).toBe(401);
    expect(stage.bot.presses).toEqual([]);
  });

  test('takes an event that is signed up to eight hours ago, since Feishu sends events again', async () => {
    expect((await message('om_7h', { age: 7 * 3_600 })).status).toBe(200);
    expect((await message('om_9h', { age: 9 * 3_600 })).status).toBe(401);
    expect((await inbox()).map(({ key }) => key)).toEqual(['message:om_7h']);
  });

  test('takes a message once, whether the event or its id comes again', async () => {
    for (const eventId of ['e1', 'e1', 'e2']) {
      expect(await message('om_1', { eventId })).toEqual({ status: 200, body: {} });
    }
    await stage.feishu.settle();
    expect(stage.bot.messages).toMatchObject([{ messageId: 'om_1', text: '任务', openId: 'ou_1' }]);
  });

  test('answers the verification of the address when the token is right', async () => {
    const { encryptKey, verificationToken } = stage.sandbox.app;
    const ask = (token: string) =>
      post(
        '/feishu/events',
        JSON.stringify({ encrypt: seal({ type: 'url_verification', challenge: 'cc', token }, encryptKey) }),
      );
    expect(await ask(verificationToken)).toEqual({ status: 200, body: { challenge: 'cc' } });
    expect((await ask('forged')).status).toBe(401);
  });

  test('answers what it does not know with an empty object', async () => {
    expect(await callback({ type: 'im.chat.disbanded_v1', event: {} })).toEqual({ status: 200, body: {} });
    expect(await inbox()).toEqual([]);
  });

  test('a press that cannot be read is answered with a sentence', async () => {
    const answered = await callback({ event: { action: {} } });
    expect(answered).toMatchObject({ status: 200, body: { toast: { type: 'warning' } } });
    expect(stage.bot.presses).toEqual([]);
  });

  test('a press that fails is answered with a sentence', async () => {
    stage.bot.onPress = () => Promise.reject(new Error('disk full'));
    expect(await callback()).toMatchObject({
      status: 200,
      body: { toast: { type: 'error', content: expect.stringContaining('没有办成') } },
    });
    stage.bot.onPress = () => Promise.reject(new Fault('database.away'));
    expect(await callback()).toMatchObject({ status: 200, body: { toast: { type: 'error' } } });
  });

  test('an event that could not be stored is not acknowledged, so that it comes again', async () => {
    const { transaction } = stage.db;
    stage.db.transaction = () => Promise.reject(new Fault('database.away'));
    expect(await message('om_1')).toEqual({ status: 500, body: {} });
    stage.db.transaction = transaction;
    expect(await message('om_1')).toEqual({ status: 200, body: {} });
  });

  test('does not call a signed request forged because its id or type is long', async () => {
    const eventId = 'e'.repeat(150);
    const pressed = { operator: { open_id: 'ou_1' }, action: { tag: 'button', value: {} }, context };
    expect(await callback({ event: pressed, eventId })).toMatchObject({
      status: 200,
      body: { toast: { type: 'warning' } },
    });
    expect(await callback({ path: '/feishu/events', type: 'x'.repeat(100), event: {} })).toEqual({
      status: 200,
      body: {},
    });
    expect(await message('om_1', { eventId })).toEqual({ status: 200, body: {} });
    expect(stage.bot.presses).toEqual([]);
    expect(await inbox()).toHaveLength(1);
  });

  test('refuses a body over the limit', async () => {
    const { status } = await callback({ body: JSON.stringify({ encrypt: 'x'.repeat(1_100_000) }) });
    expect(status).toBe(413);
  });

  test('reads words, posts with pictures, pictures, and places', async () => {
    const chief = await stage.person('19900000001');
    const say = (body: object) => stage.control('POST', `people/${chief.openId}/messages`, body);
    await say({ type: 'text', text: '台账 桥西' });
    await say({ type: 'image', base64: PNG.toString('base64') });
    await say({ type: 'location', name: '桥西', longitude: '111.22', latitude: '35.61' });
    const post = {
      title: '',
      content: [
        [
          { tag: 'text', text: '排口在冒泡' },
          { tag: 'img', image_key: 'img_v3_9' },
        ],
      ],
    };
    const raw = said('om_post');
    await callback({
      path: '/feishu/events',
      type: 'im.message.receive_v1',
      event: { ...raw, message: { ...raw.message, message_type: 'post', content: JSON.stringify(post) } },
    });
    await stage.feishu.settle();
    const of = (openId: string) => stage.bot.messages.filter((one) => one.openId === openId);
    expect(of(chief.openId)).toMatchObject([
      { text: '台账 桥西', imageKeys: [], chatType: 'p2p' },
      { text: null, imageKeys: [expect.stringMatching(/^img_/)] },
      { place: { name: '桥西', longitude: '111.22', latitude: '35.61' } },
    ]);
    expect(of('ou_1')).toMatchObject([{ text: '排口在冒泡', imageKeys: ['img_v3_9'] }]);
  });

  test('tells who opened the chat and that contacts changed, each once', async () => {
    const entered = { chat_id: 'oc_1', operator_id: { open_id: 'ou_9' } };
    const type = 'im.chat.access_event.bot_p2p_chat_entered_v1';
    for (const eventId of ['e1', 'e1']) {
      await callback({ path: '/feishu/events', type, event: entered, eventId });
      await callback({ path: '/feishu/events', type: 'contact.user.created_v3', event: {}, eventId: 'e2' });
    }
    await stage.feishu.settle();
    expect(stage.bot.entered).toEqual(['ou_9']);
    expect(stage.bot.contacts).toBe(1);
  });

  test('forgets who left the organisation, and only them', async () => {
    const [leaver, resigned, changed] = await Promise.all(
      ['19900000001', '19900000002', '19900000003'].map((mobile) => stage.person(mobile)),
    );
    await stage.feishu.settle();
    const before = stage.bot.contacts;
    const tell = (type: string, openId: string, status = {}) =>
      callback({
        path: '/feishu/events',
        type,
        eventId: openId,
        event: { object: { open_id: openId, status } },
      });
    await tell('contact.user.deleted_v3', String(leaver?.openId));
    await tell('contact.user.updated_v3', String(resigned?.openId), { is_resigned: true });
    await tell('contact.user.updated_v3', String(changed?.openId), { is_resigned: false });
    await stage.feishu.settle();
    const people = await stage.db.read.find(Person, {}, { order: { id: 'ASC' } });
    const known = new Map(people.map(({ id, openId, matchedAt }) => [id, { openId, matchedAt }]));
    const left = { openId: null, matchedAt: stage.clock.now() };
    expect(known.get(Number(leaver?.id))).toEqual(left);
    expect(known.get(Number(resigned?.id))).toEqual(left);
    expect(known.get(Number(changed?.id))).toMatchObject({ openId: changed?.openId });
    expect(stage.bot.contacts - before).toBe(3);
  });

  test('takes read receipts to the bot, once', async () => {
    const receipt = {
      reader: { reader_id: { open_id: 'ou_9' }, read_time: '1791770400000' },
      message_id_list: ['om_1', 'om_2'],
    };
    const type = 'im.message.message_read_v1';
    for (const _ of [1, 2]) await callback({ path: '/feishu/events', type, event: receipt, eventId: 'r1' });
    await callback({ path: '/feishu/events', type, event: { message_id_list: 'x' }, eventId: 'r2' });
    await stage.feishu.settle();
    expect(stage.bot.receipts).toEqual([
      { openId: 'ou_9', messageIds: ['om_1', 'om_2'], readAt: new Date(1791770400000) },
    ]);
  });

  test('a press on the sandbox’s phone shows the bot’s toast and card', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    await stage.feishu.settle();
    stage.bot.onPress = async () => ({
      toast: { type: 'success', content: '已提交' },
      card: cardSaying('已完成', false),
    });
    const [shown] = await stage.phone(chief.openId);
    const pressed = await stage.control('POST', `people/${chief.openId}/actions`, {
      message_id: shown?.message_id,
      name: 'done',
    });
    expect(pressed).toMatchObject({ toast: { content: '已提交' }, error: null });
    expect(await stage.titles(chief.openId)).toEqual(['已完成']);
  });
});
