import { dayOf } from '../../core/days';
import { writeCheck } from '../../ledger';
import { mayHaveCompliance } from '../mayHave';
import type { File } from './file';

/** 合规检查: the plan's rules over the ledger as it is when the file is written. */
export const complianceFile: File = async ({ policies }, reader, { recipient, roles, at }) =>
  mayHaveCompliance(roles)
    ? {
        name: `合规检查-${dayOf(at)}.xlsx`,
        bytes: await writeCheck(reader, { policy: policies.current, at, writtenFor: recipient.name }),
      }
    : null;
