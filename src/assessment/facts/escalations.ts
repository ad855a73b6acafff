import type { Level } from '../../../entities';
import { instantOf, marks, type Reader, sqlInstant } from '../../core/database';
import { addDays, dayOf, instantAt } from '../../core/days';
import { levelOfPost, postIdOf, reachOfPost } from '../../escalation';
import { holdsOn, type PostTerm, postKey } from '../../patrol';
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

interface Row {
  id: number;
  unitId: number;
  rung: 2 | 3;
  signedAt: unknown;
}

const RUNG_WORDS = { 2: '通报', 3: '约谈' } as const;

/**
 * What was signed in the period; what is a draft, was refused or withdrawn is none. A signed document is never taken
 * back (documents/lifecycle.ts), so its signature alone says that it is in force. Two statements, a
 * third where posts are named.
 */
export async function readEscalations(reader: Reader, period: Period, asOf: Date): Promise<Escalations> {
  const end = instantAt(dayAfter(period), '00:00');
  const span = [sqlInstant(instantAt(period.fromDay, '00:00')), sqlInstant(asOf < end ? asOf : end)];
  const inForce =
    "d.state IN ('issued', 'closed') AND d.rung IN (2, 3) AND d.signedAt >= ? AND d.signedAt < ?";
  const documents = await reader.query<Row>(
    `SELECT d.id, d.unitId, d.rung, d.signedAt FROM ladder_document d WHERE ${inForce} ORDER BY d.id`,
    span,
  );
  const factOf = ({ id, rung, signedAt }: Row): EscalationFact => ({
    id,
    kind: RUNG_WORDS[rung],
    day: dayOf(instantOf(signedAt)),
  });
  const ofUnits = new Map<number, EscalationFact[]>();
  for (const row of documents) ofUnits.set(row.unitId, [...(ofUnits.get(row.unitId) ?? []), factOf(row)]);
  if (documents.length === 0) return { ofUnits, ofPosts: [] };
  const named = await reader.query<Row & { postId: number; sinceDay: string }>(
    `SELECT d.id, d.unitId, d.rung, d.signedAt, c.matterId AS postId, c.sinceDay
       FROM ladder_document d JOIN ladder_document_case l ON l.documentId = d.id
       JOIN ladder_case c ON c.id = l.caseId
      WHERE ${inForce} AND l.droppedAt IS NULL AND c.matterType = 'missedPatrols' ORDER BY d.id, c.id`,
    span,
  );
  const dueDays = await firstMissed(
    reader,
    named.map(({ postId }) => postId),
  );
  return {
    ofUnits,
    ofPosts: named.flatMap((row) => {
      const dueDay = dueDays.get(`${row.postId} ${addDays(row.sinceDay, -1)}`);
      if (dueDay === undefined) return [];
      return [{ ...factOf(row), reachId: reachOfPost(row.postId), level: levelOfPost(row.postId), dueDay }];
    }),
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
