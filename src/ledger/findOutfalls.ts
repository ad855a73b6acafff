import { Outfall } from '../../entities';
import { marks, type Reader } from '../core/database';
import { fold } from '../core/workbook';

/** Where somebody may look: everywhere, or in these towns and on these reaches. */
export type LedgerScope = 'all' | { townIds: readonly number[]; reachIds: readonly number[] };

const codesOf = ({ internalCode, nationalCode, localCode }: Outfall): string[] =>
  [internalCode, nationalCode, localCode].filter((code) => code !== null).map(fold);

/**
 * The outfalls that somebody means by a name or a code, of those that they may see: by their whole code or name when
 * one has it, else all that have the words in it.
 */
export async function findOutfalls(reader: Reader, words: string, scope: LedgerScope): Promise<Outfall[]> {
  const wanted = fold(words);
  if (wanted === '') return [];
  const seen =
    scope === 'all' ? await reader.find(Outfall, {}, { order: { id: 'ASC' } }) : await within(reader, scope);
  const exact = seen.filter((one) => fold(one.name) === wanted || codesOf(one).includes(wanted));
  if (exact.length > 0) return exact;
  return seen.filter(
    (one) => fold(one.name).includes(wanted) || codesOf(one).some((code) => code.includes(wanted)),
  );
}

async function within(
  reader: Reader,
  { townIds, reachIds }: Exclude<LedgerScope, 'all'>,
): Promise<Outfall[]> {
  const towns = townIds.length > 0 ? `townId IN (${marks(townIds)})` : '1 = 0';
  const reaches = reachIds.length > 0 ? `reachId IN (${marks(reachIds)})` : '1 = 0';
  const rows = await reader.query<{ id: number }>(
    `SELECT id FROM outfall WHERE ${towns} OR ${reaches} ORDER BY id`,
    [...townIds, ...reachIds],
  );
  return reader.find(Outfall, { id: rows.map(({ id }) => id) }, { order: { id: 'ASC' } });
}
