import { Entity, Index } from 'typeorm';
import { Flag, Id, Instant, Int, Json, maybe, Text, Word } from './columns';

/** The workbooks that can be sent in the chat, by the names under which they are imported. */
export const UPLOAD_KINDS = [
  'roster',
  'ledger',
  'plan',
  'patrols',
  'complaints',
  'monitoring',
  'leads',
  'zones',
] as const;
export type UploadKind = (typeof UPLOAD_KINDS)[number];

/**
 * `waiting` for its bytes and its check · `preview` would change something, waits for 确认导入 · `same` would change
 * nothing · `faults` has some, so that nothing of it can be imported · `unreadable` is not what we take (`why`) ·
 * `importing` 确认导入 was pressed · `imported` · `cancelled` · `failed` was given up (`why`).
 */
export type UploadState =
  | 'waiting'
  | 'preview'
  | 'same'
  | 'faults'
  | 'unreadable'
  | 'importing'
  | 'imported'
  | 'cancelled'
  | 'failed';

/** Something said of a workbook, as a card shows it. */
export interface UploadFinding {
  /** 台账 第7行 经度; empty when it is about the whole file. */
  place: string;
  words: string;
  value: string | null;
}

export interface UploadFindings {
  total: number;
  /** The first of them: MySQL's text ends at 64 KB. */
  first: UploadFinding[];
}

/** What a check found. */
export interface UploadReport {
  created: number;
  updated: number;
  unchanged: number;
  errors: UploadFindings;
  warnings: UploadFindings;
}

/** A workbook sent in the chat, from its message to 确认导入. Its bytes lie sealed under DATA_DIR/uploads. */
@Entity('upload')
@Index('upload_source', ['messageId', 'fileKey'], { unique: true })
export class Upload {
  @Id()
  id: number;

  @Word(64)
  messageId: string;

  /** Feishu's key of the file inside that message. */
  @Word(128)
  fileKey: string;

  @Word(255)
  name: string;

  /** Who sent it, and alone decides on it. */
  @Int()
  personId: number;

  @Instant()
  receivedAt: Date;

  @Word(16, maybe)
  kind: UploadKind | null;

  @Word(12)
  state: UploadState;

  /** Of the bytes as they came; what is imported has this one. */
  @Word(64, maybe)
  sha256: string | null;

  @Json(maybe)
  report: UploadReport | null;

  /** Of what the preview said would be written; only that is written. */
  @Word(64, maybe)
  fingerprint: string | null;

  /** The data changed after 确认导入, so that the preview is shown again. */
  @Flag()
  again: boolean;

  @Text(maybe)
  why: string | null;

  /** Who pressed 确认导入 or 取消, and when. */
  @Int(maybe)
  decidedById: number | null;

  @Instant(maybe)
  decidedAt: Date | null;

  @Int()
  version: number;
}
