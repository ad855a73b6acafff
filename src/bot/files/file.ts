import type { Person, Role } from '../../../entities';
import type { Reader } from '../../core/database';
import type { RenderRequest } from '../../core/messages';
import type { Secrets } from '../../core/secrets';
import type { UploadDeps } from '../../upload';
import type { BotDeps } from '../frame';

export interface WrittenFile {
  name: string;
  bytes: Buffer;
}

export interface FileDeps extends BotDeps {
  secrets: Secrets;
  bytes: UploadDeps['bytes'];
  readSheets: UploadDeps['readSheets'];
}

export interface FileRequest extends Omit<RenderRequest, 'kind' | 'recipient'> {
  recipient: Person;
  /** The recipient's, as of now: a file asked for yesterday is not given to somebody who left today. */
  roles: Role[];
}

/** Writes one kind of file; null when the recipient may not have it, or it has nothing in it. */
export type File = (deps: FileDeps, reader: Reader, request: FileRequest) => Promise<WrittenFile | null>;
