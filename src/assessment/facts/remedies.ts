import type { Outfall } from '../../../entities';
import type { Reader } from '../../core/database';
import { dayOf, instantAt } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import { type PastStep, readLedgerPast, takenBack } from '../../ledger';
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

const COLUMNS = ['id', 'townId', 'remedyStage', 'remedyType', 'remedyDueDay', 'baselineDay'] as const;
export type Remedy = Pick<Outfall, (typeof COLUMNS)[number]>;

const isDone = ({ remedyStage }: Pick<Remedy, 'remedyStage'>): boolean => remedyStage === '完成整治';

/**
 * 到期应整治 in a period, pure. An outfall is due in the period in which its deadline lies (that which holds, with every
 * 延期 that was granted), whenever it was closed out, and from then on in each one that it began open. So closing out
 * early is no loss, and what is late counts until it is done. Opened again (复排) it is due for its former deadline in
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
  const begun = takenBack(outfall, steps, instantAt(fromDay, '00:00'));
  const today = dayOf(asOf);
  const isDue = (day: string | null): day is string => day !== null && day <= toDay && day < today;

  if (!isDone(now) && steps.some((step) => step.at < asOf && isReopening(outfall, steps, step, isDue)))
    return { id, done: false, reopened: true };
  if (!isDue(remedyDueDay) || now.baselineDay !== null) return null;
  if (begun && begun.baselineDay !== null && begun.remedyDueDay === remedyDueDay) return null;
  if (remedyDueDay < fromDay && begun && isDone(begun)) return null;
  return { id, done: isDone(now), reopened: false };
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

/** By town; two statements, whatever the size of the ledger. */
export async function readRemedies(
  reader: Reader,
  period: Period,
  asOf: Date,
): Promise<Map<number, RemedyFact[]>> {
  const since = instantAt(period.fromDay, '00:00');
  const { outfalls, stepsOf } = await readLedgerPast(reader, COLUMNS, since < asOf ? since : asOf);
  const due = outfalls.flatMap((outfall) => {
    const steps = stepsOf(outfall.id);
    const fact = remedyOf(outfall, steps, period, asOf);
    return fact ? [{ fact, townId: (takenBack(outfall, steps, asOf) ?? outfall).townId }] : [];
  });
  return new Map(
    [...groupBy(due, ({ townId }) => townId)].map(([townId, own]) => [townId, own.map(({ fact }) => fact)]),
  );
}
