/** 考核: what a period's records come to under the score sheets of the policy. */
export { type AssessmentResult, type AssessOptions, assess, type ResultLine } from './assess';
export { type CitedRecord, inReadingOrder, readCited } from './cited';
export { comparePeriods, movedLines, pairFrom, pairId, pairOf } from './compare';
export { explainApart, explainSheet } from './explain';
export { exportAssessment } from './exportAssessment';
export { exportComparison } from './exportComparison';
export { exportReport } from './exportReport';
export { itemNames, type NamedLine, type NameOf } from './itemNames';
export { keepMarked, keepScores } from './keepScores';
export * from './marks';
export { monthlyAssessment } from './monthlyAssessment';
export { mainLoss, moves } from './moves';
export { newestRun, newestShownRun } from './newestRun';
export { isMonth, parsePeriod } from './period';
export {
  changeInWords,
  isBonus,
  isDeduction,
  isItem,
  isLeftOut,
  isPending,
  isVeto,
  type Line,
  pointsInWords,
  SCALING,
} from './points';
export {
  isTrial,
  mainMove,
  nameWithReach,
  ownContent,
  type RunContent,
  type ScoredSubject,
  scoredIn,
  scoresAbout,
  summaryContent,
  whoseNames,
} from './queries';
export * from './rounds';
export { readTrend, type Trend } from './trend';
export type { Vacancy } from './vacancies';
export { type MovedScore, monthsCompared, whatIfScores } from './whatIf';
export { BEFORE_NAMES, EVIDENCE_NAMES, periodTitle, ruleName, SHEET_NAMES } from './words';
