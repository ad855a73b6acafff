import type { ChatGroup, Person, SentKind } from '../../entities';
import type { Reader } from './database';
import type { Subject } from './outbox';

/*
 * The port between delivery (which knows Feishu and no domain) and the bot (which knows the domain and no Feishu).
 * compose fills delivery's registry from src/bot/presenters.
 */

/** Who is told: a person, or everybody in a group. */
export type Recipient = Person | ChatGroup;

export const isGroup = (recipient: Recipient): recipient is ChatGroup => 'chatId' in recipient;

export interface RenderRequest {
  kind: SentKind;
  subject: Subject;
  recipient: Recipient;
  /** The frozen snapshot of the request, for kinds that say what was true then. */
  snapshot: unknown;
  /** Business time of the rendering. */
  at: Date;
  /** It may be there already: the card says that it is perhaps a repeat. */
  again?: boolean;
}

export interface Rendered {
  /** Feishu card JSON 2.0. */
  card: object;
  /** Media ids that the card would show but which have no image key yet; delivery uploads them and asks again. */
  pictures: number[];
}

/**
 * Draws one kind of card from the newest state. `null` = there is nothing left to say (the request is dropped).
 * The reader is the press's own transaction while a press is answered, else the read connection.
 */
export type Renderer = (reader: Reader, request: RenderRequest) => Promise<Rendered | null>;

/** A press on a card, as it came in; every value in it is whatever the client chose to send. */
export interface CardPress {
  /** Deduplication key: Feishu's event_id. */
  eventId: string;
  openId: string;
  messageId: string;
  chatId: string;
  action: {
    name?: string;
    value?: unknown;
    formValue?: Record<string, unknown>;
    option?: string;
  };
}

export interface PressReply {
  toast?: { type: 'success' | 'info' | 'warning' | 'error'; content: string };
  card?: object;
}

/** A message that a person sent to the bot in their own chat, or in a group with an @. */
export interface ChatMessage {
  messageId: string;
  chatId: string;
  chatType: 'p2p' | 'group';
  openId: string;
  /** When the sender's client says it was sent (business time). */
  sentAt: Date;
  text: string | null;
  /** Feishu keys of the pictures in it: an image message has one, a post may have several. */
  imageKeys: string[];
  place: { name: string; longitude: string; latitude: string } | null;
  /** Feishu's key of a file in it, and what its sender calls it. */
  file?: { key: string; name: string } | null;
}

/** Feishu says that the bot came into a group or is in it no more. */
export interface GroupChange {
  what: 'added' | 'removed' | 'ended';
  chatId: string;
  /** The group's, as far as Feishu says it. */
  name: string;
  /** When it happened, by Feishu's time. */
  at: Date;
}

/** An entry of the bot's menu that a person chose. */
export interface MenuChoice {
  eventId: string;
  openId: string;
  /** As set in the console: `tasks`. */
  key: string;
}

/** Feishu says that these messages of ours were read: a hint, no answer. */
export interface ReadReceipt {
  openId: string;
  messageIds: string[];
  readAt: Date;
}

/** What inbound hands the bot. Events are handled from the inbox, outside the HTTP answer. */
export interface InboundPort {
  press(press: CardPress): Promise<PressReply>;
  message(message: ChatMessage): Promise<void>;
  /** The person opened the chat (or first contact of any other kind). */
  entered(openId: string): Promise<void>;
  read(receipt: ReadReceipt): Promise<void>;
  menu(chosen: MenuChoice): Promise<void>;
  group(change: GroupChange): Promise<void>;
  /** Somebody joined or changed in Feishu's contacts: match phones again. */
  contactsChanged(): Promise<void>;
}
