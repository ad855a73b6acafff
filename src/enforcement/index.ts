/** 执法: what evades supervision, reported to 分局 at once, its evidence kept, its outcome. */
export { type CaseDecision, decideCase, mayDecideCase } from './decideCase';
export { exportCases } from './exportCases';
export { enforcersOf, openCase } from './openCase';
export { openCases } from './queries';
