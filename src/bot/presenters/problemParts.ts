import type { ProblemFacts } from '../../../cards/kit';
import type { Answer, Returned } from '../../../cards/problemWork';
import { Problem, Reach, Unit } from '../../../entities';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { type BoundPhoto, lastReturn, photosOf, withNotes } from '../../problem';
import { postNames } from '../../roster';

/** As many photos of one side as a card shows. */
const SHOWN = 3;

/** A registered problem with everything that its cards say of it. */
export interface ProblemOnCards {
  problem: Problem;
  /** The town that handles it. */
  town: string;
  facts: ProblemFacts;
  /** Null until something was answered. */
  answer: Answer | null;
  returned: Returned | null;
  /** 县河长办主任: a person by post. */
  named(personId: number | null): string;
  /** Media that the card would show but which Feishu does not know yet. */
  pictures: number[];
}

export interface Place {
  river: string;
  reach: string;
}

export async function placeOfReach(reader: Reader, reachId: number): Promise<Place> {
  const reach = await reader.findOne(Reach, { id: reachId });
  return { river: reach?.river ?? '', reach: reach?.name ?? '' };
}

const shownOf = (photos: readonly BoundPhoto[]): BoundPhoto[] =>
  photos.filter(({ state, mediaId }) => state === 'stored' && mediaId !== null).slice(0, SHOWN);

const photosView = (photos: readonly BoundPhoto[]) => ({
  count: photos.length,
  keys: shownOf(photos).flatMap(({ imageKey }) => imageKey ?? []),
});

/** The place as it was written, and the one that the finder's messenger sent. */
function placeWithHint({ place, hintName }: Problem, reach: string): string {
  const written = place ?? reach;
  return hintName && !written.includes(hintName) ? `${written}（发来的位置：${hintName}）` : written;
}

/** Everything about a problem that was handed on; null for a draft or what was withdrawn. */
export async function problemOnCards(reader: Reader, problemId: number): Promise<ProblemOnCards | null> {
  const problem = await reader.findOne(Problem, { id: problemId });
  if (!problem || problem.category === null || problem.seriousness === null || problem.dueDay === null) {
    return null;
  }
  const [{ river, reach }, unit, photos, sentBack] = await Promise.all([
    placeOfReach(reader, problem.reachId),
    reader.findOne(Unit, { id: problem.townId }),
    photosOf(reader, problemId),
    problem.returns > 0 ? lastReturn(reader, problemId) : null,
  ]);
  const town = unit?.name ?? '';
  const before = photos.filter(({ side }) => side === 'before');
  // The newest round of handling first: it is what the verifier judges.
  const after = photos.filter(({ side }) => side === 'after').reverse();
  const names = await postNames(reader, [
    problem.finderId,
    problem.handlerId,
    problem.verifierId,
    sentBack?.by ?? null,
  ]);
  const named = (personId: number | null): string =>
    (personId === null ? undefined : names.get(personId)) ?? '县河长办';
  return {
    problem,
    town,
    named,
    facts: {
      category: problem.category,
      seriousness: problem.seriousness,
      reach: `${river} · ${reach}`,
      place: placeWithHint(problem, reach),
      words: withNotes(problem.words, before),
      finder: named(problem.finderId),
      foundOn: dayOf(problem.occurredAt),
      photos: photosView(before),
    },
    answer: problem.answeredAt && {
      by: named(problem.handlerId),
      on: dayOf(problem.answeredAt),
      words: withNotes(problem.answer, after.toReversed()),
      photos: photosView(after),
    },
    returned: sentBack && { by: named(sentBack.by), on: dayOf(sentBack.at), reason: sentBack.reason },
    pictures: [...shownOf(before), ...shownOf(after)].flatMap(({ mediaId, imageKey }) =>
      mediaId !== null && imageKey === null ? [mediaId] : [],
    ),
  };
}
