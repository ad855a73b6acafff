/** 巡河: how often, which tasks, what was seen. */

export { chiefActedFor, tasksActedFor } from './actedFor';
export {
  answerableFor,
  holdsOn,
  remindedOf,
  type Term,
  whyNobody,
} from './answerable';
export { closeMissed } from './closeMissed';
export type { PatrolDeps } from './deps';
export { generatePeriods, generateTasks } from './generateTasks';
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
export { type Every, type Frequency, frequencyOf, type Period, periodOf, periodsBetween } from './rules';
export { askForPatrol, type PatrolOutcome, type PatrolSubmission, submitPatrol } from './submitPatrol';
export { taskToWalk, type WalkableTask } from './taskToWalk';
export { type PostTerm, postKey, readTerms, termsByPost } from './terms';
export { unknownReaches } from './unknownReaches';
export { vacantTasks } from './vacantTasks';
export { LEVEL_WORDS, periodName, periodWords } from './words';
