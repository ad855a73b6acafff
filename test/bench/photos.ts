import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { Looker } from '../../src/evidence';
import type { Fingerprint } from '../../src/evidence/fingerprint';
import { lookAt } from '../../src/evidence/look';
import { makePhoto } from '../evidence/makePhotos';
import { BENCH_BACKENDS } from './backends';
import { built } from './child';
import { type Finding, median, timed } from './report';

/*
 * Looking at a photo of 4 MB (12 million pixels) in the worker thread, against sharp alone making the same small grey
 * picture of the same file, in turns; and finding one among 200,000 (photoSearch.ts).
 */

const ROUNDS = 15;
const MOST_MS = 150;
/** Time of ours to that of sharp alone. */
const MOST_RATIO = 2;
const PLACES = 40;

async function bigPhoto(file: string): Promise<number> {
  const [width, height] = [4_032, 3_024];
  const grain = {
    create: {
      width,
      height,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 24 },
    },
  } as const;
  const noise = await sharp(grain).png({ compressionLevel: 0 }).toBuffer();
  await sharp(await makePhoto(1))
    .resize(width, height)
    .composite([{ input: noise, blend: 'soft-light' }])
    .jpeg({ quality: 90 })
    .toFile(file);
  return statSync(file).size;
}

async function looking(folder: string): Promise<Finding[]> {
  const file = join(folder, 'big.jpg');
  const bytes = await bigPhoto(file);
  const looker = new Looker();
  const ours: number[] = [];
  const bare: number[] = [];
  const whole: number[] = [];
  try {
    // The thread starts with the first.
    await looker.look(file, 'image/jpeg');
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await timed(() => looker.look(file, 'image/jpeg')));
      bare.push(
        await timed(() => sharp(file).resize(128, 128, { fit: 'fill' }).greyscale().raw().toBuffer()),
      );
      if (round < 3) whole.push(await timed(() => sharp(file).raw().toBuffer()));
    }
  } finally {
    await looker.stop();
  }
  const detail = {
    megabytes: Number((bytes / 1e6).toFixed(1)),
    oursMs: Math.round(median(ours)),
    bareMs: Math.round(median(bare)),
    wholeDecodedMs: Math.round(median(whole)),
  };
  const base = { backend: 'worker thread', better: 'lower', detail } as const;
  return [
    { bench: 'photos, ms a photo', ratio: median(ours), floor: MOST_MS, ...base },
    { bench: 'photos, to sharp alone', ratio: median(ours) / median(bare), floor: MOST_RATIO, ...base },
  ];
}

async function places(folder: string): Promise<Fingerprint[]> {
  const all: Fingerprint[] = [];
  for (let seed = 1; seed <= PLACES; seed += 1) {
    const file = join(folder, 'place.png');
    await sharp(await makePhoto(seed, { width: 320 })).toFile(file);
    const { fingerprint } = await lookAt(file, 'image/png');
    if (fingerprint) all.push(fingerprint);
  }
  return all;
}

export async function photos(): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-photos-'));
  try {
    const findings = await looking(folder);
    const from = await places(folder);
    const { searching } = require(built('photoSearch.ts')) as typeof import('./photoSearch');
    for (const backend of BENCH_BACKENDS) findings.push(await searching(backend, from));
    return findings;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
