import type { SentKind } from '../../entities';
import type { Duty } from './matters';

/** The card on which each duty is done. */
export const CARD_OF = {
  patrol: 'patrolTask',
  decide: 'problemDesk',
  handle: 'problemWork',
  verify: 'problemVerify',
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
  grant: 'ladderReply',
  // Only a town is told of these, and nobody opens them.
  walkAgain: 'patrolTask',
  catchUp: 'rectification',
} as const satisfies Record<Duty, SentKind | null>;
