import type { Unit } from '../../entities';
import type { OutfallRecord } from './ledgerSnapshot';

/** A row that can be stored. */
export interface PlannedOutfall {
  row: number;
  internalCode: string | null;
  town: Unit;
  record: OutfallRecord;
}
