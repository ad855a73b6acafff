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
  'lagNotice',
  'newTasks',
  'patrolTask',
  'photoLost',
  'privacyNotice',
  'problemForm',
  'problemVerify',
  'problemWork',
  'suggestion',
  'unheardLag',
  'unmatched',
] as const;
export type SentKind = (typeof SENT_KINDS)[number];
