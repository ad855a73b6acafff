/** 入河排污口台账: outfalls, their classes and codes. */
export {
  type Check,
  type Finding,
  grantWaiver,
  mayWaive,
  plainCheck,
  readCheck,
  tally,
  withdrawWaiver,
  writeCheck,
} from './compliance';
export { exportLedger } from './exportLedger';
export { findOutfalls, type LedgerScope } from './findOutfalls';
export { importLedger, writeLedgerTemplate } from './importLedger';
export { LEDGER_BOOK } from './ledgerBook';
export { isOverdue } from './planLedger';
