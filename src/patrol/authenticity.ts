import { dayOf } from '../core/days';
import { distanceM, type Position } from '../core/distance';

/*
 * What in the records alone may be asked about: 待核 all of it, shown to the person first, and counted only when
 * somebody has confirmed it. Pure; who is told and how it is settled is not decided here.
 */

export interface Place extends Position {
  at: Date;
}

/**
 * Pairs of one person's places, each with the next in time, that nobody gets between so fast. Places closer than
 * `withinM` say nothing: a map pin is not that exact.
 *
 * @param kmh the fastest that is believed (domain.md §7.3: 15 km/h along a river, more between rivers)
 */
export function impossibleSpeeds<P extends Place>(
  places: readonly P[],
  { kmh, withinM }: { kmh: number; withinM: number },
): { from: P; to: P; kmh: number }[] {
  const inTime = [...places].sort((a, b) => a.at.getTime() - b.at.getTime());
  return inTime.slice(1).flatMap((to, n) => {
    const from = inTime[n] as P;
    const metres = distanceM(from, to);
    const hours = (to.at.getTime() - from.at.getTime()) / 3_600_000;
    if (metres <= withinM || metres / 1000 <= kmh * hours) return [];
    return [{ from, to, kmh: hours === 0 ? Number.POSITIVE_INFINITY : metres / 1000 / hours }];
  });
}

export interface Entered {
  id: number;
  personId: number;
  occurredAt: Date;
  recordedAt: Date;
}

/**
 * Walks of one person that were entered one after the other within `withinMinutes`, `atLeast` of them, each at least
 * `daysAfter` days after it is said to have been. One late entry is what late entry is for.
 *
 * @returns each such run, the earliest entered first
 */
export function batchEntries<E extends Entered>(
  entered: readonly E[],
  { withinMinutes, atLeast, daysAfter }: { withinMinutes: number; atLeast: number; daysAfter: number },
): E[][] {
  const late = entered
    .filter(
      ({ occurredAt, recordedAt }) => recordedAt.getTime() - occurredAt.getTime() >= daysAfter * 86_400_000,
    )
    .sort(
      (a, b) => a.personId - b.personId || a.recordedAt.getTime() - b.recordedAt.getTime() || a.id - b.id,
    );
  const runs: E[][] = [];
  for (const one of late) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    const goesOn =
      last !== undefined &&
      last.personId === one.personId &&
      one.recordedAt.getTime() - last.recordedAt.getTime() <= withinMinutes * 60_000;
    if (run && goesOn) run.push(one);
    else runs.push([one]);
  }
  return runs.filter((run) => run.length >= atLeast);
}

export interface Looked {
  id: number;
  personId: number;
  reachId: number;
  result: 'normal' | 'problem';
  occurredAt: Date;
}
export interface Found {
  id: number;
  finderId: number;
  reachId: number;
  occurredAt: Date;
}

/** Patrols that found everything normal on a reach and day on which somebody else found a problem there. */
export function normalBesideFinding<L extends Looked, F extends Found>(
  patrols: readonly L[],
  problems: readonly F[],
): { patrol: L; problems: F[] }[] {
  return patrols.flatMap((patrol) => {
    if (patrol.result !== 'normal') return [];
    const others = problems.filter(
      ({ finderId, reachId, occurredAt }) =>
        finderId !== patrol.personId &&
        reachId === patrol.reachId &&
        dayOf(occurredAt) === dayOf(patrol.occurredAt),
    );
    return others.length > 0 ? [{ patrol, problems: others }] : [];
  });
}

/**
 * Of all problems that were found on a chief's reaches, the share that the chief found. A problem found by whoever
 * stands in for the chief is to be left out before: it speaks for and against nobody.
 *
 * @returns null when nothing was found by anybody: nothing speaks for or against
 */
export function ownShare(personId: number, problems: readonly Pick<Found, 'finderId'>[]): number | null {
  if (problems.length === 0) return null;
  return problems.filter(({ finderId }) => finderId === personId).length / problems.length;
}

/**
 * Whether somebody walked for months and found nothing where everybody else finds something: at least `patrols` walks,
 * all normal, and at least `byOthers` problems of others on the same reaches in that time.
 */
export function neverFinds(
  personId: number,
  { patrols, problems }: { patrols: readonly Looked[]; problems: readonly Found[] },
  least: { patrols: number; byOthers: number },
): boolean {
  const own = patrols.filter((patrol) => patrol.personId === personId);
  const reaches = new Set(own.map(({ reachId }) => reachId));
  const found = problems.filter(({ reachId }) => reaches.has(reachId));
  return (
    own.length >= least.patrols &&
    own.every(({ result }) => result === 'normal') &&
    ownShare(personId, found) === 0 &&
    found.length >= least.byOthers
  );
}
