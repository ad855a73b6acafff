import type { ChatMessage } from '../core/messages';
import { importRoles } from '../core/policy';
import { takeUpload } from '../upload';
import { mayImport } from './mayHave';
import type { Asker } from './openings';

const WHAT =
  '能发给我的表有花名册、入河排污口台账、巡河记录、投诉、监测结果、排查线索和区划，都要 .xlsx 格式。';

/** A name inside a plain message: nothing in it may look like a tag of the messenger's. */
function quoted(name: string): string {
  const shown = name.replaceAll('<', '＜').replaceAll('>', '＞');
  return `“${shown.length > 40 ? `${shown.slice(0, 39)}…` : shown}”`;
}

/** A file sent in the chat: a workbook of somebody who may import is checked, anything else is not taken. */
export async function receiveFile(
  { tx, person, roles, at, deps }: Asker,
  messageId: string,
  { key, name }: NonNullable<ChatMessage['file']>,
): Promise<string> {
  const policy = deps.policies.current;
  if (!mayImport(roles, policy)) {
    return `文件${quoted(name)}没有收。导入表格由${importRoles(policy).join('、')}来发；照片请直接当图片发。`;
  }
  if (/\.(xls|xlsm|xlsb|et|csv)$/i.test(name)) {
    return `${quoted(name)}没有收：请在 WPS 或 Excel 里另存为 .xlsx 再发。${WHAT}`;
  }
  if (!/\.xlsx$/i.test(name)) return `${quoted(name)}没有收，这种文件我看不了。${WHAT}`;
  await takeUpload(tx, { messageId, fileKey: key, name, personId: person.id, at });
  return `收到${quoted(name)}，正在检查，看过预览再导入。`;
}
