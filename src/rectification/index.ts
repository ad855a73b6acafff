/** 整治: what is done about each outfall, from the annual plan to 销号 and the look back. */
import type { SentKind } from '../../entities';
import type { Subject } from '../core/outbox';

export { type Application, actedIn, applyCloseOut, signersOf } from './applyCloseOut';
export type { RectificationPress } from './deps';
export { exportProgress, exportRetained } from './exportProgress';
export { askExtension, decideExtension } from './extension';
export { type RectificationHands, readRectificationHands } from './hands';
export { importPlan, writePlanTemplate } from './importPlan';
export { readLedBy } from './ledBy';
export { replay as replayRectification } from './lifecycle';
export { recur, settleLookBack } from './lookBack';
export { type OpenRectification, openRectifications } from './openRectifications';
export { photoFlags, photosOfRound, type RectificationPhoto } from './photos';
export { type PhotoMatter, photoMatterOf } from './photosFor';
export { PLAN_BOOK } from './planBook';
export {
  filterPlan,
  mayPlan,
  nextOfPlan,
  openPlanDraft,
  PLAN_LOT,
  type PlanLine,
  type Planned,
  planOutfalls,
  readPlanLists,
  replan,
} from './planInChat';
export {
  byDimension,
  type Group,
  medianOf,
  percentOf,
  type ReachProgress,
  readGroups,
  readReachProgress,
  sumOf,
  surveyedUntil,
  type Tally,
} from './progress';
export { readStanding, type Standing } from './record';
export { reportProgress, turnSides } from './reportProgress';
export { checklistOf, itemWords, needsPhotos } from './rules';
export { returnCloseOut, signCloseOut } from './signCloseOut';
export { tracedSince } from './tracedBy';
export { STEP_WORDS } from './words';

/** The one card that lists whatever waits for its recipient. */
export const RECTIFICATION_LIST: { kind: SentKind; subject: Subject } = {
  kind: 'rectifications',
  subject: { type: 'rectifications', id: 0 },
};
