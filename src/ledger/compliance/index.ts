/** The plan's rules (新政办发〔2023〕30号) over the ledger, and 分局's waivers of what they find. */
export { type Check, checkLedger, type Finding } from './check';
export { plainCheck, ruleName, tally } from './describe';
export { readCheck } from './readCheck';
export { JUDGED } from './rule';
export { type StandardFact, type StandardRead, standardOf } from './standard';
export { grantWaiver, mayWaive, REASON_LIMIT, withdrawWaiver } from './waivers';
export { writeBundle } from './writeBundle';
export { writeCheck } from './writeCheck';
