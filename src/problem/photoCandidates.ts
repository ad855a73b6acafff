import { AssessmentAppeal, type Person, Photo, Problem, type ProblemState } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import type { Subject } from '../core/outbox';
import type { Policy } from '../core/policy';
import { outfallTasksOf, TASK_WORDS } from '../outfallTask';
import { openTasksOf, periodName } from '../patrol';
import { photoMatterOf } from '../rectification';
import { reachTitle } from '../roster';
import { touched } from './focus';
import { isRunning } from './lifecycle';
import { actorOf, mayHandle } from './mayAct';
import { photosOf } from './photosOf';
import { problemTitle } from './words';

/**
 * A late photo of a registered problem is taken for it within this time. A form that was neither opened nor pressed for as
 * long takes none unasked: what its sender sees today is likely something else.
 */
const LATE_MS = 24 * 3_600_000;
/** A person's newest problems; older ones are no longer waiting for a photo. */
const NEWEST = 20;

/** A matter that a photo or a place may be for. */
export interface Candidate {
  subject: Subject;
  side: Photo['side'];
  /** Matters of one group are alike: of two of them nobody can tell which a photo shows. */
  group: 'draft' | 'found' | 'handled' | 'rectified' | 'attended' | 'walked' | 'appealed';
  /** What the sender knows it by. */
  name: string;
  /** What the sender is told when it is this one. */
  said: string;
  /** Has what it needs: takes more only while it is the matter that the person touched last. */
  content?: boolean;
  /** A form left lying: takes what is sent only when its sender says so. */
  old?: boolean;
}

/** A title inside a plain message: nothing in it may look like a tag of the messenger's. */
const quoted = (problem: Problem): string => inQuotes(problemTitle(problem));

function inQuotes(words: string): string {
  const title = words.replaceAll('<', '＜').replaceAll('>', '＞');
  return `“${title.length > 40 ? `${title.slice(0, 39)}…` : title}”`;
}

const GROUP_NAMES = { draft: '正在填的问题', found: '报过的问题', handled: '交办单' } as const;

const of = (problem: Problem, group: keyof typeof GROUP_NAMES, said: string): Candidate => ({
  subject: { type: 'problem', id: problem.id },
  side: group === 'handled' ? 'after' : 'before',
  group,
  name: `${GROUP_NAMES[group]}：${problemTitle(problem)}`,
  said,
});

/** Problems of which a photo by this person never arrived: they were asked to send it again, whenever that is. */
async function lostFor(reader: Reader, personId: number): Promise<Set<number>> {
  const lost = await reader.find(Photo, { personId, subjectType: 'problem', side: 'before', state: 'lost' });
  return new Set(lost.flatMap(({ subjectId }) => subjectId ?? []));
}

const isWithin = (then: Date | null, at: Date): boolean =>
  then !== null && at.getTime() - then.getTime() <= LATE_MS;

const isLate = ({ assignedAt }: Problem, at: Date): boolean => isWithin(assignedAt, at);

/** The forms being filled in; which of them were left lying. */
async function draftsOf(
  reader: Reader,
  personId: number,
  { drafts, said, at }: { drafts: readonly Problem[]; said: string; at: Date },
): Promise<Candidate[]> {
  const isNew = ({ recordedAt }: Problem): boolean => isWithin(recordedAt, at);
  const last = drafts.every(isNew) ? null : await touched(reader, personId);
  const inHand = last && isWithin(last.at, at) && last.type === 'problem' ? last.id : null;
  return drafts.map((draft) => ({ ...of(draft, 'draft', said), old: !isNew(draft) && draft.id !== inHand }));
}

/** What the person found last: the forms being filled in, and what was reported. */
async function foundLately(reader: Reader, personId: number) {
  const found = await reader.find(Problem, { finderId: personId }, { order: { id: 'DESC' }, limit: NEWEST });
  // Whoever found it and is handling it themself now sends what was done about it.
  const handling = ({ handlerId, acceptedAt }: Problem): boolean =>
    handlerId === personId && acceptedAt !== null;
  return {
    drafts: found.filter(({ state }) => state === 'draft'),
    reported: found.filter((problem) => isRunning(problem.state) && !handling(problem)),
  };
}

/** The form being filled in, and what was reported within a day: without a photo, then with one. */
async function foundBy(reader: Reader, personId: number, at: Date): Promise<Candidate[]> {
  const { drafts, reported } = await foundLately(reader, personId);
  const lost = await lostFor(reader, personId);
  const waiting = reported.filter((problem) => isLate(problem, at) || lost.has(problem.id));
  const late = await Promise.all(
    waiting.map(async (problem): Promise<Candidate> => {
      const photos = await photosOf(reader, problem.id);
      const content = photos.some(({ side }) => side === 'before');
      return { ...of(problem, 'found', `收到照片，已补进${quoted(problem)}这个问题。`), content };
    }),
  );
  return [
    ...(await draftsOf(reader, personId, { drafts, said: '收到照片，已放进正在填的问题。', at })),
    ...late,
  ];
}

/** What they handle, and what they may handle beside a colleague: that takes a photo only once they pressed on it. */
async function handledBy(reader: Reader, person: Person, policy: Policy): Promise<Problem[]> {
  const newest = { order: { acceptedAt: 'DESC', assignedAt: 'DESC' } } as const;
  const state: ProblemState[] = ['assigned', 'accepted'];
  const [own, ofTown, ofUnit, actor] = await Promise.all([
    reader.find(Problem, { handlerId: person.id, state }, newest),
    reader.find(Problem, { townId: person.unitId, unitId: null, state }, newest),
    reader.find(Problem, { unitId: person.unitId, state }, newest),
    actorOf(reader, person),
  ]);
  const colleagues = [...ofTown, ...ofUnit].filter(({ handlerId }) => handlerId !== person.id);
  return [...own, ...colleagues].filter((problem) => mayHandle(problem, actor, policy));
}

/**
 * 开闸, 关闸, 旱天查雨水口. With several open a photo says nothing about which of them it shows: it is taken for the one
 * that the person opened last, and only a single one takes it unasked.
 */
async function attendedBy(
  reader: Reader,
  person: Person,
  when: { policy: Policy; at: Date },
): Promise<Candidate[]> {
  const tasks = (await outfallTasksOf(reader, person, when)).filter(({ task }) => task.kind !== 'monitor');
  return tasks.map(({ task, outfall }) => ({
    subject: { type: 'outfallTask', id: task.id },
    side: null,
    group: 'attended',
    name: `${TASK_WORDS[task.kind]}：${outfall.name}`,
    said: `收到照片，已放进${TASK_WORDS[task.kind]}${inQuotes(outfall.name)}，可以点办好了。`,
    content: tasks.length > 1,
  }));
}

/** 整治: the outfall that the person opened or pressed last, and no other: a town has dozens. */
async function rectifiedBy(reader: Reader, person: Person, policy: Policy): Promise<Candidate[]> {
  const last = await touched(reader, person.id);
  const matter = last?.type === 'outfall' ? await photoMatterOf(reader, person, last.id, policy) : null;
  if (!matter) return [];
  const { outfall, side } = matter;
  const said = `收到整治${side === 'before' ? '前' : '后'}的照片，已放进${inQuotes(outfall.name)}的整治卡片。`;
  const name = `整治：${outfall.name}`;
  return [{ subject: { type: 'outfall', id: outfall.id }, side, group: 'rectified', name, said }];
}

/** 考核申诉 that waits for its 复核: several take photos once one of them was pressed. */
async function appealedBy(reader: Reader, personId: number): Promise<Candidate[]> {
  const open = await reader.find(
    AssessmentAppeal,
    { byId: personId, state: 'open' },
    { order: { id: 'DESC' } },
  );
  return open.map(({ id }) => ({
    subject: { type: 'assessmentAppeal', id },
    side: null,
    group: 'appealed',
    name: '考核申诉',
    said: '收到照片，已放进你的考核申诉。',
    content: open.length > 1,
  }));
}

async function walkedBy(reader: Reader, personId: number, at: Date): Promise<Candidate[]> {
  const tasks = await openTasksOf(reader, { personId, day: dayOf(at) });
  return tasks.map((task) => ({
    subject: { type: 'task', id: task.id },
    side: null,
    group: 'walked',
    name: `巡河：${reachTitle(task)}${periodName(task.periodKey)}`,
    said: `收到照片，已放进${reachTitle(task)}这次巡河。`,
  }));
}

/** Everything that a photo of this person's may be for, the likeliest first. */
export const photoCandidates = async (
  reader: Reader,
  person: Person,
  { policy, at }: { policy: Policy; at: Date },
): Promise<Candidate[]> => [
  ...(await foundBy(reader, person.id, at)),
  ...(await handledBy(reader, person, policy)).map((problem) => ({
    ...of(problem, 'handled', `收到处理后的照片，已放进交办单${quoted(problem)}，可以点反馈了。`),
    content: problem.handlerId !== person.id,
  })),
  ...(await rectifiedBy(reader, person, policy)),
  ...(await attendedBy(reader, person, { policy, at })),
  ...(await walkedBy(reader, person.id, at)),
  ...(await appealedBy(reader, person.id)),
];

/**
 * Every problem that a place of this person's may be a hint to, the likeliest first. A patrol is none: where somebody
 * walks is not kept.
 */
export async function placeCandidates(
  reader: Reader,
  person: Person,
  { policy, at }: { policy: Policy; at: Date },
): Promise<Candidate[]> {
  const { drafts, reported } = await foundLately(reader, person.id);
  const handled = await handledBy(reader, person, policy);
  return [
    ...(await draftsOf(reader, person.id, { drafts, said: '已记到正在填的问题，只作参考。', at })),
    ...reported
      .filter((problem) => isLate(problem, at))
      .map((problem) => ({
        ...of(problem, 'found', `已补进${quoted(problem)}这个问题，只作参考。`),
        // An outfall of the ledger is place enough.
        content: problem.outfallId !== null || problem.hintLonE6 !== null,
      })),
    ...handled.map((problem) => ({
      ...of(problem, 'handled', `已记到交办单${quoted(problem)}，核查时作参考。`),
      content: problem.handlerId !== person.id,
    })),
  ];
}

/** The matter touched last when it is among them, else the first that still needs a photo. */
export function chooseCandidate(all: readonly Candidate[], last: Subject | null): Candidate | null {
  const now = all.filter(({ old }) => !old);
  return (
    now.find(({ subject }) => subject.type === last?.type && subject.id === last.id) ??
    now.find(({ content }) => !content) ??
    null
  );
}
