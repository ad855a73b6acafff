/*
 * A score sheet as the program reads it: every item whole, however short the county wrote it. All points are
 * hundredths.
 */

/** From this share on, in whole per cent (closed below, open above; the last to 100 inclusive), so many points. */
export interface Band {
  from: number;
  points: number;
}

interface Common {
  /** Its name in the file, and the `rule` of its line. */
  key: string;
  /** As people call it. */
  name: string;
  max: number;
  /** Places after the point to which its points are rounded, halves up: 0, 1 or 2. */
  rounding: number;
}

export type Item = Common &
  (
    | { kind: 'ratio'; source: string }
    /** `each` event takes so much, `most` of them all together. */
    | { kind: 'deduction'; source: string; each: number; most: number }
    | { kind: 'banded'; source: string; bands: readonly Band[] }
    /** `scorer`: the role or unit whose people give the points. */
    | { kind: 'manual'; scorer: string }
  );
