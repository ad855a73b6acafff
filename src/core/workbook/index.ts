/** Workbooks in and out: reading against a specification, findings, import flow, templates. */
export * from './columns';
export * from './coordinates';
export * from './diff';
export * from './findings';
export { LIMITS } from './limits';
export * from './measures';
export { type BookSpec, readBook, type Tables } from './readBook';
export { type SheetSpec, Table, type TableRow } from './readTable';
export * from './runImport';
export { writeTemplate } from './template';
export { fold, maskDigits } from './text';
export { type CellOut, type SheetOut, writeBook } from './writeBook';
