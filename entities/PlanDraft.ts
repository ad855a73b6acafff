import { Entity, Index } from 'typeorm';
import { Id, Int, maybe, Word } from './columns';

/** What somebody looks at while building 年度方案 in the chat; one a person, asked for anew each time. */
@Entity('plan_draft')
@Index('plan_draft_person', ['personId'], { unique: true })
export class PlanDraft {
  @Id()
  id: number;

  @Int()
  personId: number;

  /** Of the plan. */
  @Int()
  year: number;

  /** Null: all. */
  @Int(maybe)
  townId: number | null;

  /** 县里的五种类型; null: all. */
  @Word(16, maybe)
  type: string | null;

  /** `untyped` 没定整治类型, or the ledger's 整治阶段; null: all. */
  @Word(16, maybe)
  stage: string | null;

  /** How many are passed over: the next lot begins there. */
  @Int({ default: 0 })
  skipped: number;

  @Int({ default: 1 })
  version: number;
}
