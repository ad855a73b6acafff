/*
 * What a picture looks like in a few hundred bytes, so that one that was saved anew, scaled, made brighter or cut at
 * its edges is known again, and another picture is not taken for it.
 *
 * Of the grey picture, and of the picture without a rim on some or all sides, the lowest frequencies of a cosine
 * transform are kept as one bit each: above or below their median. Someone who cut 5 % off an old picture sends what
 * the old one looks like without its rim. The coarse bits (8 × 8 frequencies, seven frames) are searched among all
 * that was ever sent; the fine ones (16 × 16, seventeen frames) decide. test/evidence/likeness.test.ts measures both.
 */

/** Pixels a side of the grey picture that a fingerprint is made of. */
export const SIDE = 128;
/** Pixels a side of what the transform sees. */
const N = 32;
const COARSE = 8;
const FINE = 16;
/** The part of a side that a frame leaves out: what is cut off by about 5 % is met within half a pixel of `N`. */
const RIM = 0.045;

/** Of 64 bits and of 256: at most so many differ between two copies of one picture. */
export const COARSE_MOST = 12;
export const FINE_MOST = 44;
/**
 * Up to here it looks like one picture. Further apart it may be a copy that was cut crookedly or written on, or the same
 * place on another day from nearly the same spot: nobody is told that it is the same.
 */
export const SURE_MOST = 28;

/** Grey levels by which a picture must vary (standard deviation): a lens cap or a white wall looks like any other. */
const FLAT = 4;

/** How much is left out left, top, right and bottom. */
type Frame = readonly [number, number, number, number];
const evenly = (rim: number): Frame => [rim, rim, rim, rim];
/** One bit a side. */
const cutAt = (sides: number): Frame => [
  sides & 1 ? RIM : 0,
  sides & 2 ? RIM : 0,
  sides & 4 ? RIM : 0,
  sides & 8 ? RIM : 0,
];
/** Whole, a narrow rim, the rim, two sides that meet; these are searched by. */
const SEARCHED: readonly Frame[] = [evenly(0), evenly(RIM / 2), evenly(RIM), ...[3, 6, 9, 12].map(cutAt)];
const FRAMES: readonly Frame[] = [...SEARCHED, ...[1, 2, 4, 8, 5, 10, 7, 11, 13, 14].map(cutAt)];
export const COARSE_FRAMES = SEARCHED.length;

const COSINES = Array.from({ length: FINE }, (_, u) =>
  Float64Array.from({ length: N }, (_, x) => Math.cos(((2 * x + 1) * u * Math.PI) / (2 * N))),
);

export interface Fingerprint {
  /** The coarse bits of the first frames, one after the other. */
  coarse: Uint32Array;
  /** The fine bits of all frames, one after the other. */
  fine: Uint32Array;
}

const COARSE_WORDS = (COARSE * COARSE) / 32;
const FINE_WORDS = (FINE * FINE) / 32;

/** @param grey SIDE × SIDE pixels of one byte @returns null for a picture without anything on it */
export function fingerprintOf(grey: Uint8Array): Fingerprint | null {
  if (deviation(grey) < FLAT) return null;
  const fine: number[] = [];
  const coarse: number[] = [];
  for (const [index, frame] of FRAMES.entries()) {
    const frequencies = transform(within(grey, frame));
    if (index < COARSE_FRAMES) coarse.push(...bitsOf(frequencies, COARSE));
    fine.push(...bitsOf(frequencies, FINE));
  }
  return { coarse: Uint32Array.from(coarse), fine: Uint32Array.from(fine) };
}

function deviation(grey: Uint8Array): number {
  let sum = 0;
  let squares = 0;
  for (const value of grey) {
    sum += value;
    squares += value * value;
  }
  return Math.sqrt(Math.max(0, squares / grey.length - (sum / grey.length) ** 2));
}

/** Points looked at along each side of one pixel. */
const POINTS = 2;

/** N × N pixels of what the frame leaves. */
function within(grey: Uint8Array, [left, top, right, bottom]: Frame): Float64Array {
  const columns = positions(left, right);
  const rows = positions(top, bottom);
  const out = new Float64Array(N * N);
  for (const [j, row] of rows.entries()) {
    const y = Math.floor(row);
    const below = Math.min(SIDE - 1, y + 1);
    for (const [i, column] of columns.entries()) {
      const x = Math.floor(column);
      const beside = Math.min(SIDE - 1, x + 1);
      const upper = mix(grey[y * SIDE + x], grey[y * SIDE + beside], column - x);
      const lower = mix(grey[below * SIDE + x], grey[below * SIDE + beside], column - x);
      const at = Math.floor(j / POINTS) * N + Math.floor(i / POINTS);
      out[at] = (out[at] ?? 0) + mix(upper, lower, row - y);
    }
  }
  return out;
}

/** Where along a side the points lie when a part is left out at its start and its end. */
const positions = (start: number, end: number): number[] =>
  Array.from({ length: N * POINTS }, (_, i) => {
    const part = start + ((1 - start - end) * (i + 0.5)) / (N * POINTS);
    return Math.min(SIDE - 1, Math.max(0, part * SIDE - 0.5));
  });

const mix = (a = 0, b = 0, part = 0): number => a + (b - a) * part;

/** The FINE × FINE lowest frequencies. */
function transform(pixels: Float64Array): Float64Array {
  const rows = new Float64Array(N * FINE);
  for (let y = 0; y < N; y += 1) {
    for (let u = 0; u < FINE; u += 1) {
      let sum = 0;
      const cosines = COSINES[u] as Float64Array;
      for (let x = 0; x < N; x += 1) sum += (pixels[y * N + x] as number) * (cosines[x] as number);
      rows[y * FINE + u] = sum;
    }
  }
  const out = new Float64Array(FINE * FINE);
  for (let v = 0; v < FINE; v += 1) {
    const cosines = COSINES[v] as Float64Array;
    for (let u = 0; u < FINE; u += 1) {
      let sum = 0;
      for (let y = 0; y < N; y += 1) sum += (rows[y * FINE + u] as number) * (cosines[y] as number);
      out[v * FINE + u] = sum;
    }
  }
  return out;
}

/** One bit for each of the `size` × `size` lowest frequencies, packed. */
function bitsOf(frequencies: Float64Array, size: number): number[] {
  const kept = new Float64Array(size * size);
  for (let v = 0; v < size; v += 1) {
    for (let u = 0; u < size; u += 1) kept[v * size + u] = frequencies[v * FINE + u] as number;
  }
  const median = Float64Array.from(kept).sort()[kept.length / 2] as number;
  const words = new Array<number>(kept.length / 32).fill(0);
  for (const [bit, value] of kept.entries()) {
    if (value > median) words[bit >> 5] = (words[bit >> 5] as number) | (1 << (bit & 31));
  }
  return words;
}

/** How many bits of a word are set. */
export function bitsSet(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The least that one picture's frames differ from the other's whole, or the other way round. */
function closest(a: Uint32Array, b: Uint32Array, words: number): number {
  const between = (x: Uint32Array, from: number, y: Uint32Array): number => {
    let bits = 0;
    for (let w = 0; w < words; w += 1) bits += bitsSet((x[from + w] as number) ^ (y[w] as number));
    return bits;
  };
  let least = Number.POSITIVE_INFINITY;
  for (let from = 0; from < a.length; from += words) {
    least = Math.min(least, between(a, from, b), between(b, from, a));
  }
  return least;
}

/** 0–64: what a search goes by. */
export const coarseDistance = (a: Uint32Array, b: Uint32Array): number => closest(a, b, COARSE_WORDS);

/** 0–256: at most FINE_MOST for copies of one picture, about 110 for two that have nothing in common. */
export const fineDistance = (a: Uint32Array, b: Uint32Array): number => closest(a, b, FINE_WORDS);

/** Whether one is the other, or a part of it, saved anew. */
export const samePicture = (a: Fingerprint, b: Fingerprint): boolean =>
  coarseDistance(a.coarse, b.coarse) <= COARSE_MOST && fineDistance(a.fine, b.fine) <= FINE_MOST;

/** Words as text, and back: what a database keeps alike everywhere. */
export const toText = (words: Uint32Array): string =>
  Buffer.from(words.buffer, words.byteOffset, words.byteLength).toString('base64');

export function fromText(text: string): Uint32Array {
  const bytes = Buffer.from(text, 'base64');
  // A copy of its own: a view must begin at a multiple of four.
  return new Uint32Array(new Uint8Array(bytes).buffer);
}
