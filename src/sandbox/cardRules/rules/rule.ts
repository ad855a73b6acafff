import type { CardFault } from '../fault';
import type { CardNode } from '../walk';

/** What the validator cannot know by itself: which uploads and which people exist. */
export interface CardContext {
  imageKeyKnown(key: string): boolean;
  openIdKnown(id: string): boolean;
  /** Lets attributes through that their component does not have. */
  ignoreUnknown?: boolean;
  /** Lets cards through that one page of the documentation allows and another, or a measurement, forbids. */
  takeDoubtful?: boolean;
}

/** A card of the right shape, all its objects, and the world around it. */
export interface RuleInput {
  card: unknown;
  nodes: readonly CardNode[];
  ctx: CardContext;
}

/** The first fault found, or null. */
export type Rule = (input: RuleInput) => CardFault | null;
