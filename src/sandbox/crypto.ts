import { createCipheriv, createHash, randomBytes } from 'node:crypto';

/** Wire body of an encrypted push: base64 of iv ‖ AES-256-CBC ciphertext, key = SHA-256 of the Encrypt Key. */
export function encrypt(encryptKey: string, plain: string): string {
  const key = createHash('sha256').update(encryptKey, 'utf8').digest();
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  return Buffer.concat([iv, cipher.update(plain, 'utf8'), cipher.final()]).toString('base64');
}

/** Signature over the exact bytes that go out: hex SHA-256 of timestamp + nonce + Encrypt Key + body. */
export function sign(encryptKey: string, timestamp: string, nonce: string, body: string): string {
  return createHash('sha256').update(`${timestamp}${nonce}${encryptKey}${body}`, 'utf8').digest('hex');
}
