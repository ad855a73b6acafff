import { Upload } from '../../entities';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { later } from '../core/later';
import { refreshCards } from '../core/outbox';
import { step, subjectOf } from './step';

/** A press on 导入预览. */
export interface Deciding {
  uploadId: number;
  /** The version that the card was drawn from. */
  version: number;
  personId: number;
  at: Date;
  messageId?: string | null;
}

async function decide(
  tx: Tx,
  press: Deciding,
  state: 'importing' | 'cancelled',
  action: string,
): Promise<void> {
  const { uploadId, version, personId, at, messageId } = press;
  const upload = await tx.findOne(Upload, { id: uploadId });
  if (!upload) throw new Fault('matter.gone');
  if (upload.personId !== personId) throw new Fault('press.notYours');
  if (upload.state !== 'preview' || upload.version !== version) throw new Fault('press.stale');
  const set = { decidedById: personId, decidedAt: at };
  const done = await step(tx, upload, { state, set, action, actor: `person:${personId}`, at });
  if (!done) throw new Fault('press.stale');
  await refreshCards(tx, { subject: subjectOf(upload), at, exceptMessageId: messageId });
}

/**
 * 确认导入: it is imported from the inbox, once, whatever happens to this process.
 *
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function confirmUpload(tx: Tx, press: Deciding): Promise<void> {
  await decide(tx, press, 'importing', 'confirmed');
  const { uploadId, version, at } = press;
  // By version: one that was shown again is confirmed again.
  const key = `import:${uploadId}:${version}`;
  await later(tx, { key, type: 'import', payload: { uploadId }, at });
}

/** 取消: nothing of it is imported. @throws Fault `matter.gone`, `press.notYours`, `press.stale` */
export async function cancelUpload(tx: Tx, press: Deciding): Promise<void> {
  await decide(tx, press, 'cancelled', 'cancelled');
}
