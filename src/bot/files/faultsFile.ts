import { Upload } from '../../../entities';
import { listFaults } from '../../upload';
import type { File } from './file';

/** 检查结果: everything that is wrong with a workbook, to whoever sent it. */
export const faultsFile: File = async (deps, reader, { subject, recipient, at }) => {
  const upload = await reader.findOne(Upload, { id: subject.id });
  return upload?.personId === recipient.id ? listFaults(deps, subject.id, at) : null;
};
