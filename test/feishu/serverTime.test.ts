import { createHash } from 'node:crypto';
import express from 'express';
import { silentLog } from '../../src/core/log';
import { createFeishu, NO_LIMITS } from '../../src/feishu';
import { ServerTime } from '../../src/feishu/serverTime';
import { encrypt } from '../../src/sandbox/crypto';
import { testCalendar, testPolicy, testSecrets } from '../factories';
import { Stage } from './stage';

const HOUR = 3_600_000;

describe('the time at Feishu', () => {
  let machine = Date.parse('2026-10-12T02:00:00Z');
  let steady = 5_000;
  const time = () =>
    new ServerTime(
      () => new Date(machine),
      () => steady,
    );

  test('is the machine’s until Feishu has answered, and then runs on whatever the machine’s clock is set to', () => {
    const server = time();
    expect([server.now(), server.machineAheadMs]).toEqual([new Date(machine), null]);
    server.heard('Mon, 12 Oct 2026 01:00:00 GMT');
    expect(server.machineAheadMs).toBe(HOUR - 500);
    machine -= 2 * HOUR;
    steady += 10_000;
    expect(server.now()).toEqual(new Date('2026-10-12T01:00:10.500Z'));
    expect(server.machineAheadMs).toBe(-HOUR - 10_500);
  });

  test('is not disturbed by an answer without a date, or with one that is none', () => {
    const server = time();
    for (const header of [undefined, null, '', 'yesterday', 12, {}]) server.heard(header);
    expect(server.machineAheadMs).toBeNull();
  });
});

describe('a machine whose clock is off by an hour', () => {
  let stage: Stage;
  let offMs = 0;
  let press: (age?: number) => Promise<number>;
  beforeEach(async () => {
    stage = await Stage.open();
    const feishu = createFeishu({
      config: { ...stage.sandbox.app, domain: stage.url },
      db: stage.db,
      policies: { current: testPolicy() },
      calendar: testCalendar,
      clock: stage.clock,
      secrets: testSecrets,
      dataDir: stage.dataDir,
      log: silentLog(),
      renderers: stage.bot.renderers,
      files: stage.bot.files,
      port: stage.bot.port,
      limits: NO_LIMITS,
      machine: () => new Date(Date.now() + offMs),
    });
    stage.feishu = feishu;
    const server = await stage.listen(express().use(feishu.router));
    const { port } = server.address() as { port: number };
    let count = 0;
    press = async (age = 0) => {
      const { encryptKey, verificationToken, appId } = stage.sandbox.app;
      count += 1;
      const header = {
        event_id: `e${count}`,
        event_type: 'card.action.trigger',
        token: verificationToken,
        app_id: appId,
      };
      const event = {
        operator: { open_id: 'ou_1' },
        action: { tag: 'button', value: { action: 'done' } },
        context: { open_message_id: 'om_1', open_chat_id: 'oc_1' },
      };
      const body = JSON.stringify({
        encrypt: encrypt(encryptKey, JSON.stringify({ schema: '2.0', header, event })),
      });
      const timestamp = String(Math.floor(Date.now() / 1_000) - age);
      const answer = await fetch(`http://127.0.0.1:${port}/feishu/cards`, {
        method: 'POST',
        headers: {
          'x-lark-request-timestamp': timestamp,
          'x-lark-request-nonce': 'n',
          'x-lark-signature': createHash('sha256').update(`${timestamp}n${encryptKey}${body}`).digest('hex'),
        },
        body,
      });
      return answer.status;
    };
  });
  afterEach(() => stage.close());

  test.each([HOUR, -HOUR])('(%d ms) still takes fresh presses and still refuses stale ones', async (jump) => {
    offMs = 0;
    await stage.feishu.gateway.openIdsByMobile(['19900000001']);
    expect(await press()).toBe(200);
    offMs = jump;
    expect(await press()).toBe(200);
    expect(await press(360)).toBe(401);
    expect(await press(-360)).toBe(401);
    expect(Math.abs(Number(stage.feishu.time.machineAheadMs) - jump)).toBeLessThan(2_000);
  });

  test('learns the time from its very first call, a refused one too', async () => {
    offMs = HOUR;
    expect(await press()).toBe(401);
    await stage.fault({ kind: 'status', code: 400, body: { code: 10014, msg: 'app secret invalid' } });
    await stage.feishu.gateway.openIdsByMobile(['19900000001']).catch(() => undefined);
    expect(await press()).toBe(200);
  });

  test('set back by an hour holds no message and no event up that waited for a moment', async () => {
    offMs = 0;
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    await stage.fault({ kind: 'status', code: 500 });
    await stage.feishu.delivery.deliver(undefined, 0);
    let fails = 1;
    stage.bot.onMessage = async () => {
      fails -= 1;
      if (fails >= 0) throw new Error('not now');
    };
    const sentAt = stage.clock.now();
    const said = { messageId: 'om_1', chatId: 'oc_1', chatType: 'p2p', openId: chief.openId, sentAt };
    await stage.feishu.inbox.take({ key: 'message:om_1', type: 'message', payload: said });
    await stage.feishu.inbox.settle(0);
    offMs = -HOUR;
    await stage.feishu.inbox.settle(0);
    expect(stage.bot.messages).toHaveLength(2);
    expect(await stage.feishu.delivery.deliver(undefined, 0)).toMatchObject({ sent: 1 });
  });
});
