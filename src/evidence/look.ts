import exifr from 'exifr';
import sharp from 'sharp';
import { type Fingerprint, fingerprintOf, SIDE } from './fingerprint';

/*
 * What a stored file is. Runs in a worker thread (lookThread.ts), on bytes that anybody may have sent: nothing is
 * decoded before its header has been looked at, and only the first picture of an animation.
 */

/** More pixels are not decoded: what cannot be read in lines needs all of them in memory, 4 bytes each. */
export const MOST_PIXELS = 64_000_000;
/** What Feishu shows on a card has at most so many pixels a side. */
export const MOST_SIDE = 12_000;
const MOST_SECONDS = 15;

/**
 * `photo` it was looked at · `animated` its first picture was · `unsupported` a photo that cannot be decoded here
 * (HEIC) · `large` too large to be decoded, not to be shown · `bomb` larger than any card shows · `broken` nothing of
 * it can be decoded, or it is no picture.
 */
export type Verdict = 'photo' | 'animated' | 'unsupported' | 'large' | 'bomb' | 'broken';

export interface Look {
  verdict: Verdict;
  /** jpeg, png, webp, gif, heic; null when that cannot be told. */
  format: string | null;
  /** Pixels as it is meant to be seen; null when the header does not tell. */
  width: number | null;
  height: number | null;
  /** null when it was not decoded or shows nothing. */
  fingerprint: Fingerprint | null;
  /** What the camera wrote; wrong clocks are common and anybody can change it: a hint, never proof. */
  hints: Hints;
}

export interface Hints {
  /** The camera's own clock and zone: `YYYY-MM-DD HH:MM:SS`. */
  takenAt: string | null;
  /** WGS84, millionths of a degree. */
  lonE6: number | null;
  latE6: number | null;
}

const NO_HINTS: Hints = { takenAt: null, lonE6: null, latE6: null };
const NOTHING = { width: null, height: null, fingerprint: null, hints: NO_HINTS };

// A photo is seen once: nothing is worth keeping, and memory matters more than time.
sharp.cache(false);
sharp.concurrency(1);

const open = (file: string) =>
  sharp(file, { failOn: 'none', limitInputPixels: MOST_PIXELS, sequentialRead: true });

/**
 * @param file as it was stored @param mime as its first bytes say
 * @throws only what is wrong with this machine, never with the file
 */
export async function lookAt(file: string, mime: string): Promise<Look> {
  if (mime === 'image/heic') return { verdict: 'unsupported', format: 'heic', ...NOTHING };
  const header = await headerOf(file);
  if (!header) return { verdict: 'broken', format: null, ...NOTHING };
  const { pages, ...size } = header;
  const { width, height } = size;
  if (Math.max(width, height) > MOST_SIDE) return { verdict: 'bomb', ...size, fingerprint: null };
  if (width * height > MOST_PIXELS) return { verdict: 'large', ...size, fingerprint: null };
  const grey = await greyOf(file);
  if (!grey) return { verdict: 'broken', ...size, fingerprint: null };
  return { verdict: pages > 1 ? 'animated' : 'photo', ...size, fingerprint: fingerprintOf(grey) };
}

async function headerOf(file: string) {
  const metadata = await refused(
    sharp(file, { failOn: 'none', limitInputPixels: false, sequentialRead: true }).metadata(),
  );
  if (!metadata) return null;
  const { format, autoOrient, pages = 1, exif } = metadata;
  return { format, ...autoOrient, pages, hints: exif ? await hintsOf(exif) : NO_HINTS };
}

/** SIDE × SIDE grey pixels, turned as the camera says; null when nothing can be decoded. */
const greyOf = (file: string): Promise<Buffer | null> =>
  refused(
    open(file)
      .timeout({ seconds: MOST_SECONDS })
      .autoOrient()
      .flatten({ background: '#ffffff' })
      .resize(SIDE, SIDE, { fit: 'fill' })
      .greyscale()
      .raw()
      .toBuffer(),
  );

/** Pixels a side of a copy that a card shows. */
const SHOWN_SIDE = 3_000;

/** Writes a copy small enough to be shown on a card. @throws what cannot be decoded, or written */
export async function shrink(file: string, out: string): Promise<void> {
  await open(file)
    .timeout({ seconds: MOST_SECONDS })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize(SHOWN_SIDE, SHOWN_SIDE, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 80 })
    .toFile(out);
}

/** Faults of this machine, not of the file. */
const OURS = /\b(ENOENT|EACCES|EMFILE|ENFILE|EIO|ENOMEM|missing|out of memory)\b/i;

/** What sharp makes of it, null when it will not. */
async function refused<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (OURS.test(String(error))) throw error;
    return null;
  }
}

const TAGS = ['DateTimeOriginal', 'GPSLatitude', 'GPSLatitudeRef', 'GPSLongitude', 'GPSLongitudeRef'];

/** Before the TIFF structure that EXIF is. */
const EXIF_MARK = 'Exif\0\0'.length;

async function hintsOf(exif: Buffer): Promise<Hints> {
  const said = await exifr
    .parse(exif.subarray(EXIF_MARK), { pick: TAGS, reviveValues: false, translateValues: false })
    // What cannot be read is no hint.
    .catch(() => undefined);
  const { DateTimeOriginal, longitude, latitude } = (said ?? {}) as Record<string, unknown>;
  const place = placeOf(longitude, latitude);
  return { takenAt: momentOf(DateTimeOriginal), lonE6: place?.[0] ?? null, latE6: place?.[1] ?? null };
}

/** EXIF writes 2026:11:25 09:10:00; a camera without a clock writes zeros or blanks. */
function momentOf(value: unknown): string | null {
  const found = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)/.exec(String(value ?? ''));
  if (!found) return null;
  const [, year, month, day, time] = found;
  const text = `${year}-${month}-${day} ${time}`;
  return Number.isNaN(Date.parse(`${text.replace(' ', 'T')}Z`)) ? null : text;
}

function placeOf(longitude: unknown, latitude: unknown): [number, number] | null {
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return null;
  if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) return null;
  // 0, 0 is what a phone without a fix writes.
  if (longitude === 0 && latitude === 0) return null;
  return [Math.round(longitude * 1e6), Math.round(latitude * 1e6)];
}
