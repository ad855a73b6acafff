import type { Column } from '../../../src/core/workbook';
import type { Raw } from '../../../src/core/workbook/readSheets';

export interface Read<T> {
  value: T | null;
  /** Codes of the faults. */
  faults: string[];
  repairs: string[];
}

/** What a column makes of one cell. */
export function readCell<T>(column: Column<T>, raw: Raw): Read<T> {
  const faults: string[] = [];
  const repairs: string[] = [];
  const value = column.read(raw, {
    fault: (code) => {
      faults.push(code);
      return null;
    },
    repaired: (...kinds) => {
      repairs.push(...kinds);
    },
  });
  return { value, faults, repairs };
}
