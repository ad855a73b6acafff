import type { SheetOut } from './bookParts';

/** 说明 behind a table: what it is, as of when, for whom and under which rules, a sentence a row. */
export const notesSheet = (notes: readonly string[], width = 70): SheetOut => ({
  name: '说明',
  columns: [{ heading: '说明', width }],
  rows: notes.map((note) => [note]),
});

/** For whom a file was written, and under which rules. */
export const writtenUnder = (writtenFor: string, policy: { version: number }): string =>
  `给：${writtenFor}；规则第${policy.version}版`;
