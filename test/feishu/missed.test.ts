import { CardMessage, InboxEvent } from '../../entities';
import { silentLog } from '../../src/core/log';
import type { ChatMessage } from '../../src/core/messages';
import { LAST_MISSED, recall } from '../../src/core/state';
import type { Feishu } from '../../src/feishu';
import { Inbox } from '../../src/feishu/inbound/inbox';
import { MissedMessages } from '../../src/feishu/inbound/missed';
import { BACKENDS, buildPerson, buildUnit, clockAt, openTestDatabase, type TestDatabase } from '../factories';
import type { Scene } from '../sandbox/harness';
import { SocketBot } from '../sandbox/socketBot';
import { until } from '../until';
import { Stage } from './stage';

const QUICK = { ReconnectInterval: 0.05, ReconnectNonce: 0.01, PingInterval: 0.4 };

describe('what Feishu never pushed here', () => {
  let stage: Stage;
  let feishu: Feishu;
  let chief: { id: number; openId: string };
  let other: SocketBot | null;

  beforeEach(async () => {
    stage = await Stage.open();
    other = null;
    await stage.control('POST', 'socket', { client_config: QUICK });
    stage.takeLongConnections();
    feishu = stage.another(stage.url, { inbound: 'long-connection' });
    feishu.start();
    await until('the line is there', () => feishu.inbound().state === 'connected');
    chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    await feishu.settle();
    // What was said before it came is nobody's fault.
    await pass(60);
  });
  afterEach(async () => {
    other?.close();
    await feishu.stop();
    await stage.close();
  });

  const pass = async (seconds: number) => {
    stage.clock.moveTo(new Date(stage.clock.now().getTime() + seconds * 1_000));
    await stage.sandbox.runDue();
  };
  const say = (text: string) =>
    stage.control('POST', `people/${chief.openId}/messages`, { type: 'text', text });
  const heard = () => stage.bot.messages.map(({ text }) => text).sort();
  const look = async () => {
    await feishu.lookForMissed();
    await feishu.settle();
  };
  /** Another program as the same app, of the SDK as it is shipped. */
  const another = async () => {
    other = await SocketBot.start({ sandbox: stage.sandbox, url: stage.url } as unknown as Scene);
    return other;
  };

  it('is not looked for in a group, where people talk among themselves', async () => {
    const members = { name: '龙兴镇河长群', owner: chief.openId };
    const { chat_id: chatId } = await stage.control<{ chat_id: string }>('POST', 'chats', members);
    const posted = { messageId: 'om_posted', chatId, kind: 'groupNotice', subjectType: 'groupPost' } as const;
    const shown = {
      subjectId: 1,
      recipientId: chief.id,
      sentAt: stage.clock.now(),
      shownHash: null,
      retiredAt: null,
    };
    await stage.db.transaction((tx) => tx.insert(CardMessage, { ...posted, ...shown }));
    const among = { type: 'text', text: '晚上吃什么', chat_id: chatId, at_bot: false };
    await stage.control('POST', `people/${chief.openId}/messages`, among);
    await pass(7 * 60);
    await look();
    expect(heard()).toEqual([]);
  });

  it('is found in the chat when another program took it: all of it is answered once, and told of', async () => {
    const thief = await another();
    const words = Array.from({ length: 24 }, (_, n) => `第${n}句`).sort();
    for (const word of words) await say(word);
    expect(thief.texts.length).toBeGreaterThan(0);
    await feishu.settle();
    expect(heard().length).toBe(words.length - thief.texts.length);
    await pass(7 * 60);
    await look();
    await look();
    expect(heard()).toEqual(words);
    expect(feishu.missed()).toEqual({ unexplained: thief.texts.length, heard: true, blocked: null });
    const kept = await stage.db.read.find(InboxEvent, { type: 'message' });
    expect(new Set(kept.map(({ key }) => key)).size).toBe(words.length);
    // For `doctor`, which asks the database.
    expect(kept.map(({ key }) => key)).toContain(await recall(stage.db.read, LAST_MISSED));
    await pass(25 * 3_600);
    expect(feishu.missed()?.unexplained).toBe(0);
  });

  it('is not looked for while its event may still come', async () => {
    const thief = await another();
    while (thief.texts.length === 0) await say('任务');
    await feishu.settle();
    const before = heard().length;
    await pass(5 * 60);
    await look();
    expect(heard().length).toBe(before);
    await pass(2 * 60);
    await look();
    expect(heard().length).toBe(before + thief.texts.length);
  });

  it('is fetched at once when the line was away, without a suspicion, and Feishu’s repeat changes nothing', async () => {
    await stage.fault({ kind: 'latency', match: { path: '/callback/ws/endpoint' }, ms: 300 });
    await stage.fault({ kind: 'kick' });
    await until('it knows', () => feishu.inbound().state === 'reconnecting');
    await say('水位涨了');
    expect(heard()).toEqual([]);
    await until('it was fetched', () => heard().length === 1);
    expect(feishu.missed()).toEqual({ unexplained: 0, heard: false, blocked: null });
    await pass(15);
    await feishu.settle();
    expect(heard()).toEqual(['水位涨了']);
  });

  it('is read as its event would have been: text, photo, file, place', async () => {
    await stage.control('POST', 'settings', {
      missing_scopes: ['im:message.p2p_msg', 'im:message.p2p_msg:readonly'],
    });
    const path = `people/${chief.openId}/messages`;
    await say('任务');
    await stage.control('POST', path, { type: 'file', name: '台账.xlsx', base64: 'UEs=' });
    await stage.control('POST', path, {
      type: 'location',
      name: '桥头',
      longitude: '112.1',
      latitude: '37.9',
    });
    const recalled = await stage.control<{ message_id: string }>('POST', path, {
      type: 'text',
      text: '说错了',
    });
    await stage.control('POST', `people/${chief.openId}/recall`, { message_id: recalled.message_id });
    await pass(7 * 60);
    await look();
    expect(stage.bot.messages).toMatchObject([
      { text: '任务', chatType: 'p2p', openId: chief.openId },
      { file: { name: '台账.xlsx' } },
      { place: { name: '桥头', longitude: '112.1', latitude: '37.9' } },
    ]);
    expect(feishu.missed()).toMatchObject({ unexplained: 3, heard: false });
  });

  it('cannot be seen while Feishu refuses the history, which is said, and is seen later', async () => {
    await stage.control('POST', 'settings', {
      missing_scopes: ['im:message', 'im:message:readonly', 'im:message.history:readonly'],
    });
    await look();
    expect(feishu.missed()?.blocked).toContain('缺少权限');
    await stage.control('POST', 'settings', { missing_scopes: [] });
    await look();
    expect(feishu.missed()?.blocked).toBeNull();
  });
});

describe.each(BACKENDS)('whose chats are looked into (%s)', (backend) => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase(backend);
  }, 120_000);
  afterAll(() => db.drop());

  it('those of people who had a card in two weeks, the latest first; what is known is not taken again', async () => {
    const clock = clockAt('2026-10-12T10:00:00+08:00');
    const unit = await buildUnit(db);
    const ago = (days: number) => new Date(clock.now().getTime() - days * 86_400_000);
    for (const [name, days] of Object.entries({ a: 13, b: 1, c: 15 })) {
      const person = await buildPerson(db, { unitId: unit.id, openId: `ou_${name}` });
      const subject = { kind: 'patrolTask' as const, subjectType: 'task', subjectId: 1, shownHash: null };
      const card = { ...subject, messageId: `om_${name}`, chatId: `oc_${name}`, recipientId: person.id };
      await db.transaction((tx) => tx.insert(CardMessage, { ...card, sentAt: ago(days), retiredAt: null }));
    }
    const looked: string[] = [];
    const said = (openId: string, messageId: string): ChatMessage => ({
      messageId,
      chatId: 'oc_b',
      chatType: 'p2p',
      openId,
      sentAt: ago(0.1),
      text: '任务',
      imageKeys: [],
      place: null,
    });
    const log = silentLog();
    const inbox = new Inbox({ db, clock, log, handlers: {} });
    const known = { key: 'message:om_2', type: 'message', payload: said('ou_b', 'om_2') };
    await inbox.take(known);
    const missed = new MissedMessages({
      db,
      clock,
      inbox,
      log,
      gateway: {
        messagesSince: async (chatId) => {
          looked.push(chatId);
          const messages = [said('ou_b', 'om_1'), said('ou_b', 'om_2'), said('ou_stranger', 'om_3')];
          return chatId === 'oc_b' ? messages : [];
        },
      },
      feishuNow: () => clock.now(),
      looks: () => true,
    });
    await missed.lookNow();
    await missed.lookNow();
    expect(looked).toEqual(['oc_b', 'oc_a', 'oc_b', 'oc_a']);
    const kept = await db.read.find(InboxEvent, {}, { order: { id: 'ASC' } });
    expect(kept.map(({ key }) => key)).toEqual(['message:om_2', 'message:om_1']);
    expect(missed.state).toEqual({ unexplained: 1, heard: false, blocked: null });
  });
});
