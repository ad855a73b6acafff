import { AssessmentLine, AssessmentScore, CardMessage, type SentKind } from '../../entities';
import type { Reader, Tx } from '../core/database';
import { groupBy } from '../core/groupBy';
import { enqueueMany, redrawCards } from '../core/outbox';

/** 我要申诉 is being filled in: drawn anew it would forget what was typed. Its own press says what is true. */
const FORM = 'appealForm' satisfies SentKind;

/** Feishu changes a card for 14 days; a day is left for delivery. */
const CHANGEABLE_MS = 13 * 86_400_000;

/** What each of a run's scores says, by its id. */
export async function shownOf(reader: Reader, runId: number): Promise<Map<number, string>> {
  const scores = await reader.find(AssessmentScore, { runId });
  const lines = groupBy(
    await reader.find(AssessmentLine, { scoreId: scores.map(({ id }) => id) }, { order: { id: 'ASC' } }),
    ({ scoreId }) => scoreId,
  );
  return new Map(
    scores.map(({ id, score, grade }) => {
      const own = (lines.get(id) ?? []).map(({ id: _, ...line }) => line);
      return [id, JSON.stringify([score, grade, own])];
    }),
  );
}

/**
 * Every card that shows the run or one of its scores is drawn anew in place, without a sound (towns show the
 * median, which moves with any of them). A card that is too old to be changed would go on saying what is no longer
 * true, so where its own score changed it is sent once more.
 */
export async function redrawScores(
  tx: Tx,
  change: {
    runId: number;
    before: ReadonlyMap<number, string>;
    after: ReadonlyMap<number, string>;
    at: Date;
  },
): Promise<void> {
  const { runId, before, after, at } = change;
  const changed = new Set([...after].filter(([id, says]) => before.get(id) !== says).map(([id]) => id));
  const cards = [
    ...(await tx.find(CardMessage, { subjectType: 'assessmentRun', subjectId: runId, retiredAt: null })),
    ...(await tx.find(CardMessage, {
      subjectType: 'assessmentScore',
      subjectId: [...after.keys()],
      retiredAt: null,
    })),
  ].filter(({ kind }) => kind !== FORM);
  const isOld = ({ sentAt }: CardMessage): boolean => at.getTime() - sentAt.getTime() >= CHANGEABLE_MS;
  redrawCards(
    tx,
    cards.filter((card) => !isOld(card)),
    at,
  );
  await enqueueMany(
    tx,
    cards
      .filter((card) => isOld(card) && (card.subjectType === 'assessmentRun' || changed.has(card.subjectId)))
      .map(({ kind, subjectType, subjectId, recipientId }) => ({
        kind,
        subject: { type: subjectType, id: subjectId },
        recipientId,
        messageClass: 'task' as const,
        at,
      })),
  );
}
