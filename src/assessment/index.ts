/** 考核: what a period's records come to under the score sheets of the policy. */
export { type AssessmentResult, type AssessOptions, assess, type ResultLine } from './assess';
export { exportAssessment, newestRun } from './exportAssessment';
export { keepScores } from './keepScores';
export { monthlyAssessment } from './monthlyAssessment';
export { parsePeriod } from './period';
export { isDeduction, isPending, isVeto, type Line, SCALING } from './points';
export {
  evidenceByKind,
  largestLoss,
  mainMove,
  ownContent,
  type RunContent,
  type ScoredSubject,
  summaryContent,
} from './queries';
export * from './rounds';
export type { Vacancy } from './vacancies';
export { type MovedScore, whatIfScores } from './whatIf';
export { BEFORE_NAMES, EVIDENCE_NAMES, periodTitle, ruleName } from './words';
