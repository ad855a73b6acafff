import type { SentKind } from '../../entities';
import type { Duty } from './matters';

/** The card on which each duty is done. */
export const CARD_OF = {
  patrol: 'patrolTask',
  decide: 'problemDesk',
  handle: 'problemWork',
  verify: 'problemVerify',
  register: 'problemForm',
  tell: 'complaint',
  rectify: 'rectification',
  sign: 'rectification',
  extend: 'rectification',
  lookBack: 'rectification',
  attend: 'outfallTask',
  enter: 'foundOutfall',
  answer: 'suggestion',
  settle: 'suspicion',
  enforce: 'enforcement',
  confirm: 'lead',
  issue: 'documentDesk',
  mend: 'documentDesk',
  judge: 'documentDesk',
  minute: 'documentDesk',
  report: 'documentNotice',
  appear: 'documentNotice',
  keep: 'promise',
  check: 'promise',
  grant: 'ladderReply',
  // Only a town is told of these, and nobody opens them.
  walkAgain: 'patrolTask',
  catchUp: 'rectification',
  setting: 'setting',
  announce: 'assessmentRound',
  finalise: 'assessmentRound',
  review: 'appeal',
} as const satisfies Record<Duty, SentKind | null>;
