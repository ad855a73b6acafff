import type { Clock } from '../core/clock';
import type { Logger } from '../core/log';
import type { RawSheet } from '../core/workbook';
import type { PaperDeps } from '../paper';

/** Where the bytes of uploads are; feishu/ fetches and keeps them. */
export interface UploadBytes {
  /** @returns the bytes (more than `mostBytes` when there are more), or in words why they can never be had */
  fetch(
    upload: { id: number; messageId: string; fileKey: string },
    mostBytes: number,
  ): Promise<{ bytes: Buffer } | { lost: string }>;
  read(id: number, sha256: string): Promise<Buffer>;
  forget(id: number): Promise<void>;
}

export interface UploadDeps extends PaperDeps {
  clock: Clock;
  log: Logger;
  bytes: UploadBytes;
  /** Reads a workbook without keeping presses waiting. @throws UnreadableWorkbook */
  readSheets(bytes: Uint8Array): Promise<RawSheet[]>;
  /** What must follow an import. */
  imported(): Promise<void>;
}
