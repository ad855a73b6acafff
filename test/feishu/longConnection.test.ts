import { randomUUID } from 'node:crypto';
import { InboxEvent } from '../../entities';
import { silentLog } from '../../src/core/log';
import type { Feishu } from '../../src/feishu';
import { createDispatcher } from '../../src/feishu/inbound/events';
import { LongConnection, type LongConnectionDeps } from '../../src/feishu/inbound/longConnection';
import { until } from '../until';
import { cardSaying, SEND, Stage } from './stage';

interface Pressed {
  toast: { type: string; content: string } | null;
  card: object | null;
  error: { code: number; msg: string } | null;
}

const QUICK = { ReconnectInterval: 0.05, ReconnectNonce: 0.01, PingInterval: 0.4 };

describe('the bot on its long connection', () => {
  let stage: Stage;
  let feishu: Feishu;
  let failed: string[];
  const lines: LongConnection[] = [];

  beforeEach(async () => {
    stage = await Stage.open('sqlite');
    failed = [];
    await stage.control('POST', 'socket', { client_config: QUICK });
    stage.takeLongConnections();
  });
  afterEach(async () => {
    for (const line of lines.splice(0)) await line.stop();
    await feishu?.stop();
    await stage.close();
  });

  const begin = async () => {
    feishu = stage.another(stage.url, {
      inbound: 'long-connection',
      onInboundFailed: (why) => failed.push(why),
    });
    feishu.start();
    await until('the line is there', () => feishu.inbound().state === 'connected');
  };
  /** A line by itself, with what a test wants to be different. */
  const line = (more: Partial<LongConnectionDeps> = {}) => {
    const { bot, sandbox, url } = stage;
    const dispatcher = createDispatcher({ port: bot.port, inbox: stage.feishu.inbox, log: silentLog() });
    const made = new LongConnection({
      app: { ...sandbox.app, domain: url },
      dispatcher,
      log: silentLog(),
      onFailed: (why) => failed.push(why),
      ...more,
    });
    lines.push(made);
    return made;
  };
  const say = (openId: string, text: string) =>
    stage.control('POST', `people/${openId}/messages`, { type: 'text', text });
  const press = async (openId: string): Promise<Pressed> => {
    const [card] = (await stage.phone(openId)).filter(({ msg_type }) => msg_type === 'interactive');
    return stage.control('POST', `people/${openId}/actions`, { message_id: card?.message_id, name: 'done' });
  };

  it('hears what people say, though the token is empty, and answers presses with toast and card', async () => {
    await begin();
    const { id, openId } = await stage.person('19900000001');
    await say(openId, '任务');
    await feishu.settle();
    expect(stage.bot.messages).toMatchObject([{ text: '任务', openId }]);
    await stage.ask(id);
    await feishu.settle();
    const card = cardSaying('已完成', false);
    stage.bot.onPress = async () => ({ toast: { type: 'success', content: '已提交' }, card });
    expect(await press(openId)).toEqual({ toast: { type: 'success', content: '已提交' }, card, error: null });
    // Nothing to say is said with an object too: without one the phone shows an error.
    await stage.ask(id, { subject: { type: 'task', id: 2 } });
    stage.bot.onPress = async () => ({});
    await feishu.settle();
    const [, second] = await stage.phone(openId);
    expect(second).toBeDefined();
    const again = await stage.control<Pressed>('POST', `people/${openId}/actions`, {
      message_id: (await stage.phone(openId)).at(-1)?.message_id,
      name: 'done',
    });
    expect(again).toEqual({ toast: null, card: null, error: null });
  });

  it('answers presses that come as card frames too, in one part or in many, and says what to switch', async () => {
    await begin();
    expect(feishu.inbound().oldPresses).toBe(false);
    await stage.control('POST', 'socket', { press_frame: 'card' });
    const { id, openId } = await stage.person('19900000001');
    await stage.ask(id);
    await feishu.settle();
    stage.bot.onPress = async () => ({ toast: { type: 'success', content: '已提交' } });
    expect(await press(openId)).toMatchObject({ toast: { content: '已提交' }, error: null });
    await stage.control('POST', 'socket', { fragment_bytes: 200 });
    expect(await press(openId)).toMatchObject({ toast: { content: '已提交' }, error: null });
    expect(stage.bot.presses).toHaveLength(2);
    expect(feishu.inbound().oldPresses).toBe(true);
    // What is said comes as ever.
    await say(openId, '任务');
    await feishu.settle();
    expect(stage.bot.messages).toMatchObject([{ text: '任务' }]);
  });

  it('has no addresses for webhooks meanwhile', async () => {
    await begin();
    const server = await stage.serve(feishu.router);
    const answer = await fetch(`${server}/feishu/cards`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
  });

  it('comes back when it was kicked, says so meanwhile, and hears what came in between', async () => {
    await begin();
    const { openId } = await stage.person('19900000001');
    await stage.fault({ kind: 'latency', match: { path: '/callback/ws/endpoint' }, ms: 500 });
    const { since } = feishu.inbound();
    await stage.fault({ kind: 'kick' });
    await until('it knows', () => feishu.inbound().state !== 'connected');
    expect(feishu.inbound().state).toBe('reconnecting');
    await say(openId, '一');
    await until('the line is back', () => feishu.inbound().state === 'connected');
    expect(feishu.inbound().since.getTime()).toBeGreaterThan(since.getTime());
    stage.clock.moveTo(new Date(stage.clock.now().getTime() + 15_000));
    await stage.sandbox.runDue();
    await feishu.settle();
    expect(stage.bot.messages.map(({ text }) => text)).toEqual(['一']);
    expect(failed).toEqual([]);
  });

  it('notices a dead line by its missing pong', async () => {
    const quick = line({ pongWithinS: 0.2 });
    quick.start();
    await until('the line is there', () => quick.state.state === 'connected');
    await stage.fault({ kind: 'latency', match: { path: '/callback/ws/endpoint' }, ms: 500 });
    await stage.fault({ kind: 'half-open' });
    await until('it knows', () => quick.state.state === 'reconnecting');
    await until('the line is back', () => quick.state.state === 'connected');
  });

  it('fails for good on a wrong secret, and says why once', async () => {
    const wrong = line({ app: { ...stage.sandbox.app, appSecret: 'wrong', domain: stage.url } });
    wrong.start();
    await until('it failed', () => failed.length > 0);
    expect(failed).toEqual(['pullConnectConfig failed: code=514, msg=invalid app secret']);
    expect(wrong.state).toMatchObject({ state: 'failed', why: failed[0] });
  });

  it('has an event come again that could not be stored', async () => {
    const { openId } = await stage.person('19900000001');
    const away = { take: () => Promise.reject(new Error('the database is away')) };
    const dispatcher = createDispatcher({ port: stage.bot.port, inbox: away, log: silentLog() });
    const deaf = line({ dispatcher });
    deaf.start();
    await until('the line is there', () => deaf.state.state === 'connected');
    // What waited for a line: that there is a new person.
    await stage.sandbox.runDue();
    await say(openId, '任务');
    expect(stage.sandbox.nextDue()?.getTime()).toBe(stage.clock.now().getTime() + 15_000);
  });

  it('takes nothing that carries a token other than ours', async () => {
    const { openId } = await stage.person('19900000001');
    const { app } = stage.sandbox;
    const full = line({ app: { ...app, domain: stage.url, verificationToken: randomUUID() } });
    await stage.control('POST', 'socket', { header_token: 'verification' });
    full.start();
    await until('the line is there', () => full.state.state === 'connected');
    // What waited for a line: that there is a new person.
    await stage.sandbox.runDue();
    await say(openId, '任务');
    expect(stage.sandbox.nextDue()?.getTime()).toBe(stage.clock.now().getTime() + 15_000);
    expect(await stage.db.read.find(InboxEvent)).toEqual([]);
  });

  it('answers what is under way before it closes', async () => {
    await begin();
    const { id, openId } = await stage.person('19900000001');
    await stage.ask(id);
    await feishu.settle();
    let answer: (reply: object) => void = () => undefined;
    stage.bot.onPress = () => new Promise((resolve) => (answer = resolve));
    const pressed = press(openId);
    await until('it was pressed', () => stage.bot.presses.length === 1);
    const stopped = feishu.stop();
    answer({ toast: { type: 'success', content: '已提交' } });
    expect((await pressed).toast?.content).toBe('已提交');
    await stopped;
    await until('it is gone', async () => {
      return (await stage.control<{ connections: number }>('GET', 'socket')).connections === 0;
    });
    expect((await stage.calls('POST', SEND)).length).toBe(1);
  });
});
