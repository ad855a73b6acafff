import { CardMessage, ChatGroup, Delivery } from '../../entities';
import { enqueue } from '../../src/core/outbox';
import { BACKENDS } from '../factories';
import { SEND, Stage } from './stage';

interface Group {
  chat_id: string;
  members: string[];
  bot: boolean;
}

describe.each(BACKENDS)('groups at Feishu, on %s', (backend) => {
  let stage: Stage;
  let owner: Awaited<ReturnType<Stage['person']>>;
  beforeEach(async () => {
    stage = await Stage.open(backend);
    owner = await stage.person('19900000001', '县河长办专干');
  });
  afterEach(() => stage.close());

  const people = (more: object = {}) =>
    stage.control<Group>('POST', 'chats', { name: '龙兴镇河长群', owner: owner.openId, ...more });
  /** A group of people's with the bot in it, known to us. */
  async function group(): Promise<{ id: number; chatId: string }> {
    const { chat_id: chatId } = await people();
    const { firstId: id } = await stage.db.transaction((tx) =>
      tx.insert(ChatGroup, {
        chatId,
        name: '龙兴镇河长群',
        origin: 'added',
        state: 'serving',
        unitId: null,
        decidedAt: stage.clock.now(),
        heardAt: null,
        uuid: chatId,
        why: null,
        createdAt: stage.clock.now(),
        version: 1,
      }),
    );
    return { id, chatId };
  }
  const post = (recipientId: number, more: object = {}) =>
    stage.ask(recipientId, {
      kind: 'groupNotice',
      subject: { type: 'groupPost', id: 9 },
      messageClass: 'notice',
      ...more,
    });
  const deliver = () => stage.feishu.delivery.deliver();
  const change = (chatId: string, to: object) => stage.control('POST', `chats/${chatId}`, to);
  const heard = () => stage.bot.groups.map(({ what, chatId, name }) => ({ what, chatId, name }));

  test('take what is posted to them once, and everybody in them sees it', async () => {
    // The second has a number that no person has.
    await group();
    const { id, chatId } = await group();
    expect(id).toBeGreaterThan(owner.id);
    await stage.fault({ kind: 'lose-answer', match: { path: SEND }, count: 1 });
    await post(id);
    expect(await deliver()).toMatchObject({ refused: 0, deferred: 0 });
    expect(await stage.titles(owner.openId)).toEqual(['巡河任务 9']);
    expect(await stage.db.read.find(CardMessage)).toMatchObject([
      { kind: 'groupNotice', recipientId: id, chatId },
    ]);
    const [line] = await stage.feishu.deliveries();
    expect(line).toMatchObject({ state: 'sent', recipient: '龙兴镇河长群', error: null });
  });

  test('are not mistaken for the person of the same number', async () => {
    const { id, chatId } = await group();
    // As many people as it takes for one to have the group's number.
    let person = owner;
    for (let n = 2; person.id < id; n += 1) person = await stage.person(`1990000010${n}`);
    const mine = await stage.db.read.find(CardMessage);
    await post(id);
    await stage.ask(person.id, { subject: { type: 'groupPost', id: 9 } });
    expect(await deliver()).toMatchObject({ sent: 2 });
    const cards = await stage.db.read.find(CardMessage, { retiredAt: null }, { order: { kind: 'ASC' } });
    expect(cards.map(({ kind, chatId: where }) => [kind, where === chatId])).toEqual([
      ['groupNotice', true],
      ['patrolTask', false],
    ]);
    expect(mine).toEqual([]);
  });

  test('get notices in the hours of notices', async () => {
    const { id } = await group();
    stage.clock.moveTo(new Date('2026-10-12T21:00:00+08:00'));
    await post(id);
    expect(await deliver()).toMatchObject({ sent: 0, deferred: 1 });
    expect(await stage.titles(owner.openId)).toEqual([]);
    expect((await stage.feishu.delivery.nextDue(stage.clock.now()))?.toISOString()).toBe(
      new Date('2026-10-13T08:00:00+08:00').toISOString(),
    );
    stage.clock.moveTo(new Date('2026-10-13T09:00:00+08:00'));
    expect(await deliver()).toMatchObject({ sent: 1 });
  });

  test.each([
    [
      { bot: false },
      230002,
      '机器人不在这个会话里',
      '把机器人请回这个会话，再用 deliveries --retry 编号 重发',
    ],
    [{ dissolved: true }, 232009, '这个会话已解散', '这个会话已解散，请另建一个并把机器人加进去'],
  ])(
    'that the bot is out of refuse for good, with why and what mends it: %j',
    async (to, code, error, mend) => {
      const { id, chatId } = await group();
      await change(chatId, to);
      await post(id);
      expect(await deliver()).toMatchObject({ sent: 0, refused: 1, deferred: 0 });
      expect(await deliver()).toMatchObject({ sent: 0, refused: 0, deferred: 0 });
      const refused = await stage.feishu.deliveries({ refused: true });
      expect(refused).toMatchObject([{ code, error, mend, recipient: '龙兴镇河长群' }]);
    },
  );

  test('that have the bot again take what they had refused', async () => {
    const { id, chatId } = await group();
    await change(chatId, { bot: false });
    await post(id);
    await deliver();
    await change(chatId, { bot: true });
    const [refused] = await stage.db.read.find(Delivery, { state: 'refused' });
    await stage.feishu.deliveries({ retry: refused?.id });
    expect(await deliver()).toMatchObject({ sent: 1 });
    expect(await stage.titles(owner.openId)).toEqual(['巡河任务 9']);
  });

  test('tell whoever wrote a post what became of it', async () => {
    const { id } = await group();
    const subject = { type: 'groupPost', id: 9 };
    await stage.ask(owner.id, { kind: 'groupPost', subject });
    await deliver();
    stage.bot.title = '已发';
    await stage.db.transaction((tx) =>
      enqueue(tx, {
        kind: 'groupNotice',
        subject,
        recipientId: id,
        messageClass: 'notice',
        at: stage.clock.now(),
      }),
    );
    await deliver();
    expect(await stage.titles(owner.openId)).toEqual(['已发 9', '已发 9']);
  });

  test('take five messages in a second, as Feishu counts them', async () => {
    const { id } = await group();
    await stage.control('POST', 'limits', { per_target: 5 });
    for (let n = 1; n <= 12; n += 1) await post(id, { subject: { type: 'groupPost', id: n } });
    expect(await deliver()).toMatchObject({ sent: 12, refused: 0 });
    const calls = await stage.calls('POST', SEND);
    expect(calls.filter(({ status }) => status !== 200)).toEqual([]);
  });

  test('are told of when the bot comes, goes, and when they end', async () => {
    const { chat_id: chatId } = await people();
    await change(chatId, { bot: false });
    await change(chatId, { bot: true });
    await change(chatId, { dissolved: true });
    await stage.sandbox.settled();
    await stage.feishu.settle();
    const name = '龙兴镇河长群';
    expect(heard()).toEqual([
      { what: 'added', chatId, name },
      { what: 'removed', chatId, name },
      { what: 'added', chatId, name },
      { what: 'ended', chatId, name },
    ]);
    expect(stage.bot.groups[0]?.at).toEqual(stage.clock.now());
  });

  test('are heard only where somebody speaks to the bot', async () => {
    const { chat_id } = await people();
    await stage.control('POST', 'settings', { group_messages: 'all' });
    const say = (more: object) =>
      stage.control('POST', `people/${owner.openId}/messages`, {
        type: 'text',
        text: '任务',
        chat_id,
        ...more,
      });
    await say({ at_bot: false });
    await say({});
    await stage.sandbox.settled();
    await stage.feishu.settle();
    expect(stage.bot.messages).toMatchObject([{ chatType: 'group', chatId: chat_id, text: '任务' }]);
  });

  test('are made once, take whom Feishu knows, name the others, and let people go', async () => {
    const { gateway } = stage.feishu;
    const chatId = await gateway.makeChat({ name: '新绛县河长制工作群', uuid: 'county' });
    expect(await gateway.makeChat({ name: '新绛县河长制工作群', uuid: 'county' })).toBe(chatId);
    const chief = await stage.person('19900000002');
    const members = async () =>
      (await stage.control<Group[]>('GET', 'chats')).find(({ chat_id }) => chat_id === chatId)?.members;
    expect(await members()).toEqual([]);
    const openIds = [owner.openId, chief.openId, 'ou_nobody'];
    expect(await gateway.addToChat({ chatId, openIds })).toEqual(['ou_nobody']);
    expect(await gateway.addToChat({ chatId, openIds: ['ou_nobody'] })).toEqual(['ou_nobody']);
    expect((await members())?.sort()).toEqual([owner.openId, chief.openId].sort());
    await gateway.removeFromChat({ chatId, openIds: [chief.openId] });
    expect(await members()).toEqual([owner.openId]);
    await change(chatId, { bot: false });
    await expect(gateway.addToChat({ chatId, openIds })).rejects.toMatchObject({
      code: 232011,
      kind: 'terminal-recipient',
    });
  });

  test('hear words that are said in them', async () => {
    const { chatId } = await group();
    await stage.feishu.delivery.say({ chatId, text: '已单独回复你', uuid: 'said-1' });
    expect(await stage.titles(owner.openId)).toEqual(['已单独回复你']);
  });
});
