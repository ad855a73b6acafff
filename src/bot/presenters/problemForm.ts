import { OTHER_PLACE, renderProblemForm } from '../../../cards/problemForm';
import { HistoryEntry, Problem } from '../../../entities';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import type { Rendered } from '../../core/messages';
import { photosOf, placesOn, progressWords } from '../../problem';
import type { Presenter } from '../frame';
import { type Place, placeOfReach, problemOnCards } from './problemParts';

/** The code under which the form offers what the draft names already. */
function placeCode({ outfallId, place }: Problem): string | undefined {
  if (outfallId !== null) return `o${outfallId}`;
  return place === null ? undefined : OTHER_PLACE;
}

async function filling(reader: Reader, draft: Problem, where: Place): Promise<Rendered> {
  const { id, version, category, seriousness, words, place, hintName } = draft;
  const photos = await photosOf(reader, id);
  const card = renderProblemForm({
    id,
    version,
    ...where,
    state: 'filling',
    places: await placesOn(reader, draft.reachId),
    draft: {
      place: placeCode(draft),
      spot: place ?? hintName ?? undefined,
      category: category ?? undefined,
      seriousness: seriousness ?? undefined,
      words: words ?? undefined,
    },
    photos: photos.length,
  });
  return { card, pictures: [] };
}

/** 镇代办: the form was filled in for the finder. */
const filledIn = async (reader: Reader, problemId: number, personId: number): Promise<boolean> => {
  const first = { subjectType: 'problem', subjectId: problemId, version: 1 };
  return (await reader.findOne(HistoryEntry, first))?.actor === `person:${personId}`;
};

/** 发现问题, to the finder: the form, and afterwards what became of it. */
export const problemForm: Presenter = async ({ calendar }, reader, { subject, recipient, at }) => {
  const problem = await reader.findOne(Problem, { id: subject.id });
  if (!problem) return null;
  const { id, version, state } = problem;
  const where = await placeOfReach(reader, problem.reachId);
  const plain = (closed: 'withdrawn' | 'notYours'): Rendered => ({
    card: renderProblemForm({ id, version, ...where, state: closed }),
    pictures: [],
  });
  if (problem.finderId !== recipient.id && !(await filledIn(reader, id, recipient.id)))
    return plain('notYours');
  if (state === 'withdrawn') return plain('withdrawn');
  if (state === 'draft') return filling(reader, problem, where);
  const known = await problemOnCards(reader, id);
  if (!known) return null;
  const { facts, town, pictures } = known;
  return {
    card: renderProblemForm({
      id,
      version,
      ...where,
      state: 'submitted',
      today: dayOf(at),
      facts,
      handler: town,
      due: state === 'closed' ? null : calendar.due(problem.dueDay ?? dayOf(at)),
      progress: progressWords(problem, town),
    }),
    pictures,
  };
};
