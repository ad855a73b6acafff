import { importCancel, importConfirm } from '../../../cards/importPreview';
import { Fault } from '../../core/errors';
import { importRoles } from '../../core/policy';
import { cancelUpload, confirmUpload } from '../../upload';
import { on, type PressContext } from '../frame';

/** Somebody may have lost the post by which they sent the workbook. */
function mayImport({ deps, roles }: PressContext): void {
  if (!importRoles(deps.policies.current).some((role) => roles.includes(role))) {
    throw new Fault('press.notYours');
  }
}

const deciding = (
  { person, at, messageId }: PressContext,
  { upload, version }: { upload: number; version: number },
) => ({ uploadId: upload, version, personId: person.id, at, messageId });

export const uploadActions = [
  on(importConfirm, async (ctx, input) => {
    mayImport(ctx);
    await confirmUpload(ctx.tx, deciding(ctx, input));
    return { toast: { type: 'success', content: '正在导入' } };
  }),
  on(importCancel, async (ctx, input) => {
    await cancelUpload(ctx.tx, deciding(ctx, input));
    return { toast: { type: 'info', content: '已取消，没有导入' } };
  }),
];
