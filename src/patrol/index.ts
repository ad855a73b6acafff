/** 巡河: how often, which tasks, what was seen. */

export { chiefActedFor, tasksActedFor } from './actedFor';
export {
  answerableFor,
  holdsOn,
  isAway,
  isNew,
  remindedOf,
  type Term,
  whyNobody,
} from './answerable';
export { answerStandIn, type StandInPress } from './answerStandIn';
export { askAfterRain, type RainOrder } from './askAfterRain';
export { askStandIn, isOver, type StandInRequest } from './askStandIn';
export {
  batchEntries,
  impossibleSpeeds,
  neverFinds,
  normalBesideFinding,
  ownShare,
} from './authenticity';
export { type Claim, claimed } from './claims';
export { closeMissed } from './closeMissed';
export type { PatrolDeps } from './deps';
export { emergencyOn, emergencyReport } from './emergencyReport';
export { emergencyTasks } from './emergencyTasks';
export { endEmergency } from './endEmergency';
export { endLeave } from './endLeave';
export {
  type Entry,
  enterForTask,
  enterFree,
  freeWalk,
  recordFreeWalk,
  type Walk,
  type WalkablePost,
  walkablePosts,
  walkOfTask,
} from './enterPatrol';
export { generatePeriods, generateTasks } from './generateTasks';
export { type LeaveAbove, leavesAbove } from './leavesAbove';
export { type Grounds, planTasks } from './planTasks';
export { levelOfPost, postIdOf, reachOfPost } from './postNumber';
export { canPostpone, postponePatrol } from './postponePatrol';
export {
  type KeyOutfall,
  keyOutfallsOf,
  type OpenTask,
  openTasksOf,
  type SeenOutfall,
  type TaskOnCard,
  taskOnCard,
  type Walked,
} from './queries';
export { type PaperRecord, recordPapers } from './recordPapers';
export { type Look, recordPatrol, type Seen } from './recordPatrol';
export {
  type Days,
  type Every,
  type Frequency,
  frequencyOf,
  type Period,
  periodOf,
  periodsBetween,
} from './rules';
export { reachesIn, readReaches, type Scope } from './scope';
export { standInChoices } from './standInChoices';
export { type ActiveStandIn, standInsOn, toldInstead } from './standIns';
export { type EmergencyOrder, startEmergency } from './startEmergency';
export { askForPatrol, type PatrolOutcome, type PatrolSubmission, submitPatrol } from './submitPatrol';
export { resumePatrols, type SuspensionOrder, suspendPatrols } from './suspend';
export { suspendedReaches, suspensionsSince, suspensionWords } from './suspensions';
export { takeLeave } from './takeLeave';
export {
  type HeldTask,
  heldTask,
  mayReport,
  taskToReport,
  taskToWalk,
  type WalkableTask,
  walksFor,
} from './taskToWalk';
export { graced, type PostTerm, postKey, readTerms, termsByPost, termsThen } from './terms';
export { type Uncovered, uncoveredBy } from './uncovered';
export { unknownReaches } from './unknownReaches';
export { vacantTasks } from './vacantTasks';
export { LEVEL_WORDS, periodName, periodWords } from './words';
