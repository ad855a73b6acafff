import { exportDraw } from '../../evidence';
import { mayDraw } from '../mayHave';
import { monthOfId } from '../recheckWords';
import type { File } from './file';

/** 抽查: the tenth of a month's patrols that is looked at again. */
export const recheckFile: File = async (_deps, reader, { subject, roles }) => {
  if (!mayDraw(roles)) return null;
  const month = monthOfId(subject.id);
  return { name: `巡河抽查-${month}.xlsx`, bytes: await exportDraw(reader, month) };
};
