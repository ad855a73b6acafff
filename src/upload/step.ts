import { Upload, type UploadState } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { history } from '../core/history';
import { later } from '../core/later';

/** As the outbox and the cards know it. */
export const subjectOf = ({ id }: Pick<Upload, 'id'>) => ({ type: 'upload', id });

/** Nothing is done with it any more, and nothing is written of it. */
const OVER = new Set<UploadState>(['imported', 'same', 'unreadable', 'cancelled']);

/**
 * One step in the life of an upload, by compare-and-set on its version. Whichever step is the last that needs its
 * bytes has them forgotten.
 *
 * @returns false when somebody else was first
 */
export async function step(
  tx: Tx,
  upload: Upload,
  change: { state: UploadState; set?: Partial<Upload>; action: string; actor: string; at: Date },
): Promise<boolean> {
  const { id, version } = upload;
  const { state, set, action, actor, at } = change;
  const next = { ...set, state, version: version + 1 };
  if ((await tx.update(Upload, { id, version, state: upload.state }, next)) === 0) return false;
  const deed = { at, actor, subjectType: 'upload', subjectId: id };
  history(tx, { ...deed, version: next.version, action, state });
  audit(tx, { ...deed, action: `upload.${action}`, detail: { name: upload.name, sha256: upload.sha256 } });
  if (OVER.has(state) || set?.sha256 === null) {
    await later(tx, { key: `forget:${id}`, type: 'forget', payload: { uploadId: id }, at });
  }
  return true;
}
