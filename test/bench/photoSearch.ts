import 'reflect-metadata';
import { PhotoCheck } from '../../entities';
import { Database } from '../../src/core/database';
import { silentLog } from '../../src/core/log';
import { Gallery } from '../../src/evidence';
import { comparePhoto } from '../../src/evidence/comparePhoto';
import type { EvidenceDeps } from '../../src/evidence/deps';
import { type Fingerprint, toText } from '../../src/evidence/fingerprint';
import { randomOf } from '../evidence/makePhotos';
import { clockAt } from '../factories';
import { benchDatabase } from './backends';
import { type Finding, median, timed } from './report';

/*
 * Finding a photo among the 200,000 of ten years, whose bits are as uneven as those of made photos: each has the bits
 * of one of 40 places with three of ten turned over. Run as JavaScript, made the way `npm start` makes it: tsx calls
 * what is imported through a getter, which costs more than counting bits.
 */

const KEPT = 200_000;
const TURNED = 0.3;
const SEARCH_MOST_MS = 20;
const ASKED = 41;

/** Other bits: the same ones turned over in each frame. */
function unlike({ coarse, fine }: Fingerprint, random: () => number): Fingerprint {
  const mask = (words: number) =>
    Uint32Array.from({ length: words }, () => {
      let word = 0;
      for (let bit = 0; bit < 32; bit += 1) if (random() < TURNED) word |= 1 << bit;
      return word;
    });
  const turn = (words: Uint32Array, by: Uint32Array) =>
    words.map((word, at) => word ^ (by[at % by.length] as number));
  return { coarse: turn(coarse, mask(2)), fine: turn(fine, mask(8)) };
}

async function fill(db: Database, from: readonly Fingerprint[]): Promise<void> {
  const random = randomOf(1);
  const at = new Date('2026-01-01T00:00:00Z');
  for (let photo = 1; photo <= KEPT; ) {
    const rows: Partial<PhotoCheck>[] = [];
    for (; photo <= KEPT && rows.length < 1_000; photo += 1) {
      const bits = unlike(from[photo % from.length] as Fingerprint, random);
      const seen = {
        verdict: 'photo',
        format: 'jpeg',
        coarse: toText(bits.coarse),
        fine: toText(bits.fine),
      } as const;
      rows.push({ photoId: photo, mediaId: photo, ...seen, checkedAt: at, comparedAt: at });
    }
    await db.transaction((tx) => tx.insert(PhotoCheck, rows));
  }
}

export async function searching(
  backend: 'sqlite' | 'mariadb',
  from: readonly Fingerprint[],
): Promise<Finding> {
  const made = await benchDatabase(backend);
  const db = await Database.open({ url: made.url });
  try {
    await db.migrate();
    await fill(db, from);
    const gallery = new Gallery();
    const loading = await timed(() => gallery.catchUp(db.read));
    const deps = {
      db,
      gallery,
      clock: clockAt('2026-01-02T00:00:00Z'),
      log: silentLog(),
    } as unknown as EvidenceDeps;
    const times: number[] = [];
    let maybe = 0;
    for (let asked = 0; asked < ASKED; asked += 1) {
      const { coarse, fine } = from[asked % from.length] as Fingerprint;
      const photoId = KEPT + 1 + asked;
      const row = {
        photoId,
        mediaId: photoId,
        verdict: 'photo',
        coarse: toText(coarse),
        fine: toText(fine),
      } as const;
      await db.transaction((tx) => tx.insert(PhotoCheck, { ...row, checkedAt: new Date(0) }));
      const check = (await db.read.findOne(PhotoCheck, { photoId })) as PhotoCheck;
      times.push(await timed(() => comparePhoto(deps, check)));
      maybe += gallery.like(coarse).length;
    }
    const scan = await timed(async () => gallery.like((from[0] as Fingerprint).coarse));
    return {
      bench: 'photos, ms to find one among 200,000',
      backend,
      ratio: median(times),
      floor: SEARCH_MOST_MS,
      better: 'lower',
      detail: {
        flags: made.flags,
        readAtStartMs: Math.round(loading),
        scanMs: Number(scan.toFixed(1)),
        comparedEach: Math.round(maybe / ASKED),
        worstMs: Math.round(Math.max(...times)),
      },
    };
  } finally {
    await db.close();
    await made.drop();
  }
}
