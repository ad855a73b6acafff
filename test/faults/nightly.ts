/** `NIGHTLY=1` runs the whole number, everyday runs a part of it. */
export const NIGHTLY = process.env.NIGHTLY === '1';

/** Where the random of a run begins; a failure names it, and `FAULT_SEED` brings it back. */
export const SEED = Number(process.env.FAULT_SEED ?? 20_261_126);

/** Numbers in [0, 1) from a seed (mulberry32): the same seed, the same moments. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
