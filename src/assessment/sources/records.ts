import type { StandardFact } from '../../ledger';
import type { ComplaintFact } from '../facts/complaints';
import type { EscalationFact } from '../facts/escalations';
import type { MarkFact } from '../facts/marks';
import type { RemedyFact } from '../facts/remedies';
import type { SampleFact } from '../facts/samples';
import type { Source } from '../source';
import { complaints } from './complaints';
import { circulated, interviewed } from './escalations';
import { rectification } from './rectification';
import { standardisation } from './standardisation';
import { waterQuality } from './waterQuality';

export { markOf, vetoesOf } from './marks';

/** What a town's sources are asked of, each from a file in `facts/`. */
export interface TownSourceFacts {
  remedies: readonly RemedyFact[];
  standards: readonly StandardFact[];
  samples: readonly SampleFact[];
  complaints: readonly ComplaintFact[];
  escalations: readonly EscalationFact[];
  marks: readonly MarkFact[];
}

/** Of a chief in a post; the escalations are those that the chief bears (`borneBy`). */
export type ChiefSourceFacts = Pick<TownSourceFacts, 'escalations' | 'marks'>;

/** Sources of a town's sheet that look at other records than patrols and problems, by the name that policy gives them. */
export const TOWN_SOURCES = {
  rectification,
  standardisation,
  waterQuality,
  complaints,
  circulated,
  interviewed,
} as const satisfies Record<string, Source<TownSourceFacts>>;

export const CHIEF_SOURCES = { circulated, interviewed } as const satisfies Record<
  string,
  Source<ChiefSourceFacts>
>;
