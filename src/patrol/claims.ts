import { addDays, dayOf, instantAt } from '../core/days';
import { Fault } from '../core/errors';

/*
 * What somebody says of a walk afterwards: on which day, from when to when. A claim, kept beside when it was received.
 * Pure.
 */

export interface Claim {
  /** Null: today. */
  day: string | null;
  /** `9:30`; null when it was not said. */
  begun: string | null;
  ended: string | null;
}

export interface Limits {
  at: Date;
  /** No earlier day is taken. */
  earliest: string;
  longestHours: number;
}

const padded = (time: string): string => time.padStart(5, '0');

/**
 * When it was walked. Without a time: now, or noon of the day.
 *
 * @throws Fault `press.form` for a day or a time that has not come, a day too long ago, an end before the beginning,
 *   a walk of longer than a day's work
 */
export function claimed(
  { day, begun, ended }: Claim,
  { at, earliest, longestHours }: Limits,
): { occurredAt: Date; startedAt: Date | null } {
  const refuse = (what: string): never => {
    throw new Fault('press.form', { what });
  };
  const today = dayOf(at);
  const on = day ?? today;
  if (on > today) refuse('巡河日期还没有到，请重新选');
  if (on < earliest) refuse('巡河日期太早了，请重新选');
  const startedAt = begun === null ? null : instantAt(on, padded(begun));
  const finished = ended === null ? null : instantAt(on, padded(ended));
  if (startedAt && finished && finished <= startedAt) refuse('结束时间要晚于开始时间，请改一下');
  if (startedAt && finished && finished.getTime() - startedAt.getTime() > longestHours * 3_600_000) {
    refuse(`一次巡河超过${longestHours}小时，请核对时间`);
  }
  if ([startedAt, finished].some((time) => time && time > at)) refuse('巡河时间还没有到，请改一下');
  const noon = on === today ? at : instantAt(on, '12:00');
  return { occurredAt: finished ?? startedAt ?? noon, startedAt };
}

/** The first day that a patrol without a task may be said to have been on. */
export const earliestEntry = (today: string, entryDays: number): string => addDays(today, -entryDays);
