/** 入河排污口台账: outfalls, their classes and codes. */

export { changeOutfall } from './changeOutfall';
export {
  type Check,
  type Finding,
  grantWaiver,
  JUDGED,
  mayWaive,
  plainCheck,
  readCheck,
  ruleName,
  type StandardFact,
  type StandardRead,
  standardOf,
  tally,
  withdrawWaiver,
  writeBundle,
  writeCheck,
} from './compliance';
export {
  declareUntraceable,
  keepsLedger,
  LEDGER_KEEPERS,
  mayBeUntraceable,
} from './declareUntraceable';
export { enterOutfall, type OutfallEntry, outfallNamed } from './enterOutfall';
export { exportLedger } from './exportLedger';
export { findOutfalls, type LedgerScope } from './findOutfalls';
export { confirmFound, dismissFound, foundHands, mergeFound, noteFound } from './found';
export { guardPlace } from './guardPlace';
export { importLedger, writeLedgerTemplate } from './importLedger';
export { keptBecause } from './kept';
export { LEDGER_BOOK } from './ledgerBook';
export { type LedgerPast, type PastStep, readLedgerPast, takenBack } from './ledgerPast';
export { type Likely, likelySame } from './likelySame';
export { COUNTY_TYPES, countyTypeOf, needsApproval, OUTFALL_CLASSES, unapproved } from './outfallClasses';
export { type FieldChange, type OutfallStep, outfallHistory } from './outfallHistory';
export { isOverdue } from './planLedger';
export { proposeName } from './proposeName';
