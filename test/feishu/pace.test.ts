import { OutboxMessage } from '../../entities';
import { refreshCards } from '../../src/core/outbox';
import type { FeishuGateway } from '../../src/feishu';
import { NO_LIMITS } from '../../src/feishu';
import { minuteOf } from '../../src/feishu/delivery/spread';
import { BACKENDS, buildPerson } from '../factories';
import { Stage } from './stage';

const MINUTES = 10;

describe.each(BACKENDS)('the pace of delivery, on %s', (backend) => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.open(backend, '2026-10-12T08:30:00+08:00');
  });
  afterEach(() => stage.close());

  const refresh = () =>
    stage.db.transaction((tx) =>
      refreshCards(tx, { subject: { type: 'task', id: 1 }, at: stage.clock.now() }),
    );

  test('lets 1.5 s pass between two changes of a card, and shows all that came meanwhile in one', async () => {
    const chief = await stage.person('19900000001');
    await stage.ask(chief.id);
    await stage.feishu.delivery.deliver();
    const changedAt: number[] = [];
    const gateway: FeishuGateway = {
      ...stage.feishu.gateway,
      replaceCard: (ask) => {
        changedAt.push(performance.now());
        return stage.feishu.gateway.replaceCard(ask);
      },
    };
    const sender = stage.sender({ gateway });
    for (const title of ['签收', '反馈', '核查', '办结']) {
      stage.bot.title = title;
      await refresh();
      await sender.deliver(undefined, 0);
    }
    await sender.deliver();
    expect(await stage.titles(chief.openId)).toEqual(['办结 1']);
    const [first, second, ...more] = changedAt as [number, number, ...number[]];
    expect(more).toEqual([]);
    expect(second - first).toBeGreaterThanOrEqual(1_490);
  });

  test('sends one person no more than five in a second, words and cards together, a stranger too', async () => {
    const chief = await stage.person('19900000001');
    const left = new Map<string, number[]>();
    const leaves = (to: object) => {
      const { openId } = to as { openId: string };
      left.set(openId, [...(left.get(openId) ?? []), performance.now()]);
      return Promise.resolve({ messageId: `om_${openId}_${left.get(openId)?.length}`, chatId: 'oc_1' });
    };
    const sender = stage.sender({
      gateway: { ...stage.feishu.gateway, sendCard: leaves, sendText: leaves },
    });
    for (let id = 1; id <= 3; id += 1) await stage.ask(chief.id, { subject: { type: 'task', id } });
    const words = [chief.openId, 'ou_stranger'].flatMap((openId) =>
      Array.from({ length: 7 }, (_, n) => sender.say({ openId, text: '好', uuid: `${openId}-${n}` })),
    );
    await Promise.all([...words, sender.deliver()]);
    expect([...left.values()].map(({ length }) => length)).toEqual([10, 7]);
    for (const times of left.values()) {
      for (const [n, time] of times.slice(5).entries())
        expect(time - Number(times[n])).toBeGreaterThan(1_000);
    }
  });

  describe('where a crowd is due at a sharp half hour', () => {
    /** People reached, by the minute in which they were. */
    const reached = new Map<string, number[]>();
    const sender = () =>
      stage.sender({
        limits: { ...NO_LIMITS, spread: true },
        gateway: {
          ...stage.feishu.gateway,
          sendCard: async (to) => {
            const openId = 'openId' in to ? to.openId : to.chatId;
            const minute = new Date(stage.clock.now()).toISOString().slice(11, 16);
            reached.set(minute, [...(reached.get(minute) ?? []), Number(openId.slice(3))]);
            return { messageId: `om_${backend}_${openId}_${minute}`, chatId: 'oc_1' };
          },
        },
      });
    const crowd = async (count: number) => {
      reached.clear();
      const people: number[] = [];
      for (let n = 0; n < count; n += 1) {
        const { id } = await buildPerson(stage.db, { unitId: stage.unit.id, openId: `ou_${5_000 + n}` });
        people.push(id);
        await stage.ask(id, { kind: 'digest', messageClass: 'digest', subject: { type: 'digest', id } });
      }
      return people;
    };

    test('everybody gets theirs within the minutes after it, each always in the same one, an alert at once', async () => {
      const people = await crowd(80);
      const alarmed = await buildPerson(stage.db, { unitId: stage.unit.id, openId: 'ou_9000' });
      await stage.ask(alarmed.id, { messageClass: 'alert' });
      const service = sender();
      expect(await service.deliver()).toMatchObject({ sent: 1, deferred: 80 });
      expect([...reached]).toEqual([['00:30', [9_000]]]);
      for (;;) {
        const next = await service.nextDue(stage.clock.now());
        if (!next) break;
        stage.clock.moveTo(next);
        await service.deliver();
      }
      expect(await stage.db.read.find(OutboxMessage)).toEqual([]);
      reached.delete('00:30');
      const minutes = [...reached.keys()];
      expect(minutes.sort()).toEqual(Array.from({ length: MINUTES }, (_, n) => `00:${31 + n}`));
      for (const [minute, openIds] of reached) {
        expect(openIds).toHaveLength(8);
        for (const openId of openIds) {
          expect(Number(minute.slice(3)) - 30).toBe(minuteOf(Number(people[openId - 5_000]), MINUTES));
        }
      }
    });

    test('a few people are no crowd, and none of them waits', async () => {
      await crowd(5);
      expect(await sender().deliver()).toMatchObject({ sent: 5, deferred: 0 });
    });
  });
});
