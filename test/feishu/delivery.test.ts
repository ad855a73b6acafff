import { CardMessage, Delivery, MediaFile, OutboxMessage, Person } from '../../entities';
import { refreshCards } from '../../src/core/outbox';
import { BACKENDS, buildPerson } from '../factories';
import { cardSaying, SEND, Stage } from './stage';

const TASK = { type: 'task', id: 1 };
const PICTURES = '/open-apis/im/v1/images';

describe.each(BACKENDS)('delivery on %s', (backend) => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.open(backend);
  });
  afterEach(() => stage.close());

  const deliver = () => stage.feishu.delivery.deliver();
  const refresh = () =>
    stage.db.transaction((tx) => refreshCards(tx, { subject: TASK, at: stage.clock.now() }));
  const finished = () => stage.db.read.find(Delivery, {}, { order: { id: 'ASC' } });
  const waiting = () => stage.db.read.find(OutboxMessage);

  test('sends a request as the card that is true when it goes out, and writes it down', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    stage.bot.title = '改过的任务';
    expect(await deliver()).toEqual({ sent: 1, deferred: 0, refused: 0, dropped: 0 });
    expect(await stage.titles(chief.openId)).toEqual(['改过的任务 1']);
    expect(await waiting()).toEqual([]);
    const [done] = await finished();
    const [card] = await stage.db.read.find(CardMessage);
    expect(done).toMatchObject({ state: 'sent', kind: 'patrolTask', recipientId: chief.id, attempts: 1 });
    expect(card).toMatchObject({ messageId: done?.messageId, recipientId: chief.id, retiredAt: null });
  });

  test('drops a request that has nothing left to say', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    stage.bot.draw = async () => null;
    expect(await deliver()).toMatchObject({ sent: 0, dropped: 1 });
    expect(await stage.titles(chief.openId)).toEqual([]);
    expect((await finished())[0]).toMatchObject({ state: 'dropped' });
  });

  test('keeps a task for the next working morning, but answers at once', async () => {
    stage.clock.moveTo(new Date('2026-10-16T21:00:00+08:00'));
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id, { messageClass: 'task' });
    await stage.ask(chief.id, { subject: { type: 'task', id: 2 } });
    expect(await deliver()).toMatchObject({ sent: 1, deferred: 1 });
    expect(await stage.titles(chief.openId)).toEqual(['巡河任务 2']);
    const monday = new Date('2026-10-19T08:00:00+08:00');
    expect(await stage.feishu.delivery.nextDue(stage.clock.now())).toEqual(monday);
    stage.clock.moveTo(monday);
    expect(await deliver()).toMatchObject({ sent: 1, deferred: 0 });
  });

  test('lets one digest a day reach a person, and lets a late one wait for the day’s own', async () => {
    stage.clock.moveTo(new Date('2026-10-12T08:30:00+08:00'));
    const chief = await stage.person('19900000001');
    const ask = (id: number) =>
      stage.ask(chief.id, { kind: 'digest', messageClass: 'digest', subject: { type: 'digest', id } });
    await stage.fault({ kind: 'status', code: 503, match: { path: SEND }, count: 20 });
    await ask(1);
    await stage.feishu.delivery.deliver(undefined, 0);
    await stage.control('POST', 'faults', []);
    stage.clock.moveTo(new Date('2026-10-13T08:30:00+08:00'));
    await ask(2);
    await deliver();
    expect(await stage.titles(chief.openId)).toEqual(['巡河任务 2']);
    stage.clock.moveTo(new Date('2026-10-13T08:45:00+08:00'));
    expect(await deliver()).toMatchObject({ sent: 0, dropped: 1 });
    stage.clock.moveTo(new Date('2026-10-14T08:30:00+08:00'));
    await ask(3);
    expect(await deliver()).toMatchObject({ sent: 1 });
  });

  test('says of a refused message why, for the office to see, and sends it again when asked', async () => {
    const chief = await stage.person('19900000001');
    await stage.control('POST', `people/${chief.openId}`, { resigned: true });
    await stage.ask(chief.id);
    expect(await deliver()).toMatchObject({ sent: 0, refused: 1 });
    const [line] = await stage.feishu.deliveries({ refused: true });
    expect(line).toMatchObject({ state: 'refused', code: 230013, recipient: '龙兴镇河长' });
    expect(line?.error).toContain('可用范围');
    await stage.control('POST', `people/${chief.openId}`, { resigned: false });
    expect(await stage.feishu.deliveries({ retry: line?.id })).toMatchObject([{ state: 'pending' }]);
    expect(await stage.feishu.deliveries({ refused: true })).toEqual([]);
    expect(await deliver()).toMatchObject({ sent: 1 });
    await expect(stage.feishu.deliveries({ retry: line?.id })).rejects.toThrow(`没有 ${line?.id} 号`);
    await expect(stage.feishu.deliveries({ retry: 9_999 })).rejects.toThrow('没有 9999 号');
  });

  test('keeps messages for a person whom Feishu does not know yet', async () => {
    const person = await buildPerson(stage.db, {
      unitId: stage.unit.id,
      mobile: '19900000009',
      openId: null,
    });
    await stage.ask(person.id);
    expect(await deliver()).toEqual({ sent: 0, deferred: 1, refused: 0, dropped: 0 });
    await stage.control('POST', 'people', { name: '龙兴镇河长', mobile: '19900000009' });
    expect(await stage.feishu.people.match(stage.clock.now())).toEqual({ matched: 1, unmatched: 0 });
    expect(await deliver()).toMatchObject({ sent: 1, deferred: 0 });
    const matched = await stage.db.read.findOne(Person, { id: person.id });
    expect(await stage.titles(String(matched?.openId))).toEqual(['巡河任务 1']);
  });

  test('greys the older copy when the same card is sent anew', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    await deliver();
    await stage.ask(chief.id);
    expect(await deliver()).toMatchObject({ sent: 2 });
    expect(await stage.titles(chief.openId)).toEqual(['已换新', '巡河任务 1']);
    const [old, fresh] = await stage.db.read.find(CardMessage, {}, { order: { id: 'ASC' } });
    expect(old?.retiredAt).not.toBeNull();
    expect(fresh?.retiredAt).toBeNull();
  });

  test('changes a card in place, but leaves one that would look the same alone', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    await deliver();
    await refresh();
    expect(await deliver()).toMatchObject({ sent: 0, dropped: 1 });
    expect(await stage.calls('PATCH', SEND)).toEqual([]);
    stage.bot.title = '已完成';
    await refresh();
    expect(await deliver()).toMatchObject({ sent: 1 });
    expect(await stage.titles(chief.openId)).toEqual(['已完成 1']);
  });

  test('sends a card anew when the old one can no longer be changed, if it still asks for something', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    await deliver();
    const [{ message_id } = { message_id: '' }] = await stage.phone(chief.openId);
    const body = { code: 230011, msg: 'The message is recalled' };
    await stage.fault({ kind: 'status', code: 400, match: { method: 'PATCH' }, body });
    stage.bot.title = '改过的任务';
    await refresh();
    expect(await deliver()).toMatchObject({ sent: 1, dropped: 1 });
    expect(await stage.titles(chief.openId)).toEqual(['巡河任务 1', '改过的任务 1']);
    expect(await stage.db.read.findOne(CardMessage, { messageId: message_id })).not.toMatchObject({
      retiredAt: null,
    });
  });

  test('does not try to change a card older than 14 days', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    await deliver();
    stage.clock.moveTo(new Date('2026-10-26T10:00:00+08:00'));
    stage.bot.draw = async () => ({ card: cardSaying('已办结', false), pictures: [] });
    await refresh();
    expect(await deliver()).toMatchObject({ sent: 0, dropped: 1 });
    expect(await stage.calls('PATCH', SEND)).toEqual([]);
    expect(await stage.titles(chief.openId)).toEqual(['巡河任务 1']);
  });

  test('waits while the person’s own press holds the card', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    await deliver();
    const msg =
      'Failed to create card content, ext=ErrCode: 11310; ErrMsg: card action is lock; ErrorValue: ';
    await stage.fault({ kind: 'status', code: 400, match: { method: 'PATCH' }, body: { code: 230099, msg } });
    stage.bot.title = '已完成';
    await refresh();
    expect(await deliver()).toMatchObject({ sent: 1, refused: 0 });
    expect(await stage.titles(chief.openId)).toEqual(['已完成 1']);
  });

  test('draws a card again when its matter changed while it was on its way', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    const { gateway } = stage.feishu;
    const sender = stage.sender({
      gateway: {
        ...gateway,
        sendCard: (ask) => {
          stage.bot.title = '已被别人办了';
          return gateway.sendCard(ask);
        },
      },
    });
    await sender.deliver();
    expect(await stage.titles(chief.openId)).toEqual(['已被别人办了 1']);
  });

  test('draws a card again when a press changed it while it was being replaced', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    await deliver();
    const { gateway } = stage.feishu;
    let pressed = false;
    const sender = stage.sender({
      gateway: {
        ...gateway,
        replaceCard: async (ask) => {
          await gateway.replaceCard(ask);
          if (pressed) return;
          pressed = true;
          stage.bot.title = '按过了';
          await stage.db.transaction((tx) => tx.update(CardMessage, {}, { shownHash: 'press' }));
        },
      },
    });
    stage.bot.title = '催办';
    await refresh();
    await sender.deliver();
    expect(await stage.titles(chief.openId)).toEqual(['按过了 1']);
  });

  test('uploads the photos a card shows before it goes out, each once', async () => {
    const mediaId = await stage.storedPhoto();
    stage.bot.draw = async () => {
      const media = await stage.db.read.findOne(MediaFile, { id: mediaId });
      const title = media?.imageKey ? '有照片' : '没照片';
      return { card: cardSaying(title), pictures: media?.imageKey ? [] : [mediaId] };
    };
    const chief = await stage.person('19900000001');
    const liaison = await stage.person('19900000002');
    await stage.ask(chief.id);
    await stage.ask(liaison.id);
    await deliver();
    expect(await stage.titles(chief.openId)).toEqual(['有照片']);
    expect(await stage.titles(liaison.openId)).toEqual(['有照片']);
    expect(await stage.calls('POST', PICTURES)).toHaveLength(1);
  });

  test('uploads a photo anew, once, when Feishu no longer knows the one it was given', async () => {
    const mediaId = await stage.storedPhoto();
    stage.bot.draw = async ({ subject }) => {
      const key = (await stage.db.read.findOne(MediaFile, { id: mediaId }))?.imageKey;
      const picture = { tag: 'img', img_key: key ?? 'img_none', alt: { tag: 'plain_text', content: '' } };
      const title = { tag: 'plain_text', content: `照片 ${subject.id}` };
      const card = { schema: '2.0', header: { title }, body: { elements: [picture] } };
      return { card, pictures: key ? [] : [mediaId] };
    };
    const chief = await stage.person('19900000001');
    const askFor = (id: number) => stage.ask(chief.id, { subject: { type: 'task', id } });
    await askFor(1);
    await deliver();
    await stage.control('POST', 'settings', { media_kept_days: 30 });
    await stage.control('POST', 'clock', { advance: 'P31D' });
    await askFor(2);
    await deliver();
    expect(await stage.titles(chief.openId)).toEqual(['照片 1', '照片 2']);
    expect(await stage.calls('POST', PICTURES)).toHaveLength(2);
    await stage.control('POST', 'clock', { advance: 'P31D' });
    await askFor(3);
    await deliver();
    expect(await stage.titles(chief.openId)).toEqual(['照片 1', '照片 2']);
    expect(await stage.db.read.find(Delivery, { state: 'refused' })).toMatchObject([
      { lastErrorCode: 200570 },
    ]);
  });

  test('says the urgent first, and to one person one after the other', async () => {
    const chief = await stage.person('19900000001');
    for (const id of [1, 2, 3]) {
      await stage.ask(chief.id, { subject: { type: 'task', id }, messageClass: 'task' });
    }
    await stage.ask(chief.id, { subject: { type: 'problem', id: 9 }, messageClass: 'alert' });
    await deliver();
    expect(await stage.titles(chief.openId)).toEqual([
      '巡河任务 9',
      '巡河任务 1',
      '巡河任务 2',
      '巡河任务 3',
    ]);
  });

  test('gives up a card that cannot be drawn only after ten tries, and says so', async () => {
    let machine = Date.now();
    const sender = stage.sender({ machine: () => new Date(machine) });
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    stage.bot.draw = async () => {
      throw new Error('no such column');
    };
    for (let n = 0; n < 10; n += 1) {
      expect(await finished()).toEqual([]);
      await sender.deliver(undefined, 0);
      machine += 400_000;
    }
    expect((await finished())[0]).toMatchObject({ state: 'refused', lastError: '卡片画不出来' });
  });
});
