import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, maybe, Word } from './columns';

/** 意见建议 from anyone; waits for 县河长办 until it is answered. */
@Entity('suggestion')
@Index('suggestion_answered', ['answeredAt'])
export class Suggestion {
  @Id()
  id: number;

  @Int()
  personId: number;

  @Word(1000)
  words: string;

  @Day()
  answerDueDay: string;

  @Instant()
  at: Date;

  @Word(1000, maybe)
  answer: string | null;

  @Int(maybe)
  answeredById: number | null;

  /** Null while it waits. */
  @Instant(maybe)
  answeredAt: Date | null;

  @Int({ default: 1 })
  version: number;
}
