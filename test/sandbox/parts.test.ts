import { createDecipheriv, createHash } from 'node:crypto';
import fc from 'fast-check';
import { encrypt, sign } from '../../src/sandbox/crypto';
import { imageKind } from '../../src/sandbox/imageKind';
import { readMultipart } from '../../src/sandbox/multipart';

/** As a receiver would do it. */
function decrypt(encryptKey: string, wire: string): string {
  const bytes = Buffer.from(wire, 'base64');
  const key = createHash('sha256').update(encryptKey).digest();
  const decipher = createDecipheriv('aes-256-cbc', key, bytes.subarray(0, 16));
  return Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]).toString('utf8');
}

describe('encryption of pushes', () => {
  it('is the inverse of the decryption that opens the sample of Feishu’s documentation', () => {
    expect(decrypt('test key', 'P37w+VZImNgPEO1RBhJ6RtKl7n6zymIbEG1pReEzghk=')).toBe('hello world');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string(), (plain, key) => {
        expect(decrypt(key, encrypt(key, plain))).toBe(plain);
      }),
    );
  });

  it('signs differently for any other body', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        fc.pre(a !== b);
        expect(sign('key', '1', 'n', a)).not.toBe(sign('key', '1', 'n', b));
      }),
    );
  });
});

describe('multipart bodies', () => {
  const boundary = '--------------------------53514eea525c78a352fa9284';
  const type = `multipart/form-data; boundary=${boundary}`;
  const bodyOf = (bytes: Uint8Array, fileName: string) =>
    Buffer.concat([
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="image_type"\r\n\r\nmessage\r\n`),
      Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="image"${fileName}\r\n\r\n`),
      bytes,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]);

  it('give back any bytes unharmed, with a file name or without', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom('', '; filename="a.png"'), (bytes, fileName) => {
        const parts = readMultipart(bodyOf(bytes, fileName), type);
        expect([...(parts?.keys() ?? [])]).toEqual(['image_type', 'image']);
        expect(parts?.get('image')).toEqual(Buffer.from(bytes));
      }),
    );
  });

  it('are refused when they are of another type, cut off, or rubbish', () => {
    const body = bodyOf(Buffer.from([1]), '');
    expect(readMultipart(body, 'application/json')).toBeNull();
    expect(readMultipart(body.subarray(0, 60), type)).toBeNull();
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(readMultipart(Buffer.from(bytes), type)).toBeNull();
      }),
    );
  });
});

describe('kinds of images', () => {
  it('are told by the bytes', () => {
    const gif = Buffer.from('GIF89a\x0a\x00\x14\x00\x00\x00', 'latin1');
    expect(imageKind(gif)).toEqual({ mime: 'image/gif', width: 10, height: 20 });
    const jpeg = Buffer.from([
      0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0, 20, 0, 10, 3, 0, 0,
    ]);
    expect(imageKind(jpeg)).toEqual({ mime: 'image/jpeg', width: 10, height: 20 });
    expect(imageKind(Buffer.from('RIFF....WEBPVP8 '))).toEqual({ mime: 'image/webp' });
  });

  it('never stumble over rubbish, even behind a true beginning', () => {
    const starts = [Buffer.alloc(0), Buffer.from([0xff, 0xd8]), Buffer.from('\x89PNG'), Buffer.from('GIF8')];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array(), (start, rest) => {
        imageKind(Buffer.concat([start, rest]));
      }),
    );
  });
});
