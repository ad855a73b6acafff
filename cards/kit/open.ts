/** 打开 一件事: the press that sends a matter's own card anew. */
import { defineAction } from './action';
import type { Button } from './elements';
import { code, int } from './fields';

/** The cards that a row of a list can open. */
export const MATTER_KINDS = [
  'patrolTask',
  'problemForm',
  'problemWork',
  'problemVerify',
  'problemDesk',
  'complaint',
  'lag',
  'lagNotice',
  'lagWhy',
  'ladderJudge',
  'ladderReply',
  'appeal',
  'appealForm',
  'assessmentOwn',
  'assessmentRound',
  'assessmentSummary',
  'suggestion',
  'suspicion',
  'foundOutfall',
  'outfallRound',
  'outfallTask',
  'exceedance',
  'enforcement',
  'lead',
  'leads',
  'markProposal',
  'markSheet',
  'monitorForm',
  'rectification',
  'documentDesk',
  'documentNotice',
  'documentWhy',
  'promise',
  'setting',
  'planRow',
] as const;
export type MatterKind = (typeof MATTER_KINDS)[number];

/** The card that a row opens; which matter it is about, `SUBJECT_OF` in `src/bot/mayOpen.ts` knows. */
export interface CardRef {
  type: MatterKind;
  id: number;
  version: number;
}

/** Guards a type that came back from a card. */
export const isMatterKind = (type: string): type is MatterKind => MATTER_KINDS.some((kind) => kind === type);

/** `type` is to be checked with `isMatterKind`: a card may be older than the kind it names. */
export const matterOpen = defineAction({
  name: 'matter.open',
  value: { type: code(24), id: int(), version: int() },
});

export const openButton = (
  { type, id, version }: CardRef,
  label = '打开',
  fit: 'row' | 'main' = 'row',
): Button => matterOpen.button({ value: { type, id, version }, label, fit, look: 'default' });
