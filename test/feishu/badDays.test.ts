import { Delivery, OutboxMessage } from '../../entities';
import type { FeishuGateway } from '../../src/feishu';
import { BACKENDS } from '../factories';
import { SEND, Stage } from './stage';

const MINUTE = 60_000;

/** Delivery when Feishu, the network or the process itself lets one down: nothing lost, nothing said twice. */
describe.each(BACKENDS)('delivery on bad days, on %s', (backend) => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.open(backend, '2026-10-12T09:00:00+08:00');
  });
  afterEach(() => stage.close());

  const deliver = () => stage.feishu.delivery.deliver();
  const finished = () => stage.db.read.find(Delivery, {}, { order: { id: 'ASC' } });
  const loseAnswers = (count = 1) => stage.fault({ kind: 'lose-answer', match: { path: SEND }, count });
  const later = (ms: number) => stage.clock.moveTo(new Date(stage.clock.now().getTime() + ms));

  test('a message whose answer was lost is sent again under its uuid and arrives once', async () => {
    const chief = await stage.person('19900000001');
    await loseAnswers();
    await stage.ask(chief.id);
    // And drawn once more: nobody knows which of the two the phone shows.
    expect(await deliver()).toMatchObject({ sent: 2, refused: 0 });
    expect(await stage.calls('POST', SEND)).toHaveLength(2);
    expect(await stage.titles(chief.openId)).toEqual(['巡河任务 1']);
  });

  test('an hour after a lost answer a task stays doubtful, and a notice is said again', async () => {
    const chief = await stage.person('19900000001');
    await loseAnswers(2);
    const subject = (id: number) => ({ type: 'task', id });
    await stage.ask(chief.id, { messageClass: 'task', subject: subject(1) });
    await stage.feishu.delivery.deliver(undefined, 0);
    await stage.feishu.delivery.stop();
    later(61 * MINUTE);
    const sender = stage.sender({ machine: () => new Date(Date.now() + 5 * MINUTE) });
    await stage.ask(chief.id, { messageClass: 'notice', subject: subject(2) });
    await sender.deliver(undefined, 0);
    later(61 * MINUTE);
    const next = stage.sender({ machine: () => new Date(Date.now() + 10 * MINUTE) });
    await next.deliver(undefined, 0);
    expect(await finished()).toMatchObject([
      { state: 'unknown', subjectId: 1, lastError: expect.stringContaining('可能已经送到') },
      { state: 'sent', subjectId: 2 },
    ]);
    // The notice had arrived the first time too: after the hour Feishu no longer knows its uuid.
    expect(await stage.titles(chief.openId)).toEqual(['巡河任务 1', '巡河任务 2', '巡河任务 2']);
  });

  test('while Feishu is gone one message at a time looks whether it is back, and none is lost', async () => {
    const chiefs = await Promise.all([1, 2, 3, 4, 5, 6].map((n) => stage.person(`1990000000${n}`)));
    for (const chief of chiefs) await stage.ask(chief.id);
    const gone = stage.another('http://127.0.0.1:9');
    expect(await gone.delivery.deliver(undefined, 2_500)).toMatchObject({ sent: 0, deferred: 6, refused: 0 });
    const rows = await stage.db.read.find(OutboxMessage);
    // Nothing was reached, so the uuid's hour has begun for none of them.
    expect(rows.every((row) => row.firstTriedAt === null && row.state === 'pending')).toBe(true);
    expect(rows.every((row) => row.pendingSlot !== null)).toBe(true);
    await gone.stop();
    const back = stage.sender({ machine: () => new Date(Date.now() + 10 * MINUTE) });
    expect(await back.deliver()).toMatchObject({ sent: 6 });
  });

  test('Feishu failing for a while delays messages and loses none', async () => {
    const chief = await stage.person('19900000001');
    await stage.fault({ kind: 'status', code: 500, match: { path: SEND }, count: 2 });
    await stage.ask(chief.id);
    expect(await deliver()).toMatchObject({ sent: 1, refused: 0 });
    expect(await stage.titles(chief.openId)).toEqual(['巡河任务 1']);
  });

  test('a forgotten token is fetched anew, without a failure', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    await deliver();
    await stage.fault({ kind: 'forget-tokens' });
    await stage.ask(chief.id, { subject: { type: 'task', id: 2 } });
    const started = Date.now();
    expect(await deliver()).toMatchObject({ sent: 1 });
    expect(Date.now() - started).toBeLessThan(900);
    expect(await stage.calls('POST', '/open-apis/auth/v3')).toHaveLength(2);
  });

  test('many first messages share one token request', async () => {
    const chiefs = await Promise.all([1, 2, 3, 4, 5].map((n) => stage.person(`1990000000${n}`)));
    for (const chief of chiefs) await stage.ask(chief.id);
    await deliver();
    expect(await stage.calls('POST', '/open-apis/auth/v3')).toHaveLength(1);
  });

  test('a wrong secret holds everything back and refuses nothing', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    await stage.fault({
      kind: 'status',
      code: 400,
      match: { path: '/open-apis/auth' },
      body: { code: 10014, msg: 'app secret invalid' },
      count: 9,
    });
    expect(await stage.feishu.delivery.deliver(undefined, 0)).toMatchObject({ deferred: 1, refused: 0 });
    await stage.control('POST', 'faults', []);
    expect(await deliver()).toMatchObject({ sent: 1 });
  });

  test('asked to slow down, it waits as long as Feishu says', async () => {
    const chief = await stage.person('19900000001');
    await stage.fault({
      kind: 'status',
      code: 429,
      match: { path: SEND },
      headers: { 'x-ogw-ratelimit-reset': '2' },
      body: { code: 99991400, msg: 'request trigger frequency limit' },
    });
    await stage.ask(chief.id);
    const started = Date.now();
    expect(await deliver()).toMatchObject({ sent: 1 });
    expect(Date.now() - started).toBeGreaterThanOrEqual(1_900);
  });

  test('a second request for a card that is being retried takes its place', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    const { gateway } = stage.feishu;
    let first = true;
    const sender = stage.sender({
      gateway: {
        ...gateway,
        sendCard: async (ask) => {
          if (!first) return gateway.sendCard(ask);
          first = false;
          await stage.ask(chief.id);
          return stage.another('http://127.0.0.1:9').gateway.sendCard(ask);
        },
      },
    });
    await sender.deliver();
    expect(await stage.titles(chief.openId)).toEqual(['巡河任务 1']);
  });

  test('three processes send two hundred messages, each once', async () => {
    const chiefs = await Promise.all(Array.from({ length: 10 }, (_, n) => stage.person(`1990000010${n}`)));
    for (let id = 1; id <= 20; id += 1) {
      for (const chief of chiefs) await stage.ask(chief.id, { subject: { type: 'task', id } });
    }
    const senders = [stage.feishu, stage.another(), stage.another()];
    const results = await Promise.all(senders.map(({ delivery }) => delivery.deliver(undefined, 20_000)));
    expect(results.reduce((n, { sent }) => n + sent, 0)).toBe(200);
    expect(results.reduce((n, { refused }) => n + refused, 0)).toBe(0);
    for (const chief of chiefs) expect(await stage.titles(chief.openId)).toHaveLength(20);
    expect(await stage.calls('POST', SEND)).toHaveLength(200);
    await Promise.all(senders.slice(1).map((feishu) => feishu.stop()));
  }, 60_000);

  test('what a killed process had sent but not written down is sent again under the same uuid', async () => {
    const chiefs = await Promise.all([1, 2, 3].map((n) => stage.person(`1990000000${n}`)));
    for (const chief of chiefs) await stage.ask(chief.id);
    const { gateway } = stage.feishu;
    const sent: string[] = [];
    const dying: FeishuGateway = {
      ...gateway,
      async sendCard(ask) {
        await gateway.sendCard(ask);
        sent.push(ask.uuid);
        return new Promise(() => undefined);
      },
    };
    void stage.sender({ gateway: dying }).deliver();
    while (sent.length < 3) await new Promise((resolve) => setImmediate(resolve));
    expect(await stage.feishu.delivery.deliver(undefined, 0)).toMatchObject({ sent: 0 });
    const again: string[] = [];
    const survivor = stage.sender({
      machine: () => new Date(Date.now() + 21_000),
      gateway: {
        ...gateway,
        sendCard: (ask) => {
          again.push(ask.uuid);
          return gateway.sendCard(ask);
        },
      },
    });
    // Each is drawn once more: nobody knows which of the two the phone shows.
    expect(await survivor.deliver()).toMatchObject({ sent: 6 });
    expect(again.sort()).toEqual(sent.sort());
    for (const chief of chiefs) expect(await stage.titles(chief.openId)).toEqual(['巡河任务 1']);
  });

  test('a claim that ran out before the send is not sent twice', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    const { draw } = stage.bot;
    let machine = Date.now();
    const slow = stage.sender({ machine: () => new Date(machine) });
    stage.bot.draw = async (request, retired) => {
      stage.bot.draw = draw;
      const other = stage.sender({ machine: () => new Date(machine + 30_000) });
      await other.deliver();
      return draw(request, retired);
    };
    await slow.deliver(undefined, 0);
    machine += 60_000;
    await slow.deliver(undefined, 0);
    expect(await stage.calls('POST', SEND)).toHaveLength(1);
    expect(await finished()).toHaveLength(1);
  });

  test('keeps running in the background, wakes for new requests, and stops when nothing is in flight', async () => {
    const chief = await stage.person('19900000001');
    stage.feishu.delivery.start();
    await stage.ask(chief.id);
    stage.feishu.delivery.wake();
    while ((await finished()).length === 0) await new Promise((resolve) => setImmediate(resolve));
    await stage.feishu.delivery.stop();
    await stage.ask(chief.id, { subject: { type: 'task', id: 2 } });
    stage.feishu.delivery.wake();
    expect(await stage.titles(chief.openId)).toEqual(['巡河任务 1']);
  });
});
