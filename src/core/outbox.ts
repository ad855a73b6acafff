import { hash } from 'node:crypto';
import { CardMessage, GROUP_KINDS, type MessageClass, OutboxMessage, type SentKind } from '../../entities';
import type { Tx } from './database';
import { newUuid } from './ids';

export interface Subject {
  type: string;
  id: number;
}

export interface MessageRequest {
  kind: SentKind;
  subject: Subject;
  /** A person's id; of a kind for groups a `ChatGroup`'s. */
  recipientId: number;
  messageClass: MessageClass;
  at: Date;
  /** Not before; `at` when left out. Delivery moves it on to the class's hours. */
  dueAt?: Date;
  /** For kinds that must say what was true then. */
  snapshot?: unknown;
}

/** Answers and alerts overtake everything; a mass of routine tasks never delays a notice. */
const PRIORITY: Record<MessageClass, number> = { answer: 0, alert: 0, notice: 1, digest: 2, task: 3 };

/** The kinds whose recipient is a group: SQL, to keep a group's number apart from a person's. */
export const FOR_GROUPS = `(${GROUP_KINDS.map((kind) => `'${kind}'`).join(', ')})`;

/** Whom Feishu knows, a matched person or a group: SQL over `outbox_message o LEFT JOIN person p`. */
export const REACHED = `(p.openId IS NOT NULL OR o.kind IN ${FOR_GROUPS})`;

/** Fingerprint of what a card shows: an unchanged card is not sent again. @param content the card as JSON */
export const shownHashOf = (content: string): string => hash('sha256', content);

export const slotOf = (kind: SentKind, subject: Subject, recipientId: number): string =>
  `${kind}:${subject.type}:${subject.id}:${recipientId}`;

const row = (request: MessageRequest): Partial<OutboxMessage> => ({
  kind: request.kind,
  subjectType: request.subject.type,
  subjectId: request.subject.id,
  recipientId: request.recipientId,
  mode: 'send',
  cardId: null,
  messageClass: request.messageClass,
  priority: PRIORITY[request.messageClass],
  dueAt: request.dueAt ?? request.at,
  state: 'pending',
  attempts: 0,
  uuid: newUuid(),
  snapshot: request.snapshot ?? null,
  createdAt: request.at,
  pendingSlot: slotOf(request.kind, request.subject, request.recipientId),
});

/**
 * Asks for a card to be sent, in the transaction that caused it. What is stored is a request: the card is
 * rendered when it is sent, so the newest state is what arrives, and a second request for a card that still
 * waits adds nothing but its urgency.
 */
export async function enqueue(tx: Tx, request: MessageRequest): Promise<void> {
  const fresh = row(request);
  const { affected } = await tx.insert(OutboxMessage, fresh, { ignore: true });
  if (affected > 0) return;
  const waiting = await tx.findOne(OutboxMessage, { pendingSlot: fresh.pendingSlot });
  if (!waiting) return;
  const urgent = (fresh.priority ?? 0) < waiting.priority;
  await tx.update(
    OutboxMessage,
    { id: waiting.id, state: 'pending' },
    {
      snapshot: fresh.snapshot,
      ...(urgent ? { priority: fresh.priority, messageClass: fresh.messageClass, dueAt: fresh.dueAt } : {}),
    },
  );
}

/** Many fresh requests at once (a period's tasks); one that already waits is left as it is. */
export async function enqueueMany(tx: Tx, requests: readonly MessageRequest[]): Promise<void> {
  await tx.insert(OutboxMessage, requests.map(row), { ignore: true });
}

/** What has to be known of a card to ask for it. */
export type KnownCard = Pick<CardMessage, 'id' | 'kind' | 'subjectType' | 'subjectId' | 'recipientId'>;

/** Asks for cards to be drawn anew in place (or greyed, once they are retired); one that waits already is enough. */
export function redrawCards(tx: Tx, cards: readonly KnownCard[], at: Date): void {
  tx.deferInsert(
    OutboxMessage,
    cards.map((card) => replacement(card, at)),
    { ignore: true },
  );
}

/**
 * Asks for every live card of a matter to be drawn anew in place. A replacement makes no sound on the phone, so
 * it knows no quiet hours. `except` is the card whose press is being answered with the new state anyway.
 */
export async function refreshCards(
  tx: Tx,
  request: { subject: Subject; at: Date; exceptMessageId?: string | null },
): Promise<void> {
  const { type, id } = request.subject;
  const cards = await tx.find(CardMessage, { subjectType: type, subjectId: id, retiredAt: null });
  redrawCards(
    tx,
    cards.filter((card) => card.messageId !== request.exceptMessageId),
    request.at,
  );
}

/** The same for many matters of one kind, after an import: few of them have a card on somebody's phone. */
export async function refreshMany(
  tx: Tx,
  { type, ids, at }: { type: string; ids: Iterable<number>; at: Date },
): Promise<void> {
  const changed = new Set(ids);
  if (changed.size === 0) return;
  const cards = await tx.find(CardMessage, { subjectType: type, retiredAt: null });
  redrawCards(
    tx,
    cards.filter(({ subjectId }) => changed.has(subjectId)),
    at,
  );
}

/**
 * Asks for cards on phones to be buzzed (加急): in the hours of `task`, and dropped if they were read or greyed
 * meanwhile. Feishu knows no uuid for it, so one that may have been done is not done again.
 */
export async function buzzCards(tx: Tx, cards: readonly KnownCard[], at: Date): Promise<void> {
  const buzz = (card: KnownCard): Partial<OutboxMessage> => ({
    ...replacement(card, at),
    mode: 'buzz',
    messageClass: 'task',
    priority: PRIORITY.notice,
    pendingSlot: `buzz:${card.id}`,
  });
  await tx.insert(OutboxMessage, cards.map(buzz), { ignore: true });
  await tx.update(CardMessage, { id: cards.map(({ id }) => id) }, { buzzedAt: at });
}

const replacement = (card: KnownCard, at: Date): Partial<OutboxMessage> => ({
  ...row({
    kind: card.kind,
    subject: { type: card.subjectType, id: card.subjectId },
    recipientId: card.recipientId,
    messageClass: 'answer',
    at,
  }),
  mode: 'replace',
  cardId: card.id,
  pendingSlot: `replace:${card.id}`,
});
