import { OTHER_PLACE, renderProblemForm } from '../../../cards/problemForm';
import { Complaint, HistoryEntry, Problem } from '../../../entities';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import type { Rendered } from '../../core/messages';
import { findingsOf } from '../../core/policy';
import { endReason, mayRebound, maySplit, photosOf, placesOn, progressWords } from '../../problem';
import type { BotDeps, Presenter } from '../frame';
import { type Place, placeOfReach, problemOnCards } from './problemParts';

/** The code under which the form offers what the draft names already. */
function placeCode({ outfallId, place }: Problem): string | undefined {
  if (outfallId !== null) return `o${outfallId}`;
  return place === null ? undefined : OTHER_PLACE;
}

async function filling(
  { policies }: Pick<BotDeps, 'policies'>,
  reader: Reader,
  draft: Problem,
  where: Place,
): Promise<Rendered> {
  const { id, version, category, kind, seriousness, words, place, hintName } = draft;
  const complaint = draft.source === 'complaint' ? await reader.findOne(Complaint, { problemId: id }) : null;
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
      kind: kind ?? undefined,
      seriousness: seriousness ?? undefined,
      words: words ?? undefined,
    },
    groups: findingsOf(policies.current).groups,
    ...(complaint && { complaint: { contact: complaint.contactMasked } }),
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
export const problemForm: Presenter = async ({ policies, calendar }, reader, { subject, recipient, at }) => {
  const problem = await reader.findOne(Problem, { id: subject.id });
  if (!problem) return null;
  const { id, version, state } = problem;
  const where = await placeOfReach(reader, problem.reachId);
  const plain = (closed: 'withdrawn' | 'notYours'): Rendered => ({
    card: renderProblemForm({ id, version, ...where, state: closed }),
    pictures: [],
  });
  const own = problem.finderId === recipient.id;
  if (!own && !(await filledIn(reader, id, recipient.id))) return plain('notYours');
  if (state === 'withdrawn') return plain('withdrawn');
  if (state === 'draft') return filling({ policies }, reader, problem, where);
  const known = await problemOnCards(reader, id);
  if (!known) return null;
  const { facts, pictures } = known;
  // What was merged goes as the other one goes.
  const main = problem.mergedIntoId === null ? null : await problemOnCards(reader, problem.mergedIntoId);
  const { problem: leading, unit } = main ?? known;
  const ended = leading.closedAt !== null;
  const policy = await policies.at(problem.policyVersion);
  return {
    card: renderProblemForm({
      id,
      version,
      ...where,
      state: 'submitted',
      today: dayOf(at),
      facts,
      handler: unit,
      due: ended ? null : calendar.due(leading.dueDay ?? dayOf(at)),
      progress: progressWords(leading, unit),
      answered: leading.state === 'answered',
      ...standOf(problem, leading),
      ...(leading.state === 'unfounded' && { reason: await endReason(reader, leading.id) }),
      // Whoever filled it in for the finder (镇代办) looks on.
      split: own && (await maySplit(reader, problem, main?.problem ?? null)),
      rebound: own && mayRebound(problem, dayOf(at), policy),
    }),
    pictures,
  };
};

/** Where it stands when nobody handles it (for itself). */
function standOf({ state }: Problem, leading: Problem): { stand?: 'desk' | 'merged' | 'unfounded' } {
  if (leading.state === 'unfounded') return { stand: 'unfounded' };
  if (state === 'merged') return leading.closedAt === null ? { stand: 'merged' } : {};
  return state === 'registered' ? { stand: 'desk' } : {};
}
