import type { Clock } from '../core/clock';
import type { Database } from '../core/database';
import type { Logger } from '../core/log';
import type { Gallery } from './gallery';
import type { Look } from './look';

export interface EvidenceDeps {
  db: Database;
  clock: Clock;
  log: Logger;
  gallery: Gallery;
  /** Where the bytes with this SHA-256 lie. */
  fileOf(sha256: string): string;
  /** @throws when trying again may help */
  look(file: string, mime: string): Promise<Look>;
}
