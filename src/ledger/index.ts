/** 入河排污口台账: outfalls, their classes and codes. */
export {
  type Check,
  type Finding,
  grantWaiver,
  mayWaive,
  plainCheck,
  readCheck,
  ruleName,
  tally,
  withdrawWaiver,
  writeCheck,
} from './compliance';
export {
  declareUntraceable,
  keepsLedger,
  LEDGER_KEEPERS,
  mayBeUntraceable,
} from './declareUntraceable';
export { exportLedger } from './exportLedger';
export { findOutfalls, type LedgerScope } from './findOutfalls';
export { confirmFound, dismissFound, foundHands, mergeFound, noteFound } from './found';
export { importLedger, writeLedgerTemplate } from './importLedger';
export { LEDGER_BOOK } from './ledgerBook';
export { type Likely, likelySame } from './likelySame';
export { OUTFALL_CLASSES } from './outfallClasses';
export { type FieldChange, type OutfallStep, outfallHistory } from './outfallHistory';
export { isOverdue } from './planLedger';
export { proposeName } from './proposeName';
