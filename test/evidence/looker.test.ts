import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { Looker } from '../../src/evidence';
import { makePhoto, WIDTH } from './makePhotos';

let folder: string;
const lookers: Looker[] = [];
const made = (looker: Looker): Looker => {
  lookers.push(looker);
  return looker;
};
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'looker-'));
});
afterAll(async () => {
  for (const looker of lookers) await looker.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** A thread that does what the name of its file says. */
function threadThat(name: string, does: string): string {
  const thread = join(folder, name);
  writeFileSync(
    `${thread}.js`,
    `const { parentPort } = require('node:worker_threads');
     parentPort.on('message', ({ id, file }) => { ${does} });`,
  );
  return thread;
}

test('photos are looked at in a thread of their own, however many are asked for at once', async () => {
  const file = join(folder, 'photo.png');
  writeFileSync(file, await makePhoto(3));
  const looker = made(new Looker());
  const looks = await Promise.all([1, 2, 3].map(() => looker.look(file, 'image/png')));
  for (const look of looks) expect(look).toMatchObject({ verdict: 'photo', width: WIDTH });
  expect(looks[0]?.fingerprint?.fine).toHaveLength(17 * 8);
});

test('a photo too large for a card is copied smaller', async () => {
  const file = join(folder, 'large.png');
  await sharp(await makePhoto(3))
    .resize(5_000)
    .png({ compressionLevel: 1 })
    .toFile(file);
  const out = join(folder, 'smaller.jpg');
  await made(new Looker()).shrink(file, out);
  expect(await sharp(out).metadata()).toMatchObject({ format: 'jpeg', width: 3_000 });
  expect(statSync(out).size).toBeLessThan(10 * 1024 * 1024);
});

test('a file that is not there fails, and the next photo is looked at', async () => {
  const looker = made(new Looker());
  await expect(looker.look(join(folder, 'nowhere'), 'image/png')).rejects.toThrow('missing');
  const file = join(folder, 'other.png');
  writeFileSync(file, await makePhoto(4));
  expect(await looker.look(file, 'image/png')).toMatchObject({ verdict: 'photo' });
});

test.each([
  [
    'ends',
    `if (file === 'bad') process.exit(3); parentPort.postMessage({ id, done: file });`,
    'ended with 3',
  ],
  [
    'throws',
    `if (file === 'bad') throw new Error('dead'); parentPort.postMessage({ id, done: file });`,
    'dead',
  ],
  [
    'takes too long',
    `if (file === 'bad') for (;;) ; parentPort.postMessage({ id, done: file });`,
    'no answer within 300 ms',
  ],
  [
    'wants all memory',
    `if (file === 'bad') { const all = []; for (;;) all.push(new Array(1e6).fill(id)); } parentPort.postMessage({ id, done: file });`,
    'memory',
  ],
])('a thread that %s fails its photo and is replaced for the next', async (name, does, why) => {
  const mostMs = name === 'takes too long' ? 300 : 20_000;
  const looker = made(new Looker({ thread: threadThat(name.replaceAll(' ', '-'), does), mostMs }));
  expect(await looker.look('good', '')).toBe('good');
  const bad = looker.look('bad', '');
  const next = looker.look('next', '');
  await expect(bad).rejects.toThrow(why);
  expect(await next).toBe('next');
});
