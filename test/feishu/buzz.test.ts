import { CardMessage, Delivery, OutboxMessage } from '../../entities';
import { buzzCards } from '../../src/core/outbox';
import { BACKENDS } from '../factories';
import { Stage } from './stage';

describe.each(BACKENDS)('加急 through Feishu, on %s', (backend) => {
  let stage: Stage;
  let chief: Awaited<ReturnType<Stage['person']>>;
  beforeEach(async () => {
    stage = await Stage.open(backend);
    chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    await stage.feishu.settle();
  });
  afterEach(() => stage.close());

  const cards = () => stage.db.read.find(CardMessage, { recipientId: chief.id });
  const buzz = async () => {
    const shown = await cards();
    await stage.db.transaction((tx) => buzzCards(tx, shown, stage.clock.now()));
    return stage.feishu.delivery.deliver();
  };
  const urgent = async () =>
    (await stage.phone(chief.openId)).map((shown) => (shown as unknown as { urgent: unknown }).urgent);
  const ends = async () =>
    (await stage.db.read.find(Delivery, { mode: 'buzz' })).map(({ state, lastErrorCode }) => ({
      state,
      lastErrorCode,
    }));
  const fault = (body: object) =>
    stage.control('POST', 'faults', {
      match: { method: 'PATCH', path: '/open-apis/im/v1/messages' },
      ...body,
    });

  test('reaches the phone, once', async () => {
    expect(await urgent()).toEqual([false]);
    expect(await buzz()).toMatchObject({ sent: 1, refused: 0 });
    expect(await urgent()).toEqual([true]);
    expect(await ends()).toEqual([{ state: 'sent', lastErrorCode: null }]);
    expect(await stage.db.read.find(OutboxMessage)).toEqual([]);
  });

  test('is dropped for a card that was read or replaced meanwhile', async () => {
    const now = stage.clock.now();
    await stage.db.transaction((tx) => tx.update(CardMessage, { recipientId: chief.id }, { readAt: now }));
    expect(await buzz()).toMatchObject({ sent: 0, dropped: 1 });
    expect(await urgent()).toEqual([false]);
  });

  test('that was certainly not done is tried again', async () => {
    await fault({ kind: 'status', code: 429, body: { code: 99991400, msg: 'limit' } });
    expect(await buzz()).toMatchObject({ sent: 1 });
    expect(await urgent()).toEqual([true]);
  });

  test('whose answer was lost is not done twice', async () => {
    await fault({ kind: 'lose-answer' });
    expect(await buzz()).toMatchObject({ sent: 0, refused: 1 });
    await stage.feishu.delivery.deliver();
    expect(await stage.calls('PATCH', '/open-apis/im/v1/messages')).toHaveLength(1);
    expect(await ends()).toMatchObject([{ state: 'unknown' }]);
  });

  test('that Feishu refuses is listed with its code', async () => {
    await fault({ kind: 'status', code: 400, body: { code: 230024, msg: 'quota' } });
    expect(await buzz()).toMatchObject({ sent: 0, refused: 1 });
    expect(await ends()).toEqual([{ state: 'refused', lastErrorCode: 230024 }]);
  });

  test('waits for the morning when it was asked for at night', async () => {
    stage.clock.moveTo(new Date('2026-10-12T21:00:00+08:00'));
    expect(await buzz()).toMatchObject({ sent: 0, deferred: expect.any(Number) });
    expect(await urgent()).toEqual([false]);
    stage.clock.moveTo(new Date('2026-10-13T08:00:00+08:00'));
    expect(await stage.feishu.delivery.deliver()).toMatchObject({ sent: 1 });
  });
});
