import { LadderDispatch } from '../../../entities';
import { dispatchFor, exportDispatch, spanName } from '../../escalation';
import type { File } from './file';

/** 调度通报 as 公文: whole, or with one town's own figures. */
export const dispatchFile: File = async (deps, reader, { subject, recipient }) => {
  const found = await reader.findOne(LadderDispatch, { id: subject.id });
  const whose = found && (await dispatchFor(reader, deps, found, recipient));
  if (!found || whose === null) return null;
  return {
    name: `${spanName(found.period)}调度通报.docx`,
    bytes: await exportDispatch(found, deps.policies.current, whose),
  };
};
