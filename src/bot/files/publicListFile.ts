import { dayOf } from '../../core/days';
import { ensurePages, exportPublicList } from '../../publicity';
import { mayPublish } from '../publicityWords';
import type { File } from './file';

/** 公开清单: what 分局 can put on a website as it is. */
export const publicListFile: File = async (deps, reader, { recipient, roles, at }) => {
  if (!mayPublish(roles)) return null;
  await ensurePages(deps, at);
  const policy = deps.policies.current;
  const written = { policy, at, base: deps.publicUrl ?? null, writtenFor: recipient.name };
  return { name: `入河排污口公开清单-${dayOf(at)}.xlsx`, bytes: await exportPublicList(reader, written) };
};
