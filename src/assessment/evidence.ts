import type { EvidenceRef, PackedEvidence } from '../../entities';
import { groupBy } from '../core/groupBy';
import { packIds, unpackIds } from '../core/packIds';

/** For storing: small numbers instead of whole records. */
export const packEvidence = (refs: readonly EvidenceRef[]): PackedEvidence =>
  Object.fromEntries(
    [...groupBy(refs, ({ kind }) => kind)].map(([kind, own]) => [kind, packIds(own.map(({ id }) => id))]),
  );

export const unpackEvidence = (packed: PackedEvidence): EvidenceRef[] =>
  Object.entries(packed).flatMap(([kind, own]) =>
    unpackIds(own).map((id): EvidenceRef => ({ kind: kind as EvidenceRef['kind'], id })),
  );
