import { createDecipheriv, createHash } from 'node:crypto';
import { createSandbox } from '../../src/sandbox';
import { eachScene, type Scene, setScene } from './harness';

const wire = (raw: Scene['bot']['raw'][number], encryptKey: string) => {
  const bytes = Buffer.from(JSON.parse(raw.body).encrypt, 'base64');
  const key = createHash('sha256').update(encryptKey).digest();
  const decipher = createDecipheriv('aes-256-cbc', key, bytes.subarray(0, 16));
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString());
};

describe('event push', () => {
  let scene: Scene;
  let openId: string;

  eachScene(
    (fresh, chief) => {
      scene = fresh;
      openId = chief;
    },
    () => scene,
  );

  const say = (text: string) => scene.control('POST', `people/${openId}/messages`, { type: 'text', text });
  const texts = () =>
    scene.bot.events.map(({ data }) => JSON.parse((data.message as { content: string }).content).text);
  const order = (fault: object | object[]) => scene.control('POST', 'faults', fault);

  it('tells the dispatcher what a person said', async () => {
    await say('任务');
    expect(scene.bot.events).toMatchObject([
      {
        type: 'im.message.receive_v1',
        data: {
          app_id: scene.sandbox.app.appId,
          create_time: String(scene.clock.now().getTime()),
          sender: { sender_id: { open_id: openId }, sender_type: 'user' },
          message: { chat_type: 'p2p', message_type: 'text', content: '{"text":"任务"}' },
        },
      },
    ]);
  });

  it('tells places as strings, as Feishu does', async () => {
    const place = { type: 'location', name: '汾河大桥', longitude: 111.25, latitude: 35.61 };
    await scene.control('POST', `people/${openId}/messages`, place);
    expect(scene.bot.events).toMatchObject([
      { data: { message: { content: '{"name":"汾河大桥","longitude":"111.25","latitude":"35.61"}' } } },
    ]);
  });

  it('tells that a message was read, once', async () => {
    const sent = await scene.client.im.message.create({
      params: { receive_id_type: 'open_id' },
      data: { receive_id: openId, msg_type: 'text', content: '{"text":"你好"}' },
    });
    const message_id = sent.data?.message_id;
    await scene.control('POST', `people/${openId}/read`, { message_id });
    await scene.control('POST', `people/${openId}/read`, { message_id });
    expect(scene.bot.events).toMatchObject([
      {
        type: 'im.message.message_read_v1',
        data: { message_id_list: [message_id], reader: { reader_id: { open_id: openId } } },
      },
    ]);
  });

  it('signs the exact bytes and carries the verification token inside', async () => {
    await say('任务');
    const { app } = scene.sandbox;
    const raw = scene.bot.raw[0];
    if (!raw) throw new Error('nothing came');
    const stamp = `${raw.headers['x-lark-request-timestamp']}${raw.headers['x-lark-request-nonce']}`;
    const expected = createHash('sha256').update(`${stamp}${app.encryptKey}${raw.body}`).digest('hex');
    expect(raw.headers['x-lark-signature']).toBe(expected);
    expect(raw.body).toBe(JSON.stringify(JSON.parse(raw.body)));
    expect(wire(raw, app.encryptKey)).toMatchObject({
      schema: '2.0',
      header: { token: app.verificationToken },
    });
  });

  it('pushes again after 15 seconds, 5 minutes, 1 hour and 6 hours, and then no more', async () => {
    scene.bot.eventStatus = 500;
    await say('任务');
    const start = scene.clock.now().getTime();
    const waits: number[] = [];
    for (let due = scene.sandbox.nextDue(); due; due = scene.sandbox.nextDue()) {
      waits.push((due.getTime() - scene.clock.now().getTime()) / 1000);
      await scene.clock.advanceTo(due);
    }
    expect(waits).toEqual([15, 300, 3_600, 21_600]);
    expect((scene.clock.now().getTime() - start) / 1000).toBe(25_515);
    const ids = scene.bot.raw.map((raw) => wire(raw, scene.sandbox.app.encryptKey).header.event_id);
    expect(ids).toHaveLength(5);
    expect(new Set(ids).size).toBe(1);
  });

  it('stops pushing once it is taken', async () => {
    scene.bot.eventStatus = 500;
    await say('任务');
    scene.bot.eventStatus = 200;
    await scene.control('POST', 'clock', { advance: 'P1D' });
    expect(texts()).toEqual(['任务']);
    expect(scene.sandbox.nextDue()).toBeNull();
  });

  it('goes on where it stopped after a restart', async () => {
    scene.bot.eventStatus = 500;
    await say('任务');
    await scene.close();
    scene = await setScene(scene.dataDir);
    expect(scene.sandbox.nextDue()?.getTime()).toBe(scene.clock.now().getTime() + 15_000);
    await scene.control('POST', 'clock', { to: 'next' });
    expect(texts()).toEqual(['任务']);
  });

  it('keeps what is said while no bot is there', async () => {
    const { clock, dataDir } = scene;
    const other = createSandbox({ dataDir, clock });
    expect(other.nextDue()).toBeNull();
    await other.close();
  });

  it('pushes a duplicate under the same or another event id when told so', async () => {
    await order([
      { kind: 'duplicate-event', count: 1 },
      { kind: 'duplicate-event', count: 1, new_event_id: true },
    ]);
    await say('一');
    await say('二');
    await say('三');
    expect(texts()).toEqual(['一', '一', '二', '二', '三']);
    const [a, b, c, d] = scene.bot.events.map(({ data }) => data.event_id);
    expect(a).toBe(b);
    expect(c).not.toBe(d);
    expect(scene.sandbox.nextDue()).toBeNull();
  });

  it('lets the next event overtake one when told so, and holds none for ever', async () => {
    await order({ kind: 'reorder-events', match: { event: 'im.message.receive_v1' } });
    await say('一');
    await say('二');
    await scene.sandbox.settled();
    expect(texts()).toEqual(['二', '一']);
    await order({ kind: 'reorder-events' });
    await say('三');
    await scene.sandbox.settled();
    expect(texts()).toEqual(['二', '一', '三']);
  });
});
