import type { Reader } from '../../core/database';
import type { Deps } from '../deps';
import { readHands } from '../hands';
import { assessmentAppeals, assessmentRounds } from './assessmentRounds';
import { behindPlan } from './behindPlan';
import { complaints } from './complaints';
import { documents } from './documents';
import { enforcement } from './enforcement';
import { foundOutfalls } from './foundOutfalls';
import { ladderReplies } from './ladderReplies';
import { markProposals, markSheets } from './marks';
import type { Look, Matter, Scope } from './matter';
import { missedPatrols } from './missedPatrols';
import { outfalls } from './outfalls';
import { outfallTasks } from './outfallTasks';
import { patrols } from './patrols';
import { problems } from './problems';
import { promises } from './promises';
import { settings } from './settings';
import { suggestions } from './suggestions';
import { surveyLeads } from './surveyLeads';
import { suspicions } from './suspicions';

export { planGaps } from './behindPlan';
export { DUTIES_OF, type Duty, type Matter } from './matter';
export { unreachedPatrols } from './patrols';
export { laggard } from './problems';

/** Every kind of matter with a due day, in the order in which lists name them. */
const KINDS: readonly ((look: Look) => Promise<Matter[]>)[] = [
  patrols,
  problems,
  outfalls,
  outfallTasks,
  foundOutfalls,
  complaints,
  suggestions,
  suspicions,
  enforcement,
  surveyLeads,
  missedPatrols,
  behindPlan,
  ladderReplies,
  documents,
  promises,
  settings,
  assessmentRounds,
  assessmentAppeals,
  markSheets,
  markProposals,
];

/** The county's open matters with a due day: all of them, or those of `only` that are still open. */
export async function openMatters(
  reader: Reader,
  { policies, calendar }: Pick<Deps, 'policies' | 'calendar'>,
  scope: Scope,
): Promise<Matter[]> {
  const hands = await readHands(reader, policies.current);
  const found: Matter[] = [];
  for (const kind of KINDS) found.push(...(await kind({ reader, policies, calendar, hands, scope })));
  return found;
}
