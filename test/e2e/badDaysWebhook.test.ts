import { createHash, randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { encrypt } from '../../src/sandbox/crypto';
import { appOf, buttonOn, holdings } from './badDays';
import { County, type Phone, type ShownMessage } from './county';

interface Spoilt {
  token?: string;
  appId?: string;
  key?: string;
  /** Seconds since it was signed. */
  age?: number;
  signature?: string | null;
  /** Instead of the sealed envelope. */
  body?: string;
  headers?: Record<string, string>;
  eventId?: string;
}

/** What does not come from Feishu, or not now, is answered 401 and leaves nothing behind. */
describe('a callback that is not Feishu’s', () => {
  let county: County;
  let chief: Phone;
  let task: ShownMessage;
  beforeAll(async () => {
    county = await County.start();
    chief = await county.phone('龙兴镇第一村河长');
    task = await chief.card('巡河任务');
  }, 60_000);
  afterAll(() => county.stop());

  const pressed = () => ({
    operator: { open_id: chief.openId },
    action: { tag: 'button', value: buttonOn(task, '发现问题').value },
    context: { open_message_id: task.message_id, open_chat_id: 'oc_1' },
  });
  const said = () => ({
    sender: { sender_id: { open_id: chief.openId }, sender_type: 'user' },
    message: {
      message_id: `om_${randomUUID()}`,
      create_time: `${Date.now()}`,
      chat_id: 'oc_1',
      chat_type: 'p2p',
      message_type: 'text',
      content: '{"text":"任务"}',
    },
  });
  const DOORS = {
    '/feishu/cards': { type: 'card.action.trigger', event: pressed },
    '/feishu/events': { type: 'im.message.receive_v1', event: said },
  };
  type Door = keyof typeof DOORS;

  /** The status of the answer. Not `fetch`, which will not send what is no body. */
  function post(path: string, body: string, headers: Record<string, string>): Promise<number> {
    return new Promise((resolve, reject) => {
      const call = request(
        `${county.app.address}${path}`,
        { method: 'POST', headers, agent: false },
        (answer) => {
          answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
        },
      );
      // The bot hangs up on a body that is too long before it was all said.
      call.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EPIPE' ? resolve(413) : reject(error),
      );
      call.end(body);
    });
  }

  function knock(door: Door, spoilt: Spoilt = {}): Promise<number> {
    const app = appOf(county);
    const { type, event } = DOORS[door];
    const key = spoilt.key ?? app.encryptKey;
    const header = {
      event_id: spoilt.eventId ?? randomUUID(),
      event_type: type,
      token: spoilt.token ?? app.verificationToken,
      app_id: spoilt.appId ?? app.appId,
    };
    const envelope = JSON.stringify({ schema: '2.0', header, event: event() });
    const body = spoilt.body ?? JSON.stringify({ encrypt: encrypt(key, envelope) });
    const timestamp = String(Math.floor(Date.now() / 1_000) - (spoilt.age ?? 0));
    const right = createHash('sha256').update(`${timestamp}n${key}${body}`).digest('hex');
    const signature = spoilt.signature === undefined ? right : spoilt.signature;
    return post(door, body, {
      'content-type': 'application/json',
      'x-lark-request-timestamp': timestamp,
      'x-lark-request-nonce': 'n',
      ...(signature !== null && { 'x-lark-signature': signature }),
      ...spoilt.headers,
    });
  }

  const spoilt: [string, Spoilt][] = [
    ['with a forged token', { token: 'v'.repeat(32) }],
    ['with no token', { token: '' }],
    ['of another app', { appId: 'cli_0123456789abcdef' }],
    ['sealed with another key', { key: 'another-key' }],
    ['with a wrong signature', { signature: '0'.repeat(64) }],
    ['with a signature that is none', { signature: 'signature' }],
    ['without a signature', { signature: null }],
    [
      'signed for another body',
      { body: JSON.stringify({ encrypt: encrypt('x', '{}') }), signature: 'f'.repeat(64) },
    ],
    ['from nine hours ago', { age: 9 * 3_600 }],
    ['from nine hours ahead', { age: -9 * 3_600 }],
    ['that is no JSON', { body: 'hello' }],
    ['that is empty', { body: '' }],
    ['that is not sealed', { body: JSON.stringify({ schema: '2.0', header: {}, event: {} }) }],
    ['that is a list', { body: '[]' }],
    ['that is sealed nonsense', { body: JSON.stringify({ encrypt: 'bm9uc2Vuc2U=' }) }],
  ];
  const cases = (Object.keys(DOORS) as Door[]).flatMap((door) =>
    spoilt.map(([what, how]) => [door, what, how] as const),
  );

  it.each(cases)('%s %s is refused and leaves nothing behind', async (door, _what, how) => {
    await county.settle();
    const before = await holdings(county.app.deps.db, []);
    expect(await knock(door, how)).toBe(401);
    await county.settle();
    expect(await holdings(county.app.deps.db, [])).toEqual(before);
  });

  it('is a press from six minutes ago, while an event may be seven hours old', async () => {
    const before = await holdings(county.app.deps.db, []);
    expect(await knock('/feishu/cards', { age: 360 })).toBe(401);
    expect(await knock('/feishu/cards', { age: -360 })).toBe(401);
    expect(await holdings(county.app.deps.db, [])).toEqual(before);
    expect(await knock('/feishu/events', { age: 7 * 3_600 })).toBe(200);
    await county.settle();
  });

  it('is refused when it is too long to read, at once and without effect', async () => {
    const before = await holdings(county.app.deps.db, []);
    const status = await knock('/feishu/cards', { body: 'x'.repeat(5 * 1024 * 1024) });
    expect([401, 413]).toContain(status);
    expect(await holdings(county.app.deps.db, [])).toEqual(before);
  });

  it('repeated word for word is answered 200 and changes nothing', async () => {
    for (const door of Object.keys(DOORS) as Door[]) {
      const app = appOf(county);
      const header = {
        event_id: randomUUID(),
        event_type: DOORS[door].type,
        token: app.verificationToken,
        app_id: app.appId,
      };
      const body = JSON.stringify({
        encrypt: encrypt(
          app.encryptKey,
          JSON.stringify({ schema: '2.0', header, event: DOORS[door].event() }),
        ),
      });
      expect(await knock(door, { body })).toBe(200);
      await county.settle();
      const once = await holdings(county.app.deps.db, []);
      const phone = await chief.messages();
      expect(await knock(door, { body })).toBe(200);
      await county.settle();
      expect(await holdings(county.app.deps.db, [])).toEqual(once);
      expect(await chief.messages()).toEqual(phone);
    }
  });

  it('answers nothing to a look, and nothing to another method', async () => {
    for (const door of Object.keys(DOORS)) {
      expect((await fetch(`${county.app.address}${door}`)).status).toBe(404);
    }
  });
});
