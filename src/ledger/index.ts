/** 入河排污口台账: outfalls, their classes and codes. */
export { importLedger, writeLedgerTemplate } from './importLedger';
export { isOverdue } from './planLedger';
