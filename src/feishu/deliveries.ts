import {
  ChatGroup,
  Delivery,
  isGroupKind,
  type MessageClass,
  OutboxMessage,
  type OutboxState,
  Person,
  type SentKind,
} from '../../entities';
import type { Database, Reader } from '../core/database';
import { Fault } from '../core/errors';
import { enqueue } from '../core/outbox';
import { remedyOf } from './remedies';

/** A list for people: the newest of each kind, not the whole history. */
const MOST = 500;

export interface DeliveryLine {
  id: number;
  state: OutboxState;
  kind: SentKind;
  messageClass: MessageClass;
  recipient: string;
  /** Why it is not there: in words, and Feishu's code. */
  error: string | null;
  code: number | null;
  /** What the office can do about it. */
  mend: string | null;
  attempts: number;
  /** ISO instants, business time. */
  dueAt: string;
  finishedAt: string | null;
}

export type DeliveryList = DeliveryLine[];

export interface DeliveryQuery {
  /** Only what Feishu did not take: refused, or doubtful. */
  refused?: boolean;
  /** Sends one of those again. */
  retry?: string | number;
}

const FAILED: OutboxState[] = ['refused', 'unknown'];

/**
 * What Feishu took, what waits, and what it refused and why.
 *
 * @throws Fault `input.invalid` when the one to send again is not among the refused
 */
export async function listDeliveries(db: Database, query: DeliveryQuery, at: Date): Promise<DeliveryList> {
  if (query.retry !== undefined) return [await sendAgain(db, Number(query.retry), at)];
  const { read } = db;
  const states: OutboxState[] = query.refused ? FAILED : [...FAILED, 'sent'];
  const finished = await read.find(
    Delivery,
    { state: states },
    { order: { finishedAt: 'DESC', id: 'DESC' }, limit: MOST },
  );
  const waiting = await read.find(OutboxMessage, query.refused ? { id: await doubtful(read) } : {}, {
    order: { priority: 'ASC', dueAt: 'ASC', id: 'ASC' },
    limit: MOST,
  });
  return describe(read, [...waiting, ...finished]);
}

async function sendAgain(db: Database, id: number, at: Date): Promise<DeliveryLine> {
  const again = await db.transaction(async (tx) => {
    const refused = await tx.findOne(Delivery, { id, state: FAILED, mode: 'send' });
    if (!refused) throw new Fault('input.invalid', { what: `被拒的消息里没有 ${id} 号` });
    // Off the list, and once: what becomes of it now is told of the new one.
    const asked = await tx.update(Delivery, { id, state: refused.state }, { state: 'dropped' });
    if (asked === 0) throw new Fault('input.invalid', { what: `${id} 号刚刚已经重发` });
    const { kind, subjectType, subjectId, recipientId, messageClass, snapshot } = refused;
    const subject = { type: subjectType, id: subjectId };
    await enqueue(tx, { kind, subject, recipientId, messageClass, snapshot, at });
    const wanted = { kind, subjectType, subjectId, recipientId };
    return tx.findOne(OutboxMessage, { ...wanted, state: 'pending', mode: 'send' });
  });
  const [line] = await describe(db.read, again ? [again] : []);
  if (!line) throw new Fault('input.invalid', { what: `${id} 号正在发送` });
  return line;
}

/** Its answer was lost: it may be there, and is being tried again under the same uuid meanwhile. */
const isDoubtful = ({ mode, state, firstTriedAt }: OutboxMessage): boolean =>
  mode === 'send' && state === 'pending' && firstTriedAt !== null;

const doubtful = async (reader: Reader): Promise<number[]> =>
  (
    await reader.query<{ id: number }>(
      `SELECT id FROM outbox_message
       WHERE mode = 'send' AND state = 'pending' AND firstTriedAt IS NOT NULL LIMIT ${MOST}`,
    )
  ).map(({ id }) => id);

async function describe(
  reader: Reader,
  rows: readonly (Delivery | OutboxMessage)[],
): Promise<DeliveryLine[]> {
  const ids = [...new Set(rows.map(({ recipientId }) => recipientId))];
  const people = new Map((await reader.find(Person, { id: ids })).map((person) => [person.id, person]));
  const toGroups = rows.filter(({ kind }) => isGroupKind(kind)).map(({ recipientId }) => recipientId);
  const groups = new Map((await reader.find(ChatGroup, { id: toGroups })).map((group) => [group.id, group]));
  const nameOf = ({ kind, recipientId }: Delivery | OutboxMessage): string =>
    (isGroupKind(kind) ? groups : people).get(recipientId)?.name ?? '';
  const unknown = ({ kind, recipientId }: Delivery | OutboxMessage): string | null =>
    isGroupKind(kind) || people.get(recipientId)?.openId ? null : '等待在飞书里匹配到这个人';
  return rows.map((row) => ({
    id: row.id,
    state: !('finishedAt' in row) && isDoubtful(row) ? 'unknown' : row.state,
    kind: row.kind,
    messageClass: row.messageClass,
    recipient: nameOf(row),
    error: row.lastError ?? unknown(row),
    code: row.lastErrorCode,
    mend: 'finishedAt' in row ? remedyOf(row.state, row.lastErrorCode) : null,
    attempts: row.attempts,
    dueAt: row.dueAt.toISOString(),
    finishedAt: 'finishedAt' in row ? row.finishedAt.toISOString() : null,
  }));
}
