import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import type { Policy } from '../../core/policy';
import { exportCases } from '../../enforcement';
import { writeBundle } from '../../ledger';
import { exportLeads } from '../../survey';
import { mayHaveCompliance } from '../mayHave';
import type { File } from './file';

type Write = (reader: Reader, of: { policy: Policy; at: Date; writtenFor: string }) => Promise<Buffer>;

/** A file of 分局's and 县河长办's to hand on: it says when, for whom and by which rules it was written. */
const handedOn =
  (name: string, write: Write): File =>
  async ({ policies }, reader, { recipient, roles, at }) =>
    mayHaveCompliance(roles)
      ? {
          name: `${name}-${dayOf(at)}.xlsx`,
          bytes: await write(reader, { policy: policies.current, at, writtenFor: recipient.name }),
        }
      : null;

/** 项目打包清单: the government's outfalls that stay, to apply for as one project. */
export const bundleFile = handedOn('项目打包清单', writeBundle);

/** 排查线索: every point and what was found there. */
export const leadsFile = handedOn('排查线索', exportLeads);

/** 执法案件: what evaded supervision and what came of it. */
export const casesFile = handedOn('执法案件', exportCases);
