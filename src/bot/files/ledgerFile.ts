import { Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { exportLedger } from '../../ledger';
import { ledgerTown } from '../mayHave';
import type { File } from './file';

/** 台账: the whole county's, or the own town's. */
export const ledgerFile: File = async ({ policies }, reader, { recipient, roles, at }) => {
  const town = await ledgerTown(reader, recipient, roles, policies.current);
  if (town === undefined) return null;
  const unit = town === null ? null : await reader.findOne(Unit, { id: town });
  const whose = unit ? `${unit.name}-` : '';
  const written = { policy: policies.current, at, writtenFor: recipient.name };
  return {
    name: `入河排污口台账-${whose}${dayOf(at)}.xlsx`,
    bytes: await exportLedger(reader, written, town),
  };
};
