import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secrets } from '../core/secrets';
import { FeishuRefusal } from './errors';
import type { FeishuGateway } from './gateway';
import { settle } from './mediaStore';

export interface UploadSource {
  id: number;
  messageId: string;
  fileKey: string;
}

/** Where the bytes of workbooks that people sent lie, by their upload's number. */
export const uploadsDir = (dataDir: string): string => join(dataDir, 'uploads');
export const uploadPath = (dataDir: string, id: number): string => join(uploadsDir(dataDir), String(id));

/**
 * The bytes of workbooks that people sent, under DATA_DIR/uploads by their upload's number. A 花名册 is full of phone
 * numbers: like those in the database they lie sealed.
 */
export class Uploads {
  constructor(
    private readonly deps: {
      gateway: Pick<FeishuGateway, 'download'>;
      secrets: Secrets;
      dataDir: string;
    },
  ) {}

  private path(id: number): string {
    return uploadPath(this.deps.dataDir, id);
  }

  /**
   * Fetches a file out of its message and keeps it.
   *
   * @returns its bytes, or in words why it can never be had
   * @throws FeishuRefusal when trying again may help
   */
  async fetch(
    { id, messageId, fileKey }: UploadSource,
    mostBytes: number,
  ): Promise<{ bytes: Buffer } | { lost: string }> {
    try {
      const { bytes: chunks } = await this.deps.gateway.download(messageId, fileKey, 'file');
      const parts: Buffer[] = [];
      let size = 0;
      for await (const part of chunks) {
        size += part.length;
        // One byte over says as much as a hundred megabytes.
        if (size > mostBytes) return { bytes: Buffer.concat([...parts, part]) };
        parts.push(part);
      }
      const bytes = Buffer.concat(parts);
      await this.keep(id, bytes);
      return { bytes };
    } catch (error) {
      if (error instanceof FeishuRefusal && FINAL.has(error.kind)) return { lost: error.sentence };
      throw error;
    }
  }

  private async keep(id: number, bytes: Buffer): Promise<void> {
    const folder = uploadsDir(this.deps.dataDir);
    await mkdir(folder, { recursive: true });
    const draft = join(folder, `draft-${randomUUID()}`);
    try {
      await writeFile(draft, this.deps.secrets.encrypt(bytes.toString('base64')), { mode: 0o600 });
      await settle(draft, this.path(id));
    } finally {
      await rm(draft, { force: true });
    }
  }

  /** @throws when it is not there, or is not what was kept */
  async read(id: number, sha256: string): Promise<Buffer> {
    const bytes = Buffer.from(
      this.deps.secrets.decrypt((await readFile(this.path(id))).toString('latin1')),
      'base64',
    );
    if (createHash('sha256').update(bytes).digest('hex') !== sha256)
      throw new Error(`upload ${id} was changed`);
    return bytes;
  }

  /** It is over with: nothing of it is kept but what the database says. */
  async forget(id: number): Promise<void> {
    await rm(this.path(id), { force: true });
  }
}

const FINAL = new Set(['terminal-card', 'terminal-recipient', 'gone']);
