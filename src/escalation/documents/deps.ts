import type { Person, Role } from '../../../entities';
import type { Deps } from '../deps';

/** What reads of documents need. */
export type ReadDeps = Pick<Deps, 'policies' | 'calendar'>;
/** What commands need. */
export type DocumentDeps = ReadDeps;

/** A press on a document's card. */
export interface DocumentPress {
  documentId: number;
  /** The version that the card was drawn from. */
  version: number;
  person: Pick<Person, 'id' | 'unitId'>;
  roles: readonly Role[];
  at: Date;
  /** The pressed card; its new state is the answer to the press. */
  messageId?: string | null;
}
