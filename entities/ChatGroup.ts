import { Entity, Index } from 'typeorm';
import { Id, Instant, Int, Json, maybe, Word } from './columns';

/**
 * `making` is being made by the bot · `failed` could not be made · `asked` waits for 县河长办 to say whom it serves ·
 * `serving` takes notices · `unused` is no work group · `out` the bot was taken out · `ended` was disbanded.
 */
export type GroupState = 'making' | 'failed' | 'asked' | 'serving' | 'unused' | 'out' | 'ended';

/** A Feishu group that the bot is or was in: the county's work group, a town's, or one that nobody has placed yet. */
@Entity('chat_group')
@Index('chat_group_chat', ['chatId'], { unique: true })
export class ChatGroup {
  @Id()
  id: number;

  /** Feishu's id; null until it is made. */
  @Word(64, maybe)
  chatId: string | null;

  @Word(64)
  name: string;

  /** Made by the bot, or the bot was added by somebody. */
  @Word(8)
  origin: 'made' | 'added';

  @Word(8)
  state: GroupState;

  /** The town it serves; null = the whole county, once that is decided. */
  @Int(maybe)
  unitId: number | null;

  /** When it was decided whom it serves. */
  @Instant(maybe)
  decidedAt: Date | null;

  /** Of the newest event that Feishu told of it: an older one that comes late changes nothing. */
  @Instant(maybe)
  heardAt: Date | null;

  /** Feishu makes one group for it, however often it is asked. */
  @Word(50)
  uuid: string;

  /** Why it could not be made. */
  @Word(255, maybe)
  why: string | null;

  @Instant()
  createdAt: Date;

  @Int({ default: 1 })
  version: number;
}

/** Whom the bot has brought into a group it made; who left by themselves stays here and is not brought back. */
@Entity('group_member')
@Index('group_member_once', ['groupId', 'personId'], { unique: true })
export class GroupMember {
  @Id()
  id: number;

  @Int()
  groupId: number;

  @Int()
  personId: number;

  @Instant()
  at: Date;
}

/** A 通知 for groups, written by somebody of 县河长办 and sent after a second look. */
@Entity('group_post')
export class GroupPost {
  @Id()
  id: number;

  @Int()
  personId: number;

  @Word(1000)
  words: string;

  @Word(8)
  state: 'draft' | 'sent' | 'dropped';

  /** The groups it went to, by their ids; null while it is a draft. */
  @Json(maybe)
  groupIds: number[] | null;

  @Instant()
  at: Date;

  @Instant(maybe)
  decidedAt: Date | null;

  @Int({ default: 1 })
  version: number;
}
