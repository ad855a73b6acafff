import type { CellOut, SheetOut } from '../core/workbook';
import type { ScoredSubject } from './queries';

/** Whose row it is, on every sheet of scores. */
export const WHO: SheetOut['columns'] = [
  { heading: '对象', width: 8 },
  { heading: '名称', width: 26 },
  { heading: '河段', width: 26 },
];

const KINDS = { town: '镇', chief: '河长' } as const;

export const who = ({ score, name, reach }: ScoredSubject): CellOut[] => [KINDS[score.subject], name, reach];
