/** 排污口任务: what is asked for at outfalls now and then: 开闸、关闸 at the flood season's edges, 自行监测. */
export { askDryCheck, type DryCheckOrder } from './askDryCheck';
export { closeMissedTasks } from './closeMissedTasks';
export { finishRound } from './finishRound';
export { type Finish, finishTask } from './finishTask';
export { type OutfallHands, type Owned, readOutfallHands, WATCHERS } from './hands';
export {
  openOutfallTasks,
  outfallTasksOf,
  photosOfTask,
  seenBy,
  type TaskPhoto,
  type TaskWithOutfall,
  tasksOfRound,
} from './queries';
export { concerns, isPeriodic, needsPhoto, type PlannedRound, pipeFinds, roundsBeginning } from './rules';
export { startRounds } from './startRound';
export { TASK_WORDS } from './words';
