/*
 * Whose a patrol task is. Pure. Reminders, closing and scoring all ask here, so that nobody is reminded of a task
 * that is not counted to them, or scored for one that they were never reminded of.
 *
 * Who walked it answers for it. While nobody has: who holds the post on the due day and can be reached in Feishu by then,
 * the assignee before the longest-serving. Whoever left before the due day answers for nothing, and whoever came
 * after the period began but holds on its last day does. Where there is nobody on the due day the task is
 * nobody's: no person is blamed or reminded, no town is told to make it good, and it ends `void`.
 *
 * Walked by a deputy (代巡) it is done, and nobody's: never the chief's own, nor held against the chief. A new holder
 * answers for nothing that falls due within the first working days; what they walk all the same is theirs. So it is
 * with whoever is away on the due day and has nobody walking for them (请假): where no other holder is there, the task
 * is nobody's.
 */

/** A time in a post as far as a task asks after it, both days included. */
export interface Term {
  personId: number;
  fromDay: string;
  toDay: string | null;
  /** Feishu knows the person. */
  reachable: boolean;
  /** Since when: of what fell due before they heard nothing in time. Left out: not written down. */
  reachedFrom?: string;
  /** New in the post: what falls due before this day is not held against them (`graced`). */
  answersFrom?: string;
  /** 请假 without a deputy, on this reach. */
  away?: readonly Away[];
}

export interface Away {
  fromDay: string;
  toDay: string;
}

export interface AskedTask {
  dueDay: string;
  /** The first holder when the task was made. */
  assigneeId: number;
  /** Who walked it; null while nobody has. */
  walkerId?: number | null;
  /** 代巡: the chief for whom it was walked. */
  standInFor?: number | null;
}

export const holdsOn = ({ fromDay, toDay }: Pick<Term, 'fromDay' | 'toDay'>, day: string): boolean =>
  fromDay <= day && (toDay === null || toDay >= day);

/** 请假, and nobody walks for them. */
export const isAway = ({ away = [] }: Pick<Term, 'away'>, day: string): boolean =>
  away.some(({ fromDay, toDay }) => fromDay <= day && day <= toDay);

/** In the grace of a new holder. */
export const isNew = ({ answersFrom }: Pick<Term, 'answersFrom'>, dueDay: string): boolean =>
  answersFrom !== undefined && dueDay < answersFrom;

/** Whether Feishu knew them by the due day. */
const heardBy = ({ reachable, reachedFrom }: Term, dueDay: string): boolean =>
  reachable && (reachedFrom === undefined || reachedFrom <= dueDay);

/** Those who hold the post on the due day and hear of it: the assignee first, then the longest-serving. */
function holdersInTime({ dueDay, assigneeId }: AskedTask, terms: readonly Term[], spared: boolean): number[] {
  const held = terms
    .filter(
      (term) =>
        heardBy(term, dueDay) &&
        holdsOn(term, dueDay) &&
        !isAway(term, dueDay) &&
        !(spared && isNew(term, dueDay)),
    )
    .sort((a, b) => Number(a.fromDay > b.fromDay) - Number(a.fromDay < b.fromDay) || a.personId - b.personId)
    .map(({ personId }) => personId);
  return [...new Set([...held.filter((personId) => personId === assigneeId), ...held])];
}

/**
 * Who answers for a task, of all terms that its post ever had. Somebody who never held the post and walked for it
 * (a paper record) did it for whoever answers otherwise.
 *
 * @returns null when it is nobody's
 */
export function answerableFor(task: AskedTask, terms: readonly Term[]): number | null {
  const { walkerId, standInFor } = task;
  if (standInFor != null) return null;
  if (walkerId != null && terms.some(({ personId }) => personId === walkerId)) return walkerId;
  return holdersInTime(task, terms, true)[0] ?? null;
}

/**
 * Who is reminded of a task that nobody has walked: those who hold the post on its due day and still do today, for
 * nobody else may enter it; the one who answers for it first. Whoever is away today is left in peace. A new holder has the card, and is not pressed for what
 * is overdue.
 */
export const remindedOf = (task: AskedTask, terms: readonly Term[], today: string): number[] =>
  holdersInTime(task, terms, task.dueDay < today).filter((id) =>
    terms.some((term) => term.personId === id && holdsOn(term, today) && !isAway(term, today)),
  );

/**
 * Why a task is nobody's: the post is held by nobody on the due day, by somebody who was away (请假), or by people whom
 * Feishu does not know.
 */
export function whyNobody({ dueDay }: AskedTask, terms: readonly Term[]): 'vacant' | 'away' | 'unreached' {
  const held = terms.filter((term) => holdsOn(term, dueDay));
  if (held.some((term) => isAway(term, dueDay))) return 'away';
  return held.length > 0 ? 'unreached' : 'vacant';
}
