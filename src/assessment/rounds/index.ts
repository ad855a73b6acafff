/** 正式考核: draft, 公示, 申诉, 复核, 定稿, and what is corrected afterwards. */
export type { RoundPress } from './advance';
export { type Amendment, amendRound } from './amendRound';
export { appealLine, type NewAppeal } from './appealLine';
export { confirmEffects, dropEffect } from './confirmEffects';
export { type AppealDecision, decideAppeal } from './decideAppeal';
export { draftRound } from './draftRound';
export { finaliseRound } from './finaliseRound';
export { replayAppeal, replayRound } from './lifecycle';
export { publishRound } from './publishRound';
export {
  amendable,
  contestable,
  type Effect,
  mayAmendAny,
  mayReview,
  newestRound,
  type PeriodLine,
  reviewersOf,
  roundOfRun,
  type WholeRound,
  waitingAppeals,
  waitingRounds,
  wholeRound,
} from './queries';
export { rescore } from './rescore';
export {
  correctable,
  dutyOf,
  keepsRounds,
  mayAppeal,
  reviewRoles,
  watchesRounds,
  whyNoAppeal,
} from './rules';
export { showEnd } from './showEnd';
