import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { FeishuApp } from '../../config';
import { machineNow } from '../../core/clock';

/** Feishu never re-sends a press. */
const CARD_WINDOW_MS = 5 * 60_000;
/** Feishu re-sends events for up to six hours, and whether a re-send is signed anew is not known. */
const EVENT_WINDOW_MS = 8 * 3_600_000;

export const CARD_ACTION = 'card.action.trigger';

const sealed = z.object({ encrypt: z.string() });

export const envelope = z.looseObject({
  schema: z.literal('2.0'),
  header: z.looseObject({
    // How long they are is for their readers to judge: a signed request is no forgery for that.
    event_id: z.string().min(1),
    event_type: z.string().min(1),
    token: z.string(),
    app_id: z.string(),
  }),
  event: z.record(z.string(), z.unknown()),
});
export type Envelope = z.infer<typeof envelope>;

const challenge = z.object({
  type: z.literal('url_verification'),
  token: z.string(),
  challenge: z.string().max(1_000),
});

/** What a request turned out to be; null = forged, stale, or not for this app. */
export type Opened = { challenge: string } | { envelope: Envelope } | null;

/**
 * Our own verification, on the bytes as they came, before the SDK sees any: the SDK checks neither the token nor
 * the time, and signs over a re-serialised body (feishu.md 0.2).
 */
export class Verifier {
  private readonly cipherKey: Buffer;
  private readonly token: Buffer;

  constructor(
    private readonly app: Pick<FeishuApp, 'appId' | 'encryptKey' | 'verificationToken'>,
    private readonly machine: () => Date = machineNow,
  ) {
    // Without a key there is no signature, and anybody could press buttons.
    if (!app.encryptKey || !app.verificationToken)
      throw new Error('webhooks need an Encrypt Key and a token');
    this.cipherKey = createHash('sha256').update(app.encryptKey).digest();
    this.token = Buffer.from(app.verificationToken);
  }

  open(raw: Buffer, headers: IncomingHttpHeaders): Opened {
    const signed = this.isSigned(raw, headers);
    if (signed === false) return null;
    const content = this.decrypt(raw);
    if (content === null) return null;
    const asked = challenge.safeParse(content);
    if (asked.success) return this.isOurToken(asked.data.token) ? { challenge: asked.data.challenge } : null;
    // Only the verification of the address comes unsigned.
    if (signed === null) return null;
    const read = envelope.safeParse(content);
    if (!read.success) return null;
    const { header } = read.data;
    const ours = this.isOurToken(header.token) && header.app_id === this.app.appId;
    const windowMs = header.event_type === CARD_ACTION ? CARD_WINDOW_MS : EVENT_WINDOW_MS;
    return ours && this.isFresh(signed, windowMs) ? { envelope: read.data } : null;
  }

  /** The time it was signed at (seconds); null when there is no signature at all, false when it is wrong. */
  private isSigned(raw: Buffer, headers: IncomingHttpHeaders): number | null | false {
    const timestamp = headers['x-lark-request-timestamp'];
    const nonce = headers['x-lark-request-nonce'];
    const signature = headers['x-lark-signature'];
    if (timestamp === undefined && nonce === undefined && signature === undefined) return null;
    if (typeof timestamp !== 'string' || typeof nonce !== 'string' || typeof signature !== 'string')
      return false;
    if (!/^\d{1,12}$/.test(timestamp)) return false;
    const expected = createHash('sha256')
      .update(timestamp + nonce + this.app.encryptKey)
      .update(raw)
      .digest();
    const given = Buffer.from(signature, 'hex');
    return given.length === expected.length && timingSafeEqual(given, expected) && Number(timestamp);
  }

  private isFresh(seconds: number, windowMs: number): boolean {
    return Math.abs(this.machine().getTime() - seconds * 1_000) <= windowMs;
  }

  private isOurToken(given: string): boolean {
    const bytes = Buffer.from(given);
    return bytes.length === this.token.length && timingSafeEqual(bytes, this.token);
  }

  /** AES-256-CBC, the first 16 bytes are the IV (feishu.md 3.3). Null for what is not an encrypted object. */
  private decrypt(raw: Buffer): unknown {
    try {
      const { encrypt } = sealed.parse(JSON.parse(raw.toString('utf8')));
      const bytes = Buffer.from(encrypt, 'base64');
      const decipher = createDecipheriv('aes-256-cbc', this.cipherKey, bytes.subarray(0, 16));
      const plain = decipher.update(bytes.subarray(16), undefined, 'utf8') + decipher.final('utf8');
      return JSON.parse(plain);
    } catch {
      // Whatever fails here was not made with our key.
      return null;
    }
  }
}
