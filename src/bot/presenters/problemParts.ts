import { dayWords, type ProblemFacts } from '../../../cards/kit';
import type { Answer, Returned } from '../../../cards/problemWork';
import type { UnitType } from '../../../entities';
import { Problem, Reach, Unit } from '../../../entities';
import type { Reader } from '../../core/database';
import { marks } from '../../core/database';
import { dayInWords, dayOf } from '../../core/days';
import {
  type BoundPhoto,
  HANDLING_UNITS,
  lastReturn,
  mergeTargets,
  photosOf,
  SOURCE_WORDS,
  unitOf,
  withNotes,
} from '../../problem';
import { postNames } from '../../roster';

/** As many photos of one side as a card shows. */
const SHOWN = 3;

/** A registered problem with everything that its cards say of it. */
export interface ProblemOnCards {
  problem: Problem;
  /** The unit that handles it. */
  unit: string;
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

/** Everything about a problem that was registered; null for a draft or what was withdrawn. */
export async function problemOnCards(reader: Reader, problemId: number): Promise<ProblemOnCards | null> {
  const problem = await reader.findOne(Problem, { id: problemId });
  if (!problem || problem.category === null || problem.seriousness === null) return null;
  const [{ river, reach }, unit, photos, sentBack] = await Promise.all([
    placeOfReach(reader, problem.reachId),
    reader.findOne(Unit, { id: unitOf(problem) }),
    photosOf(reader, problemId),
    lastReturn(reader, problemId),
  ]);
  const before = photos.filter(({ side }) => side === 'before');
  // The newest round of handling first: it is what the verifier judges.
  const after = photos.filter(({ side }) => side === 'after').reverse();
  const names = await postNames(reader, [
    problem.finderId,
    problem.handlerId,
    problem.verifierId,
    sentBack?.by ?? null,
    problem.ask?.byId ?? null,
    problem.ask?.refused?.byId ?? null,
  ]);
  const named = (personId: number | null): string =>
    (personId === null ? undefined : names.get(personId)) ?? '县河长办';
  return {
    problem,
    unit: unit?.name ?? '',
    named,
    facts: {
      category: problem.category,
      kind: problem.kind,
      source: problem.source === 'patrol' ? null : SOURCE_WORDS[problem.source],
      reports: problem.reports,
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
    returned: sentBack && {
      why: sentBack.why,
      by: named(sentBack.by),
      on: dayOf(sentBack.at),
      reason: sentBack.reason,
    },
    pictures: [...shownOf(before), ...shownOf(after)].flatMap(({ mediaId, imageKey }) =>
      mediaId !== null && imageKey === null ? [mediaId] : [],
    ),
  };
}

/** What a select offers: ids, and names of which no two look alike. */
export interface Named {
  code: string;
  name: string;
}

/** As many as a card offers; a county has a dozen towns and as many departments. */
const MOST_UNITS = 40;
const MOST_OTHERS = 8;

/** The units to which a problem can be handed, apart from `exceptId`. */
export async function handlingUnits(reader: Reader, exceptId: number | null): Promise<Named[]> {
  const rows = await reader.query<{ id: number; name: string; type: UnitType }>(
    `SELECT id, name, type FROM unit WHERE type IN (${marks(HANDLING_UNITS)}) AND id <> ? ORDER BY code LIMIT ${MOST_UNITS}`,
    [...HANDLING_UNITS, exceptId ?? 0],
  );
  return rows.map(({ id, name }) => ({ code: String(id), name }));
}

/** The open problems with which this one may be one. */
export async function otherProblems(reader: Reader, problem: Problem): Promise<Named[]> {
  const lines = await mergeTargets(reader, problem, MOST_OTHERS);
  return lines.map(({ id, title, foundOn }) => ({
    code: String(id),
    name: `${dayInWords(foundOn)} ${title}`,
  }));
}

/** 延期到12月20日: what a handler asks for. */
export async function askWords(reader: Reader, { ask }: Problem): Promise<string> {
  switch (ask?.kind) {
    case 'extend':
      return `延期到${dayWords(dayOf(new Date(ask.at)), ask.day ?? '')}`;
    case 'transfer':
      return `转给${(await reader.findOne(Unit, { id: ask.unitId ?? 0 }))?.name ?? '别的单位'}`;
    case 'merge': {
      const other = await reader.findOne(Problem, { id: ask.problemId ?? 0 });
      return `和“${other?.place ?? ''}”合并`;
    }
    default:
      return '按不属实处理';
  }
}
