import { Delivery, OutboxMessage, Person } from '../../entities';
import { audit } from './audit';
import { type Database, instantOf, type Reader, sqlInstant } from './database';
import { Fault } from './errors';
import { newUuid } from './ids';
import { enqueue } from './outbox';

/** What became, or is becoming, of one message. */
export interface DeliveryRow {
  id: number;
  state: OutboxMessage['state'];
  kind: string;
  /** By post, never by phone. */
  recipient: string;
  dueAt: Date;
  finishedAt: Date | null;
  code: number | null;
  /** Why it waits or was refused, in a sentence. */
  error: string | null;
}

const MOST = 500;

type Listed = Pick<
  Delivery,
  'id' | 'state' | 'kind' | 'recipientId' | 'dueAt' | 'lastErrorCode' | 'lastError'
>;

/** The newest messages: those that still wait first, then what Feishu took or refused. */
export async function listDeliveries(reader: Reader, { refused = false } = {}): Promise<DeliveryRow[]> {
  const waiting: Listed[] = refused
    ? []
    : await reader.find(OutboxMessage, {}, { order: { id: 'DESC' }, limit: MOST });
  const where = refused ? { state: ['refused', 'unknown'] as const } : {};
  const done = await reader.find(Delivery, where, {
    order: { id: 'DESC' },
    limit: MOST - waiting.length || 1,
  });
  const rows: (Listed & { finishedAt?: Date })[] = [...waiting, ...done];
  const people = await reader.find(Person, { id: [...new Set(rows.map((row) => row.recipientId))] });
  const names = new Map(people.map((person) => [person.id, person.name]));
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    kind: row.kind,
    recipient: names.get(row.recipientId) ?? '?',
    dueAt: row.dueAt,
    finishedAt: row.finishedAt ?? null,
    code: row.lastErrorCode,
    error: row.lastError,
  }));
}

/** Asks again for a message that was refused or may not have arrived. @throws Fault when there is none such */
export async function retryDelivery(db: Database, id: number, at: Date): Promise<void> {
  await db.transaction(async (tx) => {
    const row = await tx.findOne(Delivery, { id });
    if (!row || !['refused', 'unknown'].includes(row.state)) {
      throw new Fault('input.invalid', { what: `没有第 ${id} 条被拒的消息` });
    }
    await enqueue(tx, {
      kind: row.kind,
      subject: { type: row.subjectType, id: row.subjectId },
      recipientId: row.recipientId,
      messageClass: row.messageClass,
      snapshot: row.snapshot ?? undefined,
      at,
    });
    await tx.update(Delivery, { id }, { state: 'dropped', uuid: newUuid() });
    await audit(tx, { at, actor: 'cli', action: 'delivery.retry', subjectType: 'delivery', subjectId: id });
  });
}

/** The next business instant after `after` at which a waiting message comes due. */
export async function nextMessageDue(reader: Reader, after: Date): Promise<Date | null> {
  const [row] = await reader.query<{ due: unknown }>(
    `SELECT MIN(o.dueAt) AS due FROM outbox_message o JOIN person p ON p.id = o.recipientId
      WHERE o.state = 'pending' AND o.dueAt > ? AND p.openId IS NOT NULL`,
    [sqlInstant(after)],
  );
  return row?.due ? instantOf(row.due) : null;
}
