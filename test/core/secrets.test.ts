import fc from 'fast-check';
import { maskMobile, Secrets } from '../../src/core/secrets';

const secrets = new Secrets(Buffer.alloc(32, 7));
const others = new Secrets(Buffer.alloc(32, 8));
const MOBILE = '19900012345';

describe('phones at rest', () => {
  it('come back as they were put in, and never look the same twice', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const [first, second] = [secrets.encrypt(text), secrets.encrypt(text)];
        expect([secrets.decrypt(first), secrets.decrypt(second)]).toEqual([text, text]);
        expect(first).not.toBe(second);
      }),
    );
  });

  it('are unreadable when a single bit was changed', () => {
    const sealed = Buffer.from(secrets.encrypt(MOBILE), 'base64');
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Buffer.from(sealed);
      changed[bit >> 3] = Number(changed[bit >> 3]) ^ (1 << (bit & 7));
      expect(() => secrets.decrypt(changed.toString('base64'))).toThrow();
    }
  });

  it('are unreadable when cut short, empty or under another key', () => {
    const sealed = Buffer.from(secrets.encrypt(''), 'base64');
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => secrets.decrypt(sealed.subarray(0, length).toString('base64'))).toThrow();
    }
    expect(() => others.decrypt(secrets.encrypt(MOBILE))).toThrow();
  });

  it('are found by a fingerprint that stays, differs by phone and key, and does not tell the number', () => {
    expect(secrets.lookup(MOBILE)).toBe(new Secrets(Buffer.alloc(32, 7)).lookup(MOBILE));
    expect(secrets.lookup(MOBILE)).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set([secrets.lookup(MOBILE), secrets.lookup('19900012346'), others.lookup(MOBILE)]).size).toBe(
      3,
    );
    expect(secrets.encrypt(MOBILE)).not.toContain(MOBILE);
  });

  it('are shown with their middle hidden', () => {
    expect(maskMobile(MOBILE)).toBe('199****2345');
  });

  it('need a key of 32 bytes', () => {
    expect(() => new Secrets(Buffer.alloc(31))).toThrow('32 bytes');
  });
});
