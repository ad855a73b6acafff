import { Upload } from '../../entities';
import { cut } from '../core/cut';
import type { Tx } from '../core/database';
import { later } from '../core/later';

export interface NewUpload {
  messageId: string;
  fileKey: string;
  name: string;
  personId: number;
  at: Date;
}

/** The name as the row keeps it. */
const MOST_NAME = 255;

/**
 * A workbook that somebody sent who may import it. It is fetched and checked from the inbox; a message that was taken
 * in before adds nothing.
 */
export async function takeUpload(tx: Tx, { name, at, ...from }: NewUpload): Promise<void> {
  const { messageId, fileKey, personId } = from;
  const fresh = { messageId, fileKey, personId, name: cut(name, MOST_NAME) };
  await tx.insert(
    Upload,
    { ...fresh, receivedAt: at, state: 'waiting', again: false, version: 1 },
    { ignore: true },
  );
  const upload = await tx.findOne(Upload, { messageId, fileKey });
  if (!upload) return;
  await later(tx, { key: `upload:${upload.id}`, type: 'upload', payload: { uploadId: upload.id }, at });
}
