import fc from 'fast-check';
import { type MessageClass, OutboxMessage, type Person, type SentKind } from '../../entities';
import { dayOf, instantAt, timeOf } from '../../src/core/days';
import { silentLog } from '../../src/core/log';
import { enqueue } from '../../src/core/outbox';
import { type FeishuGateway, NO_LIMITS } from '../../src/feishu';
import { DeliveryService } from '../../src/feishu/delivery';
import { earliest, hoursOf, MESSAGE_CLASSES } from '../../src/feishu/hours';
import { buildPerson, buildUnit, clockAt, openTestDatabase, testCalendar, testPolicy } from '../factories';
import { cardSaying } from './stage';

const { messages } = testPolicy();
const YEAR_SECONDS = 365 * 86_400;
const START = instantAt('2026-01-01', '00:00').getTime();

/** Something that happens in the county and is to be told to somebody. */
const happening = fc.record({
  second: fc.integer({ min: 0, max: YEAR_SECONDS - 1 }),
  messageClass: fc.constantFrom<MessageClass>(...MESSAGE_CLASSES, 'digest', 'digest'),
  who: fc.nat({ max: 2 }),
});
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

interface Told {
  id: number;
  openId: string;
  at: Date;
}

/** A whole year of messages through the sender itself, stopping wherever something comes due. */
async function liveThrough(happenings: Happening[]) {
  const db = await openTestDatabase();
  const clock = clockAt('2026-01-01T00:00:00+08:00');
  const told: Told[] = [];
  const unit = await buildUnit(db);
  const people: Person[] = [];
  for (let n = 0; n < 3; n += 1) people.push(await buildPerson(db, { unitId: unit.id, openId: `ou_y${n}` }));
  const sendCard: FeishuGateway['sendCard'] = async ({ content, uuid, ...to }) => {
    const openId = 'openId' in to ? to.openId : to.chatId;
    const { header } = JSON.parse(content) as { header: { title: { content: string } } };
    told.push({ id: Number(header.title.content), openId, at: clock.now() });
    return { messageId: `om_${uuid}`, chatId: 'oc' };
  };
  const sender = new DeliveryService({
    db,
    gateway: { sendCard } as unknown as FeishuGateway,
    policies: { current: testPolicy() },
    calendar: testCalendar,
    clock,
    renderers: {
      render: async (_, { subject }) => ({ card: cardSaying(String(subject.id), false), pictures: [] }),
    },
    files: { write: async () => null },
    dataDir: '',
    log: silentLog(),
    limits: { ...NO_LIMITS, spread: true },
  });
  const passUntil = async (until: Date) => {
    for (;;) {
      const next = await sender.nextDue(clock.now());
      if (!next || next > until) break;
      clock.moveTo(next);
      await sender.deliver(undefined, 0);
    }
    clock.moveTo(until);
  };
  try {
    for (const [id, { second, messageClass, who }] of happenings.entries()) {
      await passUntil(new Date(START + second * 1_000));
      const kind: SentKind = messageClass === 'digest' ? 'digest' : 'patrolTask';
      const recipientId = people[who]?.id ?? 0;
      const at = clock.now();
      await db.transaction((tx) =>
        enqueue(tx, { kind, subject: { type: 'x', id }, recipientId, messageClass, at }),
      );
      await sender.deliver(undefined, 0);
    }
    await passUntil(new Date(START + (YEAR_SECONDS + 20 * 86_400) * 1_000));
    const left = (await db.read.find(OutboxMessage)).length;
    const why = await db.read.query<{ subjectId: number; state: string; lastError: string | null }>(
      `SELECT subjectId, state, lastError FROM delivery WHERE state <> 'sent'`,
    );
    return { told, left, unsaid: why };
  } finally {
    await db.drop();
  }
}

test('through any year no message comes at a wrong hour, none is lost, and a person has one digest a working day', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(happening, { minLength: 40, maxLength: 120 }), async (random) => {
      const happenings = random.sort((a, b) => a.second - b.second);
      const { told, left, unsaid } = await liveThrough(happenings);
      expect(left).toBe(0);
      // Only a digest is left out, and only because that person had one on that day.
      for (const { subjectId, state, lastError } of unsaid) {
        expect(happenings[subjectId]?.messageClass).toBe('digest');
        expect([state, lastError]).toEqual(['dropped', '今天已经发过一次今日待办']);
      }
      const ids = told.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.length + unsaid.length).toBe(happenings.length);
      const digests = new Set<string>();
      for (const { id, openId, at } of told) {
        const { messageClass, second } = happenings[id] as Happening;
        const asked = START + second * 1_000;
        const hours = hoursOf(messageClass, messages);
        expect(at.getTime()).toBeGreaterThanOrEqual(asked);
        if (!hours) {
          expect(at.getTime()).toBe(asked);
          continue;
        }
        const time = timeOf(at);
        expect(testCalendar.isWorkday(dayOf(at))).toBe(true);
        expect(hours.some(({ from, to }) => from <= time && time < to)).toBe(true);
        if (messageClass !== 'digest') {
          // And not a moment later than it may.
          expect(at).toEqual(earliest(messageClass, new Date(asked), messages, testCalendar));
          continue;
        }
        expect(digests).not.toContain(`${openId} ${dayOf(at)}`);
        digests.add(`${openId} ${dayOf(at)}`);
      }
    }),
    { numRuns: Number(process.env.YEARS ?? 4) },
  );
}, 120_000);
