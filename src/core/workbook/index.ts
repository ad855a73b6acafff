/** Workbooks in and out: reading against a specification, findings, import flow, templates. */
export * from './columns';
export * from './coordinates';
export * from './diff';
export { type Rows, writeFilled } from './filled';
export * from './findings';
export { LIMITS } from './limits';
export * from './measures';
export { type BookSpec, readBook, type Tables } from './readBook';
export { type RawSheet, readSheets } from './readSheets';
export { readSheetsApart } from './readSheetsApart';
export { type SheetSpec, Table, type TableRow } from './readTable';
export { recogniseBook } from './recognise';
export * from './runImport';
export { writeTemplate } from './template';
export { cleanCode, fold, maskDigits } from './text';
export { UnreadableWorkbook } from './unpack';
export { type CellOut, type SheetOut, writeBook } from './writeBook';
