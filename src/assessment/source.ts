import type { EvidenceRef } from '../../entities';

/** What one subject's records come to under one item, before any points: pure, from facts. */
export type Counted =
  /** A share: met of all, from one set. all = 0 is 不适用, said by `nothing`. */
  | { kind: 'share'; met: number; all: number; reason: string; nothing: string; evidence: EvidenceRef[] }
  /** Events that cost points. `looked`: false when there was nothing that could have gone wrong (不适用). The evidence of no events is the set that was looked at. */
  | {
      kind: 'events';
      events: number;
      looked: boolean;
      reason: string;
      nothing: string;
      evidence: EvidenceRef[];
    }
  /** What a named person gave: hundredths of the maximum's points; null: nobody has yet. */
  | { kind: 'mark'; points: number | null; reason: string; nothing: string; evidence: EvidenceRef[] };

export type Source<Facts> = (facts: Facts) => Counted;
