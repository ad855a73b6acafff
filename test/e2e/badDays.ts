import { randomUUID } from 'node:crypto';
import { type Database, instantOf } from '../../src/core/database';
import { dayOf } from '../../src/core/days';
import { type Delivery, deliver } from '../../src/sandbox/deliver';
import { buttons, type County, type Phone, type Pressed, type ShownMessage } from './county';

/** What a test changes of an honest callback. */
export interface Callback {
  openId: string;
  messageId: string;
  action: Record<string, unknown>;
  eventId?: string;
}

/** The envelope of a card press as Feishu would send it. */
export function envelopeOf(county: County, { openId, messageId, action, eventId }: Callback): object {
  const { appId, verificationToken } = appOf(county);
  return {
    schema: '2.0',
    header: {
      event_id: eventId ?? randomUUID(),
      event_type: 'card.action.trigger',
      create_time: `${Date.now()}000`,
      token: verificationToken,
      app_id: appId,
      tenant_key: 't',
    },
    event: {
      operator: { open_id: openId },
      action: { tag: 'button', ...action },
      context: { open_message_id: messageId, open_chat_id: 'oc_1' },
    },
  };
}

export function appOf(county: County) {
  if (!county.app.sandbox) throw new Error('this county has no sandbox');
  return county.app.sandbox.app;
}

/** Says to the bot what no phone would: signed and sealed as Feishu would, whatever it holds. */
export async function pressRaw(county: County, callback: Callback): Promise<Pressed> {
  const url = `${county.app.address}/feishu/cards`;
  const answered: Delivery = await deliver(url, JSON.stringify(envelopeOf(county, callback)), appOf(county));
  if (answered.kind !== 'answer' || answered.status !== 200) throw new Error(JSON.stringify(answered));
  await county.settle();
  const { toast, card } = JSON.parse(answered.body) as {
    toast?: Pressed['toast'];
    card?: { data: Pressed['card'] };
  };
  return { toast: toast ?? null, card: card?.data ?? null, error: null };
}

/** A gesture on a phone as the control API takes it, with all that it lets one force; waits for nothing after it. */
export const gesture = (
  county: County,
  phone: Phone,
  asked: { message_id: string; name: string } & Record<string, unknown>,
): Promise<Pressed> => county.api<Pressed>('POST', `people/${phone.openId}/actions`, asked);

/** All rows of all tables but the sender's lease, renewed all the time, as text by table; the book of callbacks taken in (`inbox_event`) is left out. */
export async function holdings(db: Database, except: readonly string[] = ['inbox_event']) {
  const tables = db.source.entityMetadatas
    .map(({ tableName }) => tableName)
    .filter((table) => table !== 'sender_lease' && !except.includes(table));
  const held: Record<string, string> = {};
  for (const table of tables.sort()) {
    held[table] = JSON.stringify(await db.read.query(`SELECT * FROM ${table} ORDER BY 1`));
  }
  return held;
}

/** Runs it, and says what came of it and which tables it changed. */
export async function watched<T>(
  county: County,
  work: () => Promise<T>,
): Promise<{ result: T; changed: string[] }> {
  const { db } = county.app.deps;
  await county.settle();
  const before = await holdings(db);
  const result = await work();
  await county.settle();
  const after = await holdings(db);
  return { result, changed: Object.keys(after).filter((table) => after[table] !== before[table]) };
}

/** As `watched`, told as one: what the phone was answered, and which tables changed. */
export async function watchedPress(county: County, press: () => Promise<Pressed>) {
  const { result, changed } = await watched(county, press);
  return { ...result, changed };
}

/** The button with this text: the name it has and the value it carries. */
export function buttonOn({ content }: ShownMessage, text: string): { name: string; value: object } {
  const found = buttons(content).find((button) => button.text?.content === text);
  const [behaviour] = (found?.behaviors ?? []) as { value: object }[];
  if (!found?.name || !behaviour) throw new Error(`no button ${text}`);
  return { name: found.name, value: behaviour.value };
}

export async function countOf(db: Database, table: string, where = '1 = 1'): Promise<number> {
  const [row] = await db.read.query<{ n: number }>(`SELECT COUNT(*) AS n FROM ${table} WHERE ${where}`);
  return Number(row?.n ?? 0);
}

export const cardsOf = (messages: readonly ShownMessage[]): ShownMessage[] =>
  messages.filter((message) => message.msg_type === 'interactive');

/**
 * What is wrong between the phones and the books: a card on a phone that the bot does not know of (it was sent and
 * forgotten, or twice), a card that no phone has, and a matter of which one phone got two copies on
 * one day.
 */
export async function doubled(county: County): Promise<string[]> {
  const { db } = county.app.deps;
  const known = await db.read.query<{
    messageId: string;
    kind: string;
    matter: string;
    openId: string;
    sentAt: unknown;
  }>(
    `SELECT c.messageId AS messageId, c.kind AS kind, p.openId AS openId,
            CONCAT(c.subjectType, ' ', c.subjectId) AS matter, c.sentAt AS sentAt
       FROM card_message c JOIN person p ON p.id = c.recipientId`,
  );
  const books = new Map(known.map((card) => [card.messageId, card]));
  const people = await county.api<{ open_id: string; name: string }[]>('GET', 'people');
  const faults: string[] = [];
  for (const { open_id, name } of people) {
    const shown = cardsOf(await county.api<ShownMessage[]>('GET', `people/${open_id}/messages`));
    for (const { message_id, content } of shown) {
      const title = content.header?.title.content ?? '';
      if (!books.delete(message_id)) faults.push(`${name} has a ${title} that is in no book`);
    }
  }
  for (const { kind, matter } of books.values()) faults.push(`${kind} of ${matter} is on no phone`);
  const seen = new Set<string>();
  for (const { kind, matter, openId, sentAt } of known) {
    // A list about a person comes anew each day, and a card that grows old is sent anew.
    const key = `${kind} of ${matter} to ${openId} on ${dayOf(instantOf(sentAt))}`;
    if (seen.has(key)) faults.push(`two ${key}`);
    seen.add(key);
  }
  return faults;
}

/** Looks again and again until it is so; for what another process does in its own time. */
export async function until<T>(
  what: string,
  look: () => Promise<T | null | undefined | false>,
  withinMs = 20_000,
): Promise<T> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== null && found !== undefined && found !== false) return found;
    if (Date.now() > giveUpAt) throw new Error(`${what} did not come within ${withinMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
