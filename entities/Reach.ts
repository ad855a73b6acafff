import { Entity, Index } from 'typeorm';
import { Day, Id, Int, maybe, Word } from './columns';

export type Level = 'county' | 'town' | 'village';

/** 河段: a stretch of river that somebody answers for. */
@Entity('reach')
@Index('reach_code', ['code'], { unique: true })
@Index('reach_parent', ['parentId'])
export class Reach {
  @Id()
  id: number;

  @Word(32)
  code: string;

  /** 河流: 汾河, 浍河. */
  @Word(32)
  river: string;

  @Word(64)
  name: string;

  /** The town (or 开发区) that owns it. */
  @Int()
  townId: number;

  /** 上级河段. */
  @Int(maybe)
  parentId: number | null;

  @Word(64, maybe)
  startName: string | null;

  @Word(64, maybe)
  endName: string | null;

  @Int(maybe)
  lengthM: number | null;

  /** WGS84, millionths of a degree. */
  @Int(maybe)
  startLonE6: number | null;

  @Int(maybe)
  startLatE6: number | null;

  @Int(maybe)
  endLonE6: number | null;

  @Int(maybe)
  endLatE6: number | null;
}

/** 河长任职: who answers for a reach at which level, from when to when (inclusive). */
@Entity('post')
@Index('post_once', ['reachId', 'level', 'personId', 'fromDay'], { unique: true })
@Index('post_person', ['personId'])
export class Post {
  @Id()
  id: number;

  @Int()
  reachId: number;

  @Word(8)
  level: Level;

  @Int()
  personId: number;

  @Day()
  fromDay: string;

  @Day(maybe)
  toDay: string | null;
}
