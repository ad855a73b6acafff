import { Entity, Index } from 'typeorm';
import { Day, Id, Instant, Int, maybe, Text, Word } from './columns';

/** `gateOpen` 汛期前开闸 · `gateClose` 汛期后关闸 · `dry` 晴天查雨洪口 · `monitor` 自行监测. */
export type OutfallCheckKind = 'gateOpen' | 'gateClose' | 'dry' | 'monitor';

/** Something to be done or looked at at one outfall: once a kind and period. */
@Entity('outfall_check')
@Index('outfall_check_once', ['outfallId', 'kind', 'periodKey'], { unique: true })
@Index('outfall_check_state', ['state', 'dueDay'])
export class OutfallCheck {
  @Id()
  id: number;

  @Int()
  outfallId: number;

  @Word(12)
  kind: OutfallCheckKind;

  /** `2026`, `2026-Q4`, `2026-11`. */
  @Word(12)
  periodKey: string;

  @Day()
  dueDay: string;

  /** Who is asked: the town's hand for the outfall; null when there is nobody. */
  @Int(maybe)
  handlerId: number | null;

  @Word(8)
  state: 'open' | 'done' | 'missed';

  /** What was found: 已打开, 已关闭, 无水, 有水, 已监测. */
  @Word(12, maybe)
  result: string | null;

  @Text(maybe)
  words: string | null;

  @Int(maybe)
  doneById: number | null;

  @Instant(maybe)
  doneAt: Date | null;

  @Instant()
  createdAt: Date;

  @Int({ default: 1 })
  version: number;
}
