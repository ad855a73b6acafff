import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, Word } from './columns';

/** 公示页: under which name the public finds an outfall. It stands on the sign, so it never changes. */
@Entity('outfall_page')
@Index('outfall_page_outfall', ['outfallId'], { unique: true })
@Index('outfall_page_public', ['publicId'], { unique: true })
export class OutfallPage {
  @Id()
  id: number;

  @Int()
  outfallId: number;

  /** Drawn at random: whoever knows one sign cannot guess the next. */
  @Word(24)
  publicId: string;

  @Instant()
  createdAt: Date;
}
