import type { LadderCase, LadderMatterType } from '../../../entities';
import { marks, type Reader } from '../../core/database';

const OUTFALL_TYPES: readonly LadderMatterType[] = ['outfall', 'outfallTask', 'behindPlan', 'lead'];

type CaseOf = Pick<LadderCase, 'id' | 'matterType' | 'matterId'>;

/** Which of the cases are about outfalls, by their ids: 分局 issues their 通报 and decides about what is answered to 提醒. */
export async function casesOfOutfalls(reader: Reader, cases: readonly CaseOf[]): Promise<Set<number>> {
  const problems = cases.filter(({ matterType }) => matterType === 'problem');
  const rows =
    problems.length === 0
      ? []
      : await reader.query<{ id: number }>(
          `SELECT id FROM problem WHERE outfallId IS NOT NULL AND id IN (${marks(problems)})`,
          problems.map(({ matterId }) => matterId),
        );
  const found = new Set(rows.map(({ id }) => id));
  return new Set(
    cases
      .filter(
        ({ matterType, matterId }) =>
          OUTFALL_TYPES.includes(matterType) || (matterType === 'problem' && found.has(matterId)),
      )
      .map(({ id }) => id),
  );
}
