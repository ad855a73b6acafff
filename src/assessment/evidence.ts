import type { EvidenceRef, PackedEvidence } from '../../entities';
import { groupBy } from '../core/groupBy';

/** Ids as the first one and the steps from each to the next. */
const steps = (ids: readonly number[]): number[] => ids.map((id, n) => id - (ids[n - 1] ?? 0));

/** For storing: small numbers instead of whole records. */
export const packEvidence = (refs: readonly EvidenceRef[]): PackedEvidence =>
  Object.fromEntries(
    [...groupBy(refs, ({ kind }) => kind)].map(([kind, own]) => [kind, steps(own.map(({ id }) => id))]),
  );

export const unpackEvidence = (packed: PackedEvidence): EvidenceRef[] =>
  Object.entries(packed).flatMap(([kind, own]) => {
    let id = 0;
    return own.map((step): EvidenceRef => {
      id += step;
      return { kind: kind as EvidenceRef['kind'], id };
    });
  });
