import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, Json, maybe, Text, Word } from './columns';

/** What made the program ask; each has its own detector. */
export type SuspicionKind =
  | 'photo'
  | 'late-entry'
  | 'speed'
  | 'normal-while-found'
  | 'months-normal'
  | 'before-after';

/** 弄虚作假: 成立, and proven to be a lie and no slip. */
export const SUSPICION_VERDICTS = ['成立', '不成立', '存疑', '弄虚作假'] as const;
export type SuspicionVerdict = (typeof SUSPICION_VERDICTS)[number];
/** Those that count against the person. */
export const CONFIRMING: readonly SuspicionVerdict[] = ['成立', '弄虚作假'];

/** `asked` its person was asked and may still reply · `toSettle` waits for 县河长办 · `settled`. */
export type SuspicionState = 'asked' | 'toSettle' | 'settled';

/**
 * 待核: something that the person is asked to explain. Nobody is blamed by it: it counts only when a person of
 * 县河长办 has found it 成立, with the reason. The machine of its states is prose in src/evidence/suspicions.ts.
 */
@Entity('suspicion')
@Index('suspicion_about', ['about'], { unique: true })
@Index('suspicion_state', ['state'])
@Index('suspicion_person', ['personId'])
export class Suspicion {
  @Id()
  id: number;

  @Word(24)
  kind: SuspicionKind;

  /** What it is about, `photo:12`: the same thing is asked once. */
  @Word(64)
  about: string;

  @Int()
  personId: number;

  /** What was noticed, in a neutral sentence that the person reads. */
  @Text()
  words: string;

  /** Photos that show it, the person's own first. */
  @Json()
  photoIds: number[];

  @Word(8)
  state: SuspicionState;

  /** Until when the person may reply before 县河长办 looks at it. */
  @Day()
  replyDueDay: string;

  @Text(maybe)
  reply: string | null;

  @Instant(maybe)
  repliedAt: Date | null;

  /** Until when 县河长办 settles it; null while the person is asked. */
  @Day(maybe)
  settleDueDay: string | null;

  @Word(4, maybe)
  verdict: SuspicionVerdict | null;

  @Text(maybe)
  reason: string | null;

  @Int(maybe)
  settledById: number | null;

  @Instant(maybe)
  settledAt: Date | null;

  @Instant()
  at: Date;

  @Int({ default: 1 })
  version: number;
}
