import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiError } from './apiError';
import type { Db } from './db';
import { ids } from './ids';
import { imageKind } from './imageKind';
import type { SandboxClock } from './types';

const MB = 1024 * 1024;
/** The bot as owner of what it uploaded; a person's resource has the person's open_id. */
export const BOT = 'bot';

export interface Resource {
  key: string;
  kind: 'image' | 'file';
  owner: string;
  /** For images `message` or `avatar`. */
  purpose: string;
  mime: string;
  file_name: string;
  size: number;
}

/** Images and files: rows in the store, bytes as files named by their key. */
export class Resources {
  private readonly dir: string;

  constructor(
    private readonly db: Db,
    private readonly clock: SandboxClock,
    dataDir: string,
    private readonly keptDays: () => number | null = () => null,
  ) {
    this.dir = join(dataDir, 'sandbox-images');
    mkdirSync(this.dir, { recursive: true });
  }

  /** Keeps an image; throws 234010 empty, 234006 over 10 MB, 234011 unknown format, 234039 too many pixels. */
  addImage(bytes: Buffer, owner: string, purpose = 'message'): string {
    if (bytes.length === 0) throw new ApiError(234010, "File's size can't be 0.");
    if (bytes.length > 10 * MB) throw new ApiError(234006, 'The file size exceed the max value.');
    const kind = imageKind(bytes);
    if (!kind) throw new ApiError(234011, "Can't recognize the image format.");
    const most = kind.mime === 'image/gif' ? 2_000 : purpose === 'avatar' ? 4_096 : 12_000;
    if ((kind.width ?? 0) > most || (kind.height ?? 0) > most) {
      throw new ApiError(234039, 'The image resolution exceeds limit.');
    }
    return this.keep(
      { key: ids.image(), kind: 'image', owner, purpose, mime: kind.mime, file_name: '' },
      bytes,
    );
  }

  /** Keeps a file; throws 234010 empty, 234006 over 30 MB. */
  addFile(bytes: Buffer, owner: string, fileName: string, purpose = 'stream'): string {
    if (bytes.length === 0) throw new ApiError(234010, "File's size can't be 0.");
    if (bytes.length > 30 * MB) throw new ApiError(234006, 'The file size exceed the max value.');
    const mime = 'application/octet-stream';
    return this.keep({ key: ids.file(), kind: 'file', owner, purpose, mime, file_name: fileName }, bytes);
  }

  /** Undefined for a key that nobody has, or whose days are over. */
  find(key: string): Resource | undefined {
    const found = this.db.one<Resource & { at: number }>('SELECT * FROM resource WHERE key = ?', key);
    const days = this.keptDays();
    const over = found && days !== null && this.clock.now().getTime() - found.at > days * 86_400_000;
    return over ? undefined : found;
  }

  bytes(key: string): Buffer {
    return readFileSync(join(this.dir, key));
  }

  /** Whether the bot may put this key into a message or card: only what it uploaded itself for messages. */
  usableByBot(key: string, kind: Resource['kind']): boolean {
    const found = this.find(key);
    return found?.kind === kind && found.owner === BOT && found.purpose !== 'avatar';
  }

  /** The kind of message that this upload of the bot goes as. */
  messageTypeOf(key: string): 'audio' | 'media' | 'file' {
    const purpose = this.find(key)?.purpose;
    if (purpose === 'opus') return 'audio';
    return purpose === 'mp4' ? 'media' : 'file';
  }

  private keep(resource: Omit<Resource, 'size'>, bytes: Buffer): string {
    const { key, kind, owner, purpose, mime, file_name } = resource;
    writeFileSync(join(this.dir, key), bytes);
    this.db.run(
      'INSERT INTO resource VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      key,
      kind,
      owner,
      purpose,
      mime,
      file_name,
      bytes.length,
      this.clock.now().getTime(),
    );
    return key;
  }
}
