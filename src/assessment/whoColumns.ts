import type { CellOut, SheetOut } from '../core/workbook';
import type { ScoredSubject } from './queries';
import { SHEET_NAMES } from './words';

/** Whose row it is, on every sheet of scores. */
export const WHO: SheetOut['columns'] = [
  { heading: '对象', width: 8 },
  { heading: '名称', width: 26 },
  { heading: '河段', width: 26 },
];

export const who = ({ score, name, reach }: ScoredSubject): CellOut[] => [
  SHEET_NAMES[score.subject],
  name,
  reach,
];
