import WebSocket from 'ws';
import { until } from '../until';
import { button, plainCard } from './cards';
import { eachScene, type Scene } from './harness';
import { QUICK, SocketBot } from './socketBot';

interface Result {
  toast: { type: string; content: string } | null;
  card: object | null;
  error: { code: number; msg: string } | null;
}

describe('the long connection', () => {
  let scene: Scene;
  let openId: string;
  const bots: SocketBot[] = [];

  // Before the scene itself is cleared away.
  afterEach(() => {
    for (const bot of bots.splice(0)) bot.close();
  });
  eachScene(
    (fresh, chief) => {
      scene = fresh;
      openId = chief;
    },
    () => scene,
  );
  const start = async (...[options]: [Parameters<typeof SocketBot.start>[1]?]) => {
    const bot = await SocketBot.start(scene, options);
    bots.push(bot);
    return bot;
  };
  const say = (text: string) => scene.control('POST', `people/${openId}/messages`, { type: 'text', text });
  const order = (fault: object | object[]) => scene.control('POST', 'faults', fault);
  const set = (change: object) => scene.control('POST', 'socket', change);
  const connections = async () =>
    (await scene.control<{ connections: number }>('GET', 'socket')).body.connections;
  const endpoint = async (AppSecret = scene.sandbox.app.appSecret) => {
    const answer = await fetch(`${scene.url}/callback/ws/endpoint`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ AppID: scene.sandbox.app.appId, AppSecret }),
    });
    return (await answer.json()) as { code: number; data: { URL?: string; ClientConfig?: object } };
  };
  const press = async () => {
    const sent = await scene.client.im.message.create({
      params: { receive_id_type: 'open_id' },
      data: {
        receive_id: openId,
        msg_type: 'interactive',
        content: JSON.stringify(plainCard('巡河任务', [button('ok', '一切正常')])),
      },
    });
    const { body } = await scene.control<Result>('POST', `people/${openId}/actions`, {
      message_id: sent.data?.message_id,
      name: 'ok',
    });
    return body;
  };

  it('gives out an address with its settings in seconds, the first key of the query being a dummy', async () => {
    const { code, data } = await endpoint();
    expect(code).toBe(0);
    expect(data.ClientConfig).toEqual({
      ReconnectCount: -1,
      ReconnectInterval: 120,
      ReconnectNonce: 30,
      PingInterval: 120,
    });
    expect(data.URL).toMatch(
      /^ws:\/\/127\.0\.0\.1:\d+\/ws\/v2\?fpid=1&device_id=\d+&service_id=\d+&access_key=[^&]+&ticket=[^&]+$/,
    );
  });

  it('tells a client what a person said, with an empty token, and takes its answer for done', async () => {
    const bot = await start();
    await say('任务');
    expect(bot.texts).toEqual(['任务']);
    expect(bot.events).toMatchObject([
      { app_id: scene.sandbox.app.appId, token: '', event_type: 'im.message.receive_v1' },
    ]);
    expect(scene.bot.events).toEqual([]);
    expect(scene.sandbox.nextDue()).toBeNull();
  });

  it('fills in the token when told so', async () => {
    await set({ header_token: 'verification' });
    const bot = await start();
    await say('任务');
    expect(bot.events).toMatchObject([{ token: scene.sandbox.app.verificationToken }]);
  });

  it('shows the toast and the new card that a press was answered with', async () => {
    const bot = await start();
    const pressed: object[] = [];
    bot.onCard = (data) => {
      pressed.push(data);
      return {
        toast: { type: 'success', content: '已提交' },
        card: { type: 'raw', data: plainCard('完成') },
      };
    };
    expect(await press()).toEqual({
      toast: { type: 'success', content: '已提交' },
      card: plainCard('完成'),
      error: null,
    });
    expect(pressed).toMatchObject([{ operator: { open_id: openId }, action: { name: 'ok' } }]);
  });

  it('shows what the phone shows when a press is answered with nothing, badly, or not within 3 s', async () => {
    const bot = await start();
    bot.onCard = () => undefined;
    expect((await press()).error?.code).toBe(108002);
    bot.onCard = () => ({ toast: '已提交' });
    expect((await press()).error?.code).toBe(200672);
    bot.onCard = () => {
      throw new Error('no');
    };
    expect((await press()).error?.code).toBe(200671);
    let answer: (value: object) => void = () => undefined;
    bot.onCard = () => new Promise((resolve) => (answer = resolve));
    expect((await press()).error?.code).toBe(200341);
    answer({});
  });

  it('shows 200340 while no client is there, and keeps events until the first has come', async () => {
    scene.sandbox.setTargets('long-connection');
    expect((await press()).error?.code).toBe(200340);
    await say('任务');
    expect(scene.sandbox.nextDue()).toBeNull();
    const bot = await start();
    await scene.sandbox.runDue();
    expect(bot.texts).toEqual(['任务']);
  });

  it('pushes an event again after 15 s when the handler failed or nobody was there', async () => {
    const bot = await start();
    bot.onEvent = () => {
      throw new Error('no');
    };
    await say('一');
    bot.onEvent = () => undefined;
    bot.close();
    await until('the client is gone', async () => (await connections()) === 0);
    await say('二');
    const again = await start();
    await scene.control('POST', 'clock', { advance: 'PT15S' });
    expect(bot.texts).toEqual(['一']);
    expect(again.texts.sort()).toEqual(['一', '二']);
  });

  it('sends what is long in several frames that make one event', async () => {
    await set({ fragment_bytes: 50 });
    const bot = await start();
    await say('汾河水位上涨，请尽快巡查');
    expect(bot.texts).toEqual(['汾河水位上涨，请尽快巡查']);
    expect(scene.sandbox.nextDue()).toBeNull();
  });

  it('gives each event to one client only, whichever it happens to be', async () => {
    const [one, two] = [await start(), await start()];
    const words = Array.from({ length: 40 }, (_, i) => `第${i}句`);
    for (const word of words) await say(word);
    expect([...one.texts, ...two.texts].sort()).toEqual([...words].sort());
    expect(one.texts.length).toBeGreaterThan(0);
    expect(two.texts.length).toBeGreaterThan(0);
  });

  it('kicks a client, which comes back by the settings that its last pong brought', async () => {
    const bot = await start();
    await set({ client_config: QUICK });
    // The pong that carries them answers the next ping; a new client gets them with its address.
    bot.close();
    const quick = await start();
    await order({ kind: 'kick' });
    await until('it is back', () => quick.told.includes('reconnected'));
    expect(quick.told).toEqual(['ready', 'reconnecting', 'reconnected']);
    await say('任务');
    expect(quick.texts).toEqual(['任务']);
  });

  it('changes the settings of a client that is there with the answer to its ping', async () => {
    await set({ client_config: { ...QUICK, ReconnectInterval: 120, ReconnectNonce: 120 } });
    const bot = await start();
    await set({ client_config: QUICK });
    const heard = Date.now() + 200;
    await until('two pings have passed', () => Date.now() > heard);
    await order({ kind: 'kick' });
    await until('it is back', () => bot.told.includes('reconnected'), 5_000);
  });

  it('kicks at an event when told so, which comes again later', async () => {
    await set({ client_config: QUICK });
    const bot = await start();
    bot.onEvent = () => new Promise((resolve) => setTimeout(resolve, 200));
    await order({ kind: 'kick', match: { event: 'im.message.receive_v1' } });
    await say('任务');
    expect(scene.sandbox.nextDue()?.getTime()).toBe(scene.clock.now().getTime() + 15_000);
    await until('it is back', () => bot.told.includes('reconnected'));
    await scene.control('POST', 'clock', { advance: 'PT15S' });
    expect(bot.texts).toEqual(['任务', '任务']);
  });

  it('lets a line go dead, which a client notices by its missing pong', async () => {
    // The watch is wound up anew by each ping: it must be shorter than the time between two.
    await set({ client_config: { ...QUICK, PingInterval: 0.4 } });
    const bot = await start({ pingTimeout: 0.2 });
    await order({ kind: 'half-open' });
    expect((await press()).error?.code).toBe(200341);
    await until('it is back', () => bot.told.includes('reconnected'));
    await say('任务');
    expect(bot.texts).toEqual(['任务']);
  });

  it('lets a client that watches for no pong believe in a dead line for ever', async () => {
    await set({ client_config: QUICK });
    const bot = await start({ pingTimeout: 0 });
    await order({ kind: 'half-open' });
    await say('任务');
    expect(bot.told).toEqual(['ready']);
    expect(bot.state).toBe('connected');
    expect(bot.texts).toEqual([]);
  });

  it('refuses a wrong secret and the client too many, which is the end for a client', async () => {
    const wrong = await start({ appSecret: 'wrong' });
    expect(wrong.told).toEqual(['pullConnectConfig failed: code=514, msg=invalid app secret']);
    await set({ most_connections: 1 });
    await start();
    const late = await start();
    expect(late.told).toEqual(['pullConnectConfig failed: code=1000040350, msg=exceed connection limit']);
    expect(late.state).toBe('failed');
  });

  it('has a client try again whose address was refused for a while', async () => {
    await set({ client_config: QUICK });
    const bot = await start();
    const path = '/callback/ws/endpoint';
    await order([
      { kind: 'status', match: { path }, code: 200, body: { code: 1000040343, msg: 'internal', data: {} } },
      { kind: 'drop', match: { path } },
      { kind: 'kick' },
    ]);
    await until('it is back', () => bot.told.includes('reconnected'));
    const { body: log } = await scene.control<{ path: string; fault: string | null }[]>('GET', 'log');
    expect(log.filter((call) => call.path === path).map(({ fault }) => fault)).toEqual([
      null,
      'drop',
      'status',
      null,
    ]);
  });

  it('refuses at the door an address that was used, made up, or is one too many', async () => {
    const knock = (url: string) =>
      new Promise<Record<string, unknown>>((resolve) => {
        const socket = new WebSocket(url);
        socket.on('open', () => {
          socket.terminate();
          resolve({ open: true });
        });
        socket.on('unexpected-response', (_req, { headers, statusCode }) =>
          resolve({
            status: statusCode,
            handshake: headers['handshake-status'],
            autherrcode: headers['handshake-autherrcode'],
          }),
        );
      });
    const address = String((await endpoint()).data.URL);
    const other = String((await endpoint()).data.URL);
    expect(await knock(address)).toEqual({ open: true });
    expect(await knock(address)).toMatchObject({ status: 403, handshake: '514' });
    await set({ most_connections: 0 });
    expect(await knock(other)).toEqual({ status: 403, handshake: '514', autherrcode: '1000040350' });
    expect(await knock(address.replace('/ws/v2', '/ws/v9'))).toMatchObject({ status: 404 });
  });

  it('can send presses as frames that the SDKs drop', async () => {
    await set({ press_frame: 'card' });
    await start();
    expect((await press()).error?.code).toBe(200341);
  });

  it('says in a sentence what is wrong with a setting, and changes nothing', async () => {
    const { status, body } = await set({ fragment_bytes: 0 });
    expect(status).toBe(400);
    expect(String((body as { error?: string }).error)).toContain('fragment_bytes');
  });
});
