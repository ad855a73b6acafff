/**
 * What a workbook may be at most, checked before a library parses it. The figures are generous for a county
 * (its ledger has some hundred rows of 41 columns, about 0.1 MB) and keep a hostile file from filling memory:
 * 20,000 rows × 41 columns are 28 MB of XML and were read in 1.6 s with 200 MB of memory.
 */
export const LIMITS = {
  /** Bytes of the file as it came. */
  fileBytes: 20 * 1024 * 1024,
  /** Bytes of all parts together once inflated. */
  inflatedBytes: 200 * 1024 * 1024,
  /** Inflated ÷ file size; real workbooks stay below 30. Small files are let through whatever their ratio. */
  ratio: 200,
  ratioFromBytes: 20 * 1024 * 1024,
  /** Parts inside the zip. */
  parts: 1_000,
  /** Rows of one sheet that hold a value, the heading included. */
  rows: 20_001,
  columns: 200,
  /** Excel's own last row: a higher number is a broken or hostile file. */
  excelRows: 1_048_576,
} as const;
