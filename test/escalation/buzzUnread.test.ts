import { AuditEntry, CardMessage, LagNotice, OutboxMessage, type Person } from '../../entities';
import type { Policy } from '../../src/core/policy';
import { acknowledgeLag, buzzUnread, lagNotices, noteRead } from '../../src/escalation';
import { BACKENDS, buildPerson, testPolicy } from '../factories';
import { at, eachRiver, type River } from '../river';
import { buildTask, deliver, MONDAY } from './world';

const TUESDAY = '2026-11-24';

describe.each(BACKENDS)('加急 of what lies unread on %s', (backend) => {
  let world: River;
  eachRiver(backend, (fresh) => {
    world = fresh;
  });
  /** Told of lag on Monday morning: the town's head and its liaison. */
  beforeEach(async () => {
    await buildTask(world);
    await lagNotices(world.deps, at(MONDAY));
    await deliver(world, MONDAY);
  });

  const run = (day: string, time = '10:10', buzz: Policy['buzz'] | null = testPolicy().buzz ?? null) => {
    const { buzz: _, ...rest } = testPolicy();
    const policies = { ...world.deps.policies, current: { ...rest, ...(buzz && { buzz }) } };
    return buzzUnread({ ...world.deps, policies: policies as never }, at(day, time));
  };
  const buzzed = async (): Promise<number[]> =>
    (await world.db.read.find(OutboxMessage, { mode: 'buzz' }, { order: { id: 'ASC' } })).map(
      ({ recipientId }) => recipientId,
    );
  const cardOf = async ({ id }: Person): Promise<CardMessage> =>
    (await world.db.read.findOne(CardMessage, { recipientId: id, kind: 'lagNotice' })) as CardMessage;
  const both = () => [world.mayor.id, world.liaison.id].sort((a, b) => a - b);

  it('waits for its time, and comes once a card, with an audit row', async () => {
    expect(await run(MONDAY, '15:10')).toBe(0);
    expect(await run(TUESDAY)).toBe(2);
    expect((await buzzed()).sort((a, b) => a - b)).toEqual(both());
    expect(await run(TUESDAY, '15:10')).toBe(0);
    expect(await run('2026-11-25')).toBe(0);
    const rows = await world.db.read.find(AuditEntry, { action: 'lag.buzz' });
    expect(rows).toHaveLength(2);
  });

  it('spares who has read it, by Feishu’s receipt or by 已知悉', async () => {
    const { messageId } = await cardOf(world.mayor);
    const receipt = {
      openId: String(world.mayor.openId),
      messageIds: [messageId],
      readAt: at(MONDAY, '11:00'),
    };
    await world.db.transaction((tx) => noteRead(tx, receipt));
    const notice = (await world.db.read.findOne(LagNotice, { recipientId: world.liaison.id })) as LagNotice;
    await world.db.transaction((tx) =>
      acknowledgeLag(tx, world.deps, {
        noticeId: notice.id,
        version: notice.version,
        by: { person: world.liaison, roles: ['镇联络员'] },
        at: at(MONDAY, '11:00'),
        messageId: 'om_other',
      }),
    );
    expect(await run(TUESDAY)).toBe(0);
  });

  it('takes no receipt of another’s card, and keeps none of a card that is never buzzed', async () => {
    const { messageId } = await cardOf(world.mayor);
    const other = await buildPerson(world.db, { unitId: world.town.id, openId: 'ou_other' });
    await world.db.transaction((tx) =>
      noteRead(tx, { openId: String(other.openId), messageIds: [messageId], readAt: at(MONDAY, '11:00') }),
    );
    expect((await cardOf(world.mayor)).readAt).toBeNull();
    expect(await run(TUESDAY)).toBe(2);
  });

  it('keeps to the day’s budget of the county and of each person', async () => {
    expect(await run(TUESDAY, '10:10', { afterHours: 24, perPersonPerDay: 1, perDay: 1 })).toBe(1);
    expect(await run(TUESDAY, '15:10', { afterHours: 24, perPersonPerDay: 1, perDay: 1 })).toBe(0);
    expect(await run('2026-11-25', '10:10', { afterHours: 24, perPersonPerDay: 1, perDay: 1 })).toBe(1);
    expect(await run('2026-11-25', '15:10', { afterHours: 24, perPersonPerDay: 0, perDay: 9 })).toBe(0);
  });

  it('is silent at night, on rest days, and where the policy has none', async () => {
    expect(await run(TUESDAY, '21:00')).toBe(0);
    expect(await run('2026-11-28')).toBe(0);
    expect(await run(TUESDAY, '10:10', null)).toBe(0);
    expect(await buzzed()).toEqual([]);
  });

  it('is not of a notice that is cleared', async () => {
    await world.db.transaction((tx) => tx.update(LagNotice, {}, { state: 'cleared' }));
    expect(await run(TUESDAY)).toBe(0);
  });
});
