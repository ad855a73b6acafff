/**
 * Every kind of card that is sent: what a request in the outbox asks for and a card on a phone is. Each is drawn by
 * its file in `cards/` from what its presenter in `src/bot/presenters/` fetches.
 */
export const SENT_KINDS = [
  'assessmentOwn',
  'assessmentSummary',
  'baseline',
  'digest',
  'help',
  'importPreview',
  'lagNotice',
  'newTasks',
  'patrolMore',
  'patrolTask',
  'photoLost',
  'privacyNotice',
  'problemForm',
  'problemVerify',
  'problemWork',
  'riverOrders',
  'standIn',
  'standInForm',
  'suggestion',
  'unheardLag',
  'unmatched',
] as const;
export type DrawnKind = (typeof SENT_KINDS)[number];

/** What goes out as a file: written when it is sent by its file in `src/bot/files/`, and never changed afterwards. */
export const FILE_KINDS = ['assessmentFile', 'faultsFile', 'ledgerFile', 'rosterFile'] as const;
export type FileKind = (typeof FILE_KINDS)[number];

export type SentKind = DrawnKind | FileKind;

export const isFileKind = (kind: SentKind): kind is FileKind => FILE_KINDS.some((one) => one === kind);
