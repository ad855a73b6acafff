/** 入河排污口台账: outfalls, their classes and codes. */
export { importLedger, writeLedgerTemplate } from './importLedger';
export { COUNTY_TYPES, type CountyType, countyType, OUTFALL_CLASSES, outfallTypes } from './outfallClasses';
export { isOverdue } from './planLedger';
