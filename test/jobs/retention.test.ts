import { Delivery, InboxEvent, type OutboxState, PhotoCheck } from '../../entities';
import { forgetOld } from '../../src/jobs/retention';
import { BACKENDS, openTestDatabase, type TestDatabase, testPolicy } from '../factories';

const AT = new Date('2026-11-23T00:05:00+08:00');
const daysAgo = (days: number) => new Date(AT.getTime() - days * 86_400_000);

describe.each(BACKENDS)('what is kept long enough (%s)', (backend) => {
  let db: TestDatabase;
  const deps = () => ({ db, policies: { current: testPolicy() } });
  beforeAll(async () => {
    db = await openTestDatabase(backend);
  });
  afterAll(() => db.drop());
  beforeEach(() =>
    db.transaction(async (tx) => {
      await tx.remove(InboxEvent, {});
      await tx.remove(Delivery, {});
    }),
  );

  const event = (key: string, state: InboxEvent['state'], receivedAt: Date) => ({
    key,
    type: 'message',
    payload: null,
    receivedAt,
    nextAt: receivedAt,
    state,
    attempts: 1,
  });
  const delivery = (id: number, state: OutboxState, finishedAt: Date) => ({
    id,
    kind: 'digest' as const,
    subjectType: 'person',
    subjectId: 1,
    recipientId: 1,
    mode: 'send' as const,
    messageClass: 'digest' as const,
    priority: 5,
    dueAt: finishedAt,
    state,
    uuid: `u${id}`,
    createdAt: finishedAt,
    finishedAt,
  });
  const keys = async () =>
    (await db.read.find(InboxEvent, {}, { order: { id: 'ASC' } })).map(({ key }) => key);
  const ids = async () => (await db.read.find(Delivery, {}, { order: { id: 'ASC' } })).map(({ id }) => id);

  it('is forgotten: events by whether they were handled, deliveries whatever became of them', async () => {
    await db.transaction(async (tx) => {
      await tx.insert(InboxEvent, [
        event('old', 'done', daysAgo(2.1)),
        event('fresh', 'done', daysAgo(1.9)),
        event('waiting', 'new', daysAgo(400)),
        event('parked', 'parked', daysAgo(89)),
        event('parked-old', 'parked', daysAgo(91)),
      ]);
      await tx.insert(Delivery, [
        delivery(1, 'sent', daysAgo(366)),
        delivery(2, 'refused', daysAgo(366)),
        delivery(3, 'unknown', daysAgo(366)),
        delivery(4, 'dropped', daysAgo(366)),
        delivery(5, 'sent', daysAgo(364)),
      ]);
    });
    expect(await forgetOld(deps(), AT)).toBe(6);
    expect([await keys(), await ids()]).toEqual([['fresh', 'waiting', 'parked'], [5]]);
    expect(await forgetOld(deps(), AT)).toBe(0);
  });

  it('is forgotten: where cameras were half a year ago, and nothing else of their photos', async () => {
    const check = (photoId: number, checkedAt: Date) => ({
      photoId,
      mediaId: photoId,
      verdict: 'photo' as const,
      takenAt: '2026-05-01 09:10:00',
      lonE6: 111_220_000,
      latE6: 35_610_000,
      checkedAt,
    });
    await db.transaction((tx) => tx.insert(PhotoCheck, [check(1, daysAgo(181)), check(2, daysAgo(179))]));
    expect(await forgetOld(deps(), AT)).toBe(1);
    expect(await db.read.find(PhotoCheck, {}, { order: { id: 'ASC' } })).toMatchObject([
      { photoId: 1, lonE6: null, latE6: null, takenAt: '2026-05-01 09:10:00' },
      { photoId: 2, lonE6: 111_220_000 },
    ]);
    expect(await forgetOld(deps(), AT)).toBe(0);
  });

  it('is forgotten in pieces, however much there is, also by two processes at once', async () => {
    const rows = Array.from({ length: 2_300 }, (_, n) => event(`e${n}`, 'done', daysAgo(3)));
    await db.transaction((tx) => tx.insert(InboxEvent, rows));
    const forgotten = await Promise.all([forgetOld(deps(), AT), forgetOld(deps(), AT)]);
    expect(forgotten[0] + forgotten[1]).toBe(2_300);
    expect(await keys()).toEqual([]);
  });
});
