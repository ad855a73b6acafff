import type { Level } from '../../../entities';
import { instantOf, marks, type Reader, sqlInstant } from '../../core/database';
import { addDays, dayOf, instantAt } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import { holdsOn, levelOfPost, type PostTerm, postIdOf, postKey, reachOfPost } from '../../patrol';
import { dayAfter, type Period } from '../period';

/** A 通报 or 约谈 that was issued in the period. */
export interface EscalationFact {
  /** The document. */
  id: number;
  kind: '通报' | '约谈';
  /** 签发. */
  day: string;
}

/** One that names a post, whose last periods were missed. */
export interface PostEscalationFact extends EscalationFact {
  reachId: number;
  level: Level;
  /** On which the first of the missed patrols was due: whoever held the post then bears it. */
  dueDay: string;
}

export interface Escalations {
  /** By the unit that it is addressed to. */
  ofUnits: Map<number, EscalationFact[]>;
  ofPosts: PostEscalationFact[];
}

/** Those that name this post for a patrol that was due while the person held it. */
export const borneBy = (
  escalations: readonly PostEscalationFact[],
  post: Pick<PostTerm, 'reachId' | 'level'>,
  own: readonly PostTerm[],
): PostEscalationFact[] =>
  escalations.filter(
    (one) => postKey(one) === postKey(post) && own.some((term) => holdsOn(term, one.dueDay)),
  );

export interface EscalationRow extends EscalationFact {
  /** To which it is addressed. */
  unitId: number;
  signedAt: Date;
  /** Posts that it names. */
  posts: readonly Pick<PostEscalationFact, 'reachId' | 'level' | 'dueDay'>[];
}

const RUNG_WORDS = { 2: '通报', 3: '约谈' } as const;

/**
 * What was signed in the span; what is a draft, was refused or withdrawn is none. A signed document is never taken back
 * (documents/lifecycle.ts), so its signature alone says that it is in force. One statement, three where there is any.
 */
export async function readEscalations(
  reader: Reader,
  { fromDay, toDay }: Pick<Period, 'fromDay' | 'toDay'>,
): Promise<EscalationRow[]> {
  const documents = await reader.query<{ id: number; unitId: number; rung: 2 | 3; signedAt: unknown }>(
    `SELECT id, unitId, rung, signedAt FROM ladder_document
      WHERE state IN ('issued', 'closed') AND rung IN (2, 3) AND signedAt >= ? AND signedAt < ? ORDER BY id`,
    [sqlInstant(instantAt(fromDay, '00:00')), sqlInstant(instantAt(dayAfter({ toDay }), '00:00'))],
  );
  if (documents.length === 0) return [];
  const ids = documents.map(({ id }) => id);
  const named = await reader.query<{ documentId: number; postId: number; sinceDay: string }>(
    `SELECT l.documentId, c.matterId AS postId, c.sinceDay
       FROM ladder_document_case l JOIN ladder_case c ON c.id = l.caseId
      WHERE l.documentId IN (${marks(ids)}) AND l.droppedAt IS NULL AND c.matterType = 'missedPatrols'
      ORDER BY l.id`,
    ids,
  );
  const dueDays = await firstMissed(
    reader,
    named.map(({ postId }) => postId),
  );
  const namedIn = groupBy(named, ({ documentId }) => documentId);
  return documents.map(({ id, unitId, rung, signedAt }) => ({
    id,
    unitId,
    kind: RUNG_WORDS[rung],
    day: dayOf(instantOf(signedAt)),
    signedAt: instantOf(signedAt),
    posts: (namedIn.get(id) ?? []).flatMap(({ postId, sinceDay }) => {
      const dueDay = dueDays.get(`${postId} ${addDays(sinceDay, -1)}`);
      if (dueDay === undefined) return [];
      return [{ reachId: reachOfPost(postId), level: levelOfPost(postId), dueDay }];
    }),
  }));
}

/** Of the period, and signed before `asOf`. Pure. */
export function escalationsOf(
  rows: readonly EscalationRow[],
  { fromDay, toDay }: Pick<Period, 'fromDay' | 'toDay'>,
  asOf: Date,
): Escalations {
  const own = rows.filter(({ day, signedAt }) => day >= fromDay && day <= toDay && signedAt < asOf);
  return {
    ofUnits: groupBy(own, ({ unitId }) => unitId),
    ofPosts: own.flatMap(({ id, kind, day, posts }) => posts.map((post) => ({ id, kind, day, ...post }))),
  };
}

/** By post and last day of late entry, after which a case begins: when the missed patrol was due. */
async function firstMissed(reader: Reader, postIds: readonly number[]): Promise<Map<string, string>> {
  if (postIds.length === 0) return new Map();
  const reachIds = [...new Set(postIds.map(reachOfPost))];
  const rows = await reader.query<{ reachId: number; level: Level; dueDay: string; lateDay: string }>(
    `SELECT reachId, level, dueDay, lateDay FROM patrol_task
      WHERE kind = 'period' AND state = 'missed' AND reachId IN (${marks(reachIds)}) ORDER BY id`,
    reachIds,
  );
  return new Map(rows.map((row) => [`${postIdOf(row)} ${row.lateDay}`, row.dueDay]));
}
