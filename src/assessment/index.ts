/** 考核: what a period's records come to under the score sheets of the policy. */
export { type AssessmentResult, type AssessOptions, assess, type ResultLine } from './assess';
export { comparePeriods, movedLines, pairFrom, pairId, pairOf } from './compare';
export { explainApart, explainSheet } from './explain';
export { exportAssessment, newestRun } from './exportAssessment';
export { exportComparison } from './exportComparison';
export { exportReport } from './exportReport';
export { keepScores } from './keepScores';
export { monthlyAssessment } from './monthlyAssessment';
export { moves } from './moves';
export { parsePeriod } from './period';
export { isBonus, isDeduction, isItem, isPending, isVeto, type Line, SCALING } from './points';
export {
  evidenceByKind,
  largestLoss,
  mainMove,
  ownContent,
  type RunContent,
  type ScoredSubject,
  summaryContent,
} from './queries';
export { type AssessedRecord, inReadingOrder, readRecords } from './records';
export { type Item, itemsOf } from './sheet';
export { readTrend, type Trend } from './trend';
export type { Vacancy } from './vacancies';
export { type MovedScore, whatIfScores } from './whatIf';
export { BEFORE_NAMES, EVIDENCE_NAMES, periodTitle, ruleName } from './words';
export { type MonthScore, scoreYear } from './year';
