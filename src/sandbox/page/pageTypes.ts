/** What the sandbox's control API answers (`/sandbox/api`). */
export interface Person {
  open_id: string;
  name: string;
  title: string;
  mobile: string;
  /** Number of messages this person has not looked at, where the server counts them. */
  unread?: number;
}

export interface Message {
  message_id: string;
  chat_id: string;
  msg_type: string;
  content: unknown;
  create_time: string | number;
  read: boolean;
  urgent: boolean;
  /** How: app, sms, phone. */
  urgent_by: string[];
  recalled: boolean;
  from: 'bot' | 'user';
  /** Who of a group said it; null for the bot. */
  sender: string | null;
  /** Said by the holder of the phone. */
  own: boolean;
  reply_to?: string | null;
}

/** A chat as a phone lists it: that with the bot first, then groups. */
export interface ChatOnPhone {
  chat_id: string;
  name: string;
  kind: 'p2p' | 'group';
  unread: number;
}

export interface Toast {
  type: 'info' | 'success' | 'error' | 'warning';
  content: string;
}

/** What a press came to: Feishu's toast, or its error code with words, or a link to open. */
export interface PressAnswer {
  toast?: Toast | null;
  card?: unknown;
  error?: { code?: number; msg?: string } | string | null;
  open_url?: string;
}

export interface ClockState {
  now: string;
  next: string | null;
}

export interface FeedLine {
  id: number;
  at: string | number;
  text: string;
}

export type Said =
  | { type: 'text'; text: string }
  | { type: 'image'; base64: string }
  | { type: 'file'; name: string; base64: string }
  | { type: 'location'; name: string; longitude: number; latitude: number };
