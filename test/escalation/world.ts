import { OutboxMessage, type PatrolTask } from '../../entities';
import * as river from '../river';
import { at, buildCard, type River } from '../river';

/** 2026-11-23 is a Monday without a holiday near it. */
export const MONDAY = '2026-11-23';

let week = 0;

/** An open village task of the week that ended on Sunday 2026-11-22 unless told otherwise. */
export const buildTask = (world: River, given: Partial<PatrolTask> = {}): Promise<PatrolTask> => {
  week += 1;
  return river.buildTask(world, {
    periodKey: `2026-W${week}`,
    startDay: '2026-11-16',
    dueDay: '2026-11-22',
    lateDay: '2026-11-29',
    createdAt: at('2026-11-16', '00:05'),
    ...given,
  });
};

/** A card as delivery leaves it on a phone on that day. */
export const showCard = (
  { db }: River,
  { day, ...card }: Omit<Parameters<typeof buildCard>[1], 'sentAt'> & { day: string },
): Promise<unknown> => buildCard(db, { ...card, sentAt: at(day, '09:00') });

/** What waits to be sent, of one kind or of all. */
export const requests = async ({ db }: River, kind?: string): Promise<OutboxMessage[]> =>
  (await db.read.find(OutboxMessage, { mode: 'send' }, { order: { id: 'ASC' } })).filter(
    (message) => kind === undefined || message.kind === kind,
  );

/** Delivery took everything that waited, and it arrived. */
export async function deliver(world: River, day: string): Promise<void> {
  for (const { kind, subjectType, subjectId, recipientId } of await requests(world)) {
    await showCard(world, { kind, subjectType, subjectId, recipientId, day });
  }
  await world.db.transaction((tx) => tx.remove(OutboxMessage, {}));
}
