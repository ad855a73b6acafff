import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, maybe, Word } from './columns';

/** `waiting` 待核 · `confirmed` entered into the ledger · `merged` one that the ledger has already · `unfounded` none. */
export type FoundOutfallState = 'waiting' | 'confirmed' | 'merged' | 'unfounded';

/** 新发现的排污口: what somebody on the river took for an outfall that the ledger lacks; its photos are its problem's. */
@Entity('found_outfall')
@Index('found_outfall_problem', ['problemId'], { unique: true })
@Index('found_outfall_state', ['state'])
export class FoundOutfall {
  @Id()
  id: number;

  /** The problem it was reported as: words, place, photos, finder. */
  @Int()
  problemId: number;

  @Int()
  reachId: number;

  @Int()
  townId: number;

  @Word(12)
  state: FoundOutfallState;

  /** The outfall it was entered as or merged into. */
  @Int(maybe)
  outfallId: number | null;

  @Instant()
  foundAt: Date;

  @Day()
  dueDay: string;

  @Word(255, maybe)
  reason: string | null;

  @Int(maybe)
  decidedById: number | null;

  @Instant(maybe)
  decidedAt: Date | null;

  @Int({ default: 1 })
  version: number;
}
