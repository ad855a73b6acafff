import { instantOf, type Reader, sqlInstant } from '../core/database';
import { addDays, dayOf, instantAt, lastOfMonth } from '../core/days';
import { Fault } from '../core/errors';
import { postNames, reachTitle } from '../roster';
import { drawForRecheck } from './recheckDraw';

/** 一成 of a month's patrols. */
const PART = 0.1;

export interface PatrolDraw {
  month: string;
  /** With it, and the same patrols, the same are drawn. */
  seed: string;
  of: number;
  drawn: { patrolId: number; day: string; reach: string; walker: string; result: 'normal' | 'problem' }[];
}

interface Row {
  id: number;
  personId: number;
  result: 'normal' | 'problem';
  occurredAt: unknown;
  river: string;
  reachName: string;
}

/**
 * 随机抽查: the tenth of a month's patrols that is looked at again. Nothing is stored: whoever draws again with the
 * seed gets the same.
 *
 * @param month `2026-10` @param seed the month itself when left out
 * @throws Fault `input.invalid`
 */
export async function drawPatrols(reader: Reader, month: string, seed = month): Promise<PatrolDraw> {
  if (!/^20\d\d-(0[1-9]|1[0-2])$/.test(month)) {
    throw new Fault('input.invalid', { what: `月份“${month}”写法不对，应像 2026-10` });
  }
  const first = `${month}-01`;
  const rows = await reader.query<Row>(
    `SELECT p.id, p.personId, p.result, p.occurredAt, r.river, r.name AS reachName
       FROM patrol p JOIN reach r ON r.id = p.reachId WHERE p.occurredAt >= ? AND p.occurredAt < ? ORDER BY p.id`,
    [sqlInstant(instantAt(first, '00:00')), sqlInstant(instantAt(addDays(lastOfMonth(first), 1), '00:00'))],
  );
  const lots = new Set(
    drawForRecheck(
      seed,
      rows.map(({ id }) => id),
      PART,
    ),
  );
  const drawn = rows.filter(({ id }) => lots.has(id));
  const names = await postNames(
    reader,
    drawn.map(({ personId }) => personId),
  );
  return {
    month,
    seed,
    of: rows.length,
    drawn: drawn.map((row) => ({
      patrolId: row.id,
      day: dayOf(instantOf(row.occurredAt)),
      reach: reachTitle(row),
      walker: names.get(row.personId) ?? '',
      result: row.result,
    })),
  };
}
