import type { UploadFindings, UploadReport } from '../../entities';
import { cut } from '../core/cut';
import type { ImportFault, ImportReport } from '../core/workbook';

/** As many of each as a card can show. */
const FIRST = 10;
const MOST_WORDS = 200;
const MOST_VALUE = 60;

/** 台账 第7行 经度 */
export const placeWords = ({ sheet, row, column }: ImportFault): string =>
  [sheet, row === null ? null : `第${row}行`, column].filter((part) => part !== null).join(' ');

const findings = (faults: readonly ImportFault[]): UploadFindings => ({
  total: faults.length,
  first: faults.slice(0, FIRST).map((fault) => ({
    place: placeWords(fault),
    words: cut(fault.message, MOST_WORDS),
    value: fault.value === null ? null : cut(fault.value, MOST_VALUE),
  })),
});

/** What the card shows of an import's report. */
export const shortened = ({ created, updated, unchanged, errors, warnings }: ImportReport): UploadReport => ({
  created,
  updated,
  unchanged,
  errors: findings(errors),
  warnings: findings(warnings),
});

/** Whether the card cannot show all of it, so that it goes out as a workbook too. */
export const isLong = ({ errors, warnings }: UploadReport): boolean =>
  [errors, warnings].some(({ total, first }) => total > first.length);
