import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { lookAt } from '../../src/evidence/look';
import { makePhoto, WIDTH } from './makePhotos';

let folder: string;
let photo: Buffer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'look-'));
  photo = await makePhoto(7);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function look(bytes: Buffer, mime = 'image/jpeg') {
  const file = join(folder, 'file');
  writeFileSync(file, bytes);
  return lookAt(file, mime);
}

test('a photo is told by its format and size, as it is meant to be seen', async () => {
  const lying = await sharp(photo).rotate(90).withMetadata({ orientation: 8 }).jpeg().toBuffer();
  expect(await look(lying)).toMatchObject({
    verdict: 'photo',
    format: 'jpeg',
    width: WIDTH,
    height: (WIDTH * 3) / 4,
    fingerprint: expect.anything(),
  });
});

test('what the camera wrote of time and place is kept as a hint', async () => {
  const gps = { GPSLatitudeRef: 'N', GPSLatitude: '35/1 36/1 3600/100' };
  const east = { GPSLongitudeRef: 'E', GPSLongitude: '111/1 13/1 1200/100' };
  const written = { IFD2: { DateTimeOriginal: '2026:11:25 09:10:00' }, IFD3: { ...gps, ...east } };
  const { hints } = await look(await sharp(photo).withExif(written).jpeg().toBuffer());
  expect(hints).toEqual({ takenAt: '2026-11-25 09:10:00', lonE6: 111_220_000, latE6: 35_610_000 });
});

test.each([
  ['blanks', '    :  :     :  :  '],
  ['zeros', '0000:00:00 00:00:00'],
  ['a thirteenth month', '2026:13:01 09:10:00'],
])('a camera clock of %s is no hint', async (_name, DateTimeOriginal) => {
  const { hints } = await look(await sharp(photo).withExif({ IFD2: { DateTimeOriginal } }).jpeg().toBuffer());
  expect(hints).toEqual({ takenAt: null, lonE6: null, latE6: null });
});

test('of an animation the first picture is looked at', async () => {
  const frames = await Promise.all([1, 2, 3].map((seed) => makePhoto(seed, { width: 160 })));
  const moving = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer();
  const still = await look(frames[0] as Buffer, 'image/png');
  const seen = await look(moving, 'image/gif');
  expect(seen).toMatchObject({ verdict: 'animated', format: 'gif', width: 160, height: 120 });
  expect(still.verdict).toBe('photo');
  expect(seen.fingerprint).not.toBeNull();
});

test('a bomb of a megabyte that would be 1.6 GB is not decoded', async () => {
  const bomb = await sharp({
    create: { width: 20_000, height: 20_000, channels: 3, background: '#123456' },
    limitInputPixels: false,
  })
    .png({ compressionLevel: 9 })
    .toBuffer();
  expect(bomb.length).toBeLessThan(2_000_000);
  const before = process.memoryUsage().rss;
  expect(await look(bomb, 'image/png')).toMatchObject({
    verdict: 'bomb',
    width: 20_000,
    height: 20_000,
    fingerprint: null,
  });
  expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
});

test('a picture that a card can show and memory should not hold is left alone', async () => {
  const large = await sharp({
    create: { width: 9_000, height: 8_000, channels: 3, background: '#123456' },
  })
    .png({ compressionLevel: 9 })
    .toBuffer();
  expect(await look(large, 'image/png')).toMatchObject({ verdict: 'large', fingerprint: null });
});

test('a photo of 50 MB is looked at as any other', async () => {
  const huge = await sharp(photo).resize(4_800, 3_600).png({ compressionLevel: 0 }).toBuffer();
  expect(huge.length).toBeGreaterThan(50_000_000);
  expect(await look(huge, 'image/png')).toMatchObject({ verdict: 'photo', width: 4_800 });
});

test('a header that lies about its size does no harm', async () => {
  const lying = Buffer.from(await sharp(photo).png().toBuffer());
  lying.writeUInt32BE(11_000, 16);
  lying.writeUInt32BE(5_000, 20);
  const { verdict } = await look(lying, 'image/png');
  expect(['photo', 'broken']).toContain(verdict);
});

test.each([
  [
    'the first bytes of a JPEG and then none',
    Buffer.concat([Buffer.from('ffd8ffe000104a46', 'hex'), Buffer.alloc(5_000, 7)]),
  ],
  ['nothing', Buffer.alloc(0)],
  ['a page of the web', Buffer.from('<html>not a picture</html>')],
])('what is no photo (%s) is said to be none', async (_name, bytes) => {
  expect(await look(bytes)).toMatchObject({ verdict: 'broken', format: null, fingerprint: null });
});

test('half a photo is seen as far as it came', async () => {
  const whole = await sharp(photo).jpeg({ quality: 90 }).toBuffer();
  const half = await look(whole.subarray(0, Math.floor(whole.length / 2)));
  expect(half).toMatchObject({ verdict: 'photo', width: WIDTH, fingerprint: expect.anything() });
});

test('what an iPhone took is kept and cannot be compared', async () => {
  const heic = Buffer.concat([
    Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1'),
    Buffer.alloc(200),
  ]);
  expect(await look(heic, 'image/heic')).toMatchObject({
    verdict: 'unsupported',
    format: 'heic',
    fingerprint: null,
  });
});

test('a file that is not there is our fault, not the photo’s', async () => {
  await expect(lookAt(join(folder, 'nowhere'), 'image/jpeg')).rejects.toThrow('missing');
});
