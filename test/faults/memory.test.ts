import { silentLog } from '../../src/core/log';
import { enqueueMany } from '../../src/core/outbox';
import { type FeishuGateway, NO_LIMITS } from '../../src/feishu';
import { DeliveryService } from '../../src/feishu/delivery';
import {
  buildPerson,
  buildUnit,
  clockAt,
  openTestDatabase,
  type TestDatabase,
  testCalendar,
  testPolicy,
} from '../factories';
import { cardSaying } from '../feishu/stage';
import { heldMb } from './memory';
import { NIGHTLY } from './nightly';

const MESSAGES = NIGHTLY ? 200_000 : 20_000;
const PEOPLE = 40;
const BATCH = 1_000;
/** A message may take this long on a busy machine, in ms. */
const EACH_MS = 15;

describe('the memory of a sender', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openTestDatabase();
  });
  afterAll(() => db.drop());

  it(
    `is the same after ${MESSAGES} messages as after the first thousands, within a tenth`,
    async () => {
      const unit = await buildUnit(db);
      const people: number[] = [];
      for (let n = 0; n < PEOPLE; n += 1) people.push((await buildPerson(db, { unitId: unit.id })).id);
      const clock = clockAt('2026-10-12T10:00:00+08:00');
      let count = 0;
      const sendCard: FeishuGateway['sendCard'] = async () => {
        count += 1;
        return { messageId: `om_${count}`, chatId: 'oc_1' };
      };
      const sender = new DeliveryService({
        db,
        gateway: { sendCard } as unknown as FeishuGateway,
        policies: { current: testPolicy() },
        calendar: testCalendar,
        clock,
        renderers: {
          render: async (_, { subject }) => ({ card: cardSaying(`任务 ${subject.id}`), pictures: [] }),
        },
        files: { write: async () => null },
        dataDir: '',
        log: silentLog(),
        limits: NO_LIMITS,
      });
      let warm = 0;
      while (count < MESSAGES) {
        const from = count;
        const asks = Array.from({ length: BATCH }, (_, n) => ({
          kind: 'patrolTask' as const,
          subject: { type: 'task', id: from + n },
          recipientId: people[n % PEOPLE] ?? 0,
          messageClass: 'answer' as const,
          at: clock.now(),
        }));
        await db.transaction((tx) => enqueueMany(tx, asks));
        await sender.deliver();
        // The code is warm and every cache has what it keeps.
        if (count === 4 * BATCH) warm = heldMb();
      }
      const ratio = heldMb() / warm;
      process.stdout.write(
        `memory after ${count} messages: ${ratio.toFixed(3)} of that after ${4 * BATCH}\n`,
      );
      expect(ratio).toBeGreaterThan(0.5);
      expect(ratio).toBeLessThan(1.1);
    },
    MESSAGES * EACH_MS,
  );
});
