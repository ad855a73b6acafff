import type { Outfall } from '../../../entities';
import { dayOf, instantAt } from '../../core/days';
import { type LedgerPast, type PastStep, takenBack } from '../../ledger';
import type { Period } from '../period';

/** 整治 of one outfall that was due: what of it counts. */
export interface RemedyFact {
  /** The outfall. */
  id: number;
  /** Closed out at the end of what is counted. */
  done: boolean;
  /** 复排, or taken back otherwise: it was closed out, was opened again within the period and still is open. */
  reopened: boolean;
}

/** What of an outfall it is told by. */
export const REMEDY_COLUMNS = [
  'id',
  'townId',
  'remedyStage',
  'remedyType',
  'remedyDueDay',
  'baselineDay',
] as const;
export type Remedy = Pick<Outfall, (typeof REMEDY_COLUMNS)[number]>;

const isDone = ({ remedyStage }: Pick<Remedy, 'remedyStage'>): boolean => remedyStage === '完成整治';

/**
 * 到期应整治 in a period, pure. An outfall is due in the period in which its deadline lies (that which holds, with every
 * 延期 that was granted), whenever it was closed out, and from then on in each one that it began open. So closing out
 * early is no loss, and what is late counts until it is done. What came into the ledger within it began as it was
 * entered: long done by then is no merit of the period, as what was long late by then (基线) is no fault. Opened again (复排) it is due for its former deadline in
 * that period, and then for its new one. 无需整治 is not due, and 基线 only once it has a new date.
 *
 * @param outfall as it is now; `steps` those since the period began, the newest first
 * @returns null when it was not due
 */
export function remedyOf(
  outfall: Remedy,
  steps: readonly PastStep[],
  { fromDay, toDay }: Pick<Period, 'fromDay' | 'toDay'>,
  asOf: Date,
): RemedyFact | null {
  const now = takenBack(outfall, steps, asOf);
  if (now === null || now.remedyType === '无需整治') return null;
  const { id, remedyDueDay } = now;
  const begun = begunAs(outfall, steps, fromDay);
  const today = dayOf(asOf);
  const isDue = (day: string | null): day is string => day !== null && day <= toDay && day < today;

  if (!isDone(now) && steps.some((step) => step.at < asOf && isReopening(outfall, steps, step, isDue)))
    return { id, done: false, reopened: true };
  if (!isDue(remedyDueDay) || now.baselineDay !== null) return null;
  if (begun.baselineDay !== null && begun.remedyDueDay === remedyDueDay) return null;
  if (remedyDueDay < fromDay && isDone(begun)) return null;
  return { id, done: isDone(now), reopened: false };
}

/** As it was when the period began, or when it came into the ledger after that. */
function begunAs(outfall: Remedy, steps: readonly PastStep[], fromDay: string): Remedy {
  const changes = steps.filter(({ was }) => was !== null);
  return takenBack(outfall, changes, instantAt(fromDay, '00:00')) ?? outfall;
}

function isReopening(
  outfall: Remedy,
  steps: readonly PastStep[],
  { at, was }: PastStep,
  isDue: (day: string | null) => boolean,
): boolean {
  if (was?.remedyStage !== '完成整治') return false;
  const before = takenBack(outfall, steps, at);
  // What came into the ledger as done may have no deadline at all.
  return before !== null && (before.remedyDueDay === null || isDue(before.remedyDueDay));
}

/** By town, as the outfall was in it then. Pure. */
export function remediesOf(
  { outfalls, stepsOf }: LedgerPast<Remedy>,
  period: Period,
  asOf: Date,
): Map<number, RemedyFact[]> {
  const due = new Map<number, RemedyFact[]>();
  for (const outfall of outfalls) {
    const steps = stepsOf(outfall.id);
    const fact = remedyOf(outfall, steps, period, asOf);
    if (!fact) continue;
    const { townId } = takenBack(outfall, steps, asOf) ?? outfall;
    const known = due.get(townId);
    if (known) known.push(fact);
    else due.set(townId, [fact]);
  }
  return due;
}
