import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

/**
 * Phones at rest: AES-256-GCM for reading back, HMAC-SHA-256 for finding again. Both keys are derived from
 * SECRET_KEY, so that neither use weakens the other.
 */
export class Secrets {
  private readonly cipherKey: Buffer;
  private readonly lookupKey: Buffer;

  /** @param master 32 bytes */
  constructor(master: Buffer) {
    if (master.length !== 32) throw new Error('SECRET_KEY must be 32 bytes');
    this.cipherKey = Buffer.from(hkdfSync('sha256', master, '', 'phone-cipher', 32));
    this.lookupKey = Buffer.from(hkdfSync('sha256', master, '', 'phone-lookup', 32));
  }

  /** base64 of nonce (12) ‖ tag (16) ‖ ciphertext. */
  encrypt(plain: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.cipherKey, nonce);
    const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64');
  }

  /** @throws when the text was not made with this key or was changed */
  decrypt(sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv('aes-256-gcm', this.cipherKey, bytes.subarray(0, 12), {
      authTagLength: 16,
    });
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  }

  /** A stable fingerprint of a phone number: the key under which a person is found. */
  lookup(mobile: string): string {
    return createHmac('sha256', this.lookupKey).update(mobile).digest('hex');
  }
}

/** `199****0012` */
export const maskMobile = (mobile: string): string => `${mobile.slice(0, 3)}****${mobile.slice(-4)}`;
