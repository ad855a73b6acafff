import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import {
  type Fingerprint,
  fineDistance,
  fingerprintOf,
  SIDE,
  SURE_MOST,
  samePicture,
} from '../../src/evidence/fingerprint';
import { lookAt } from '../../src/evidence/look';
import { COPIES, DULL, makePhoto, REMADE, TREATED } from './makePhotos';

/** 10,011 pairs of plainly different places. */
const PLACES = 142;
const COPIED = 12;
const SHIFTED = 8;
const SLOW_MS = 180_000;

const folder = mkdtempSync(join(tmpdir(), 'likeness-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** As the program sees it; null when there is nothing on it. */
async function looked(bytes: Buffer): Promise<Fingerprint | null> {
  const file = join(folder, 'photo');
  writeFileSync(file, bytes);
  return (await lookAt(file, 'image/jpeg')).fingerprint;
}
async function seen(bytes: Buffer): Promise<Fingerprint> {
  const fingerprint = await looked(bytes);
  if (!fingerprint) throw new Error('nothing on it');
  return fingerprint;
}

const photos: Buffer[] = [];
const known: Fingerprint[] = [];
beforeAll(async () => {
  for (let seed = 1; seed <= PLACES; seed += 1) {
    const photo = await makePhoto(seed);
    if (seed <= COPIED) photos.push(photo);
    known.push(await seen(photo));
  }
}, SLOW_MS);

const at = (index: number): Fingerprint => known[index] as Fingerprint;

test(
  'a photo that was saved anew, scaled, cut by 5 % or made brighter is known again',
  async () => {
    const missed: Record<string, number> = {};
    let all = 0;
    let sure = 0;
    for (const [name, copy] of Object.entries(COPIES)) {
      for (const [index, photo] of photos.entries()) {
        all += 1;
        const copied = await seen(await copy(photo));
        if (!samePicture(at(index), copied)) missed[name] = (missed[name] ?? 0) + 1;
        else if (fineDistance(at(index).fine, copied.fine) <= SURE_MOST) sure += 1;
      }
    }
    const misses = Object.values(missed).reduce((sum, n) => sum + n, 0);
    console.log(`recall ${(1 - misses / all).toFixed(3)} over ${all} copies`, missed);
    expect(1 - misses / all).toBeGreaterThanOrEqual(0.95);
    console.log(`${sure} of them are said to be the same, the others to be alike`);
    expect(sure / all).toBeGreaterThanOrEqual(0.95);
    // No kind of copy is a way around it.
    expect(Object.entries(missed).filter(([, n]) => n > COPIED * 0.2)).toEqual([]);
  },
  SLOW_MS,
);

test('of 10,000 pairs of different places at most one is taken for the same', () => {
  let pairs = 0;
  const same: string[] = [];
  for (let a = 0; a < known.length; a += 1) {
    for (let b = 0; b < a; b += 1) {
      pairs += 1;
      if (samePicture(at(a), at(b))) same.push(`${a + 1} and ${b + 1}`);
    }
  }
  expect(pairs).toBeGreaterThan(10_000);
  expect(same.length).toBeLessThanOrEqual(Math.floor(pairs / 10_000));
});

test(
  'nor of pictures in which little is to be seen, or which all have the same words on them',
  async () => {
    const dull: { place: number; print: Fingerprint }[] = [];
    for (let place = 201; place < 231; place += 1) {
      const photo = await makePhoto(place);
      for (const make of Object.values(DULL)) {
        const print = await looked(await make(photo));
        // Too dark to see anything: compared with none.
        if (print) dull.push({ place, print });
      }
    }
    let pairs = 0;
    let same = 0;
    let least = 256;
    for (const [index, a] of dull.entries()) {
      for (const b of dull.slice(0, index)) {
        if (a.place === b.place) continue;
        pairs += 1;
        least = Math.min(least, fineDistance(a.print.fine, b.print.fine));
        if (samePicture(a.print, b.print)) same += 1;
      }
    }
    console.log(
      `${pairs} pairs of dull pictures, ${same} taken for the same, the nearest ${least} bits apart`,
    );
    expect(pairs).toBeGreaterThan(10_000);
    expect(same).toBeLessThanOrEqual(Math.floor(pairs / 10_000));
  },
  SLOW_MS,
);

test(
  'a photo with a camera app’s words on it, a white edge or a filter is known again; what was mirrored is not',
  async () => {
    const known = async (make: (photo: Buffer) => Promise<Buffer>): Promise<number> => {
      let again = 0;
      for (const [index, photo] of photos.entries()) {
        if (samePicture(at(index), await seen(await make(photo)))) again += 1;
      }
      return again;
    };
    for (const [name, make] of Object.entries(TREATED)) {
      const again = await known(make);
      console.log(`${name}: ${again} of ${COPIED} known again`);
      expect(again).toBeGreaterThanOrEqual(COPIED * 0.9);
    }
    // Reported, not judged: nobody is asked about these.
    for (const [name, make] of Object.entries(REMADE)) {
      console.log(`${name}: ${await known(make)} of ${COPIED} known again`);
    }
  },
  SLOW_MS,
);

test(
  'the same place another day, seen from a step aside, is another picture',
  async () => {
    const taken: number[] = [];
    for (const shift of [0.03, 0.06, 0.1]) {
      const distances: number[] = [];
      let same = 0;
      let sure = 0;
      for (let index = 0; index < SHIFTED; index += 1) {
        const again = await seen(await makePhoto(index + 1, { day: 3, shift, zoom: 1 + shift / 2 }));
        const distance = fineDistance(at(index).fine, again.fine);
        distances.push(distance);
        if (samePicture(at(index), again)) same += 1;
        if (samePicture(at(index), again) && distance <= SURE_MOST) sure += 1;
      }
      taken.push(same);
      // Nobody is told that a photo of another day is the same one; at 3 % aside they are asked whether it is.
      expect(sure).toBe(0);
      // Reported, not judged: a copy differs by at most 44 bits of 256, two places by about 110.
      console.log(
        `another day, ${shift * 100} % aside: ${same} of ${SHIFTED} asked about, ${sure} said to be the same, ${Math.min(...distances)}–${Math.max(...distances)} bits`,
      );
    }
    expect(taken.slice(1)).toEqual([0, 0]);
  },
  SLOW_MS,
);

test('a picture with nothing on it is compared with none', async () => {
  const dark = await sharp({
    create: {
      width: 64,
      height: 64,
      channels: 3,
      background: '#0a0a0a',
      noise: { type: 'gaussian', mean: 10, sigma: 3 },
    },
  })
    .resize(SIDE, SIDE)
    .greyscale()
    .raw()
    .toBuffer();
  expect(fingerprintOf(dark)).toBeNull();
});
