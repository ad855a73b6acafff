import type { SheetName } from '../../core/policySheets';
import type { Source } from '../source';
import type { ChiefFacts, DepartmentFacts, TownFacts } from '../subjectFacts';
import { closings, findings, records } from './chief';
import { complaints } from './complaints';
import { chiefPatrols, townPatrols } from './patrol';
import { problemsOnTime, problemsReturned } from './problems';
import { rectification } from './rectification';
import { standardisation } from './standardisation';
import { waterQuality } from './waterQuality';

/*
 * Every source by the name that a sheet calls it by; `SOURCES` of core/policySheets.ts says how each comes out. A name
 * that is there and not here has no records yet: its items are 不适用.
 */

type Named<Facts> = Readonly<Record<string, Source<Facts>>>;

const TOWN: Named<TownFacts> = {
  patrol: townPatrols,
  problemOnTime: problemsOnTime,
  problemRebound: problemsReturned,
  rectification,
  standardisation,
  waterQuality,
  complaints,
};

interface OfSheets extends Record<SheetName, unknown> {
  town: Named<TownFacts>;
  chief: Named<ChiefFacts>;
  department: Named<DepartmentFacts>;
}

export const SOURCES_OF: OfSheets = {
  town: TOWN,
  chief: { patrol: chiefPatrols, record: records, finding: findings, closing: closings },
  department: { problemOnTime: problemsOnTime, problemRebound: problemsReturned },
};
