import type { Outfall } from '../../entities';
import { marks, type Reader } from '../core/database';
import { fold } from '../core/workbook';

/** Where somebody may look: everywhere, or in these towns and on these reaches. */
export type LedgerScope = 'all' | { townIds: readonly number[]; reachIds: readonly number[] };

/** As much of an outfall as tells it from others. */
export type OutfallLine = Pick<
  Outfall,
  'id' | 'internalCode' | 'name' | 'nationalCode' | 'localCode' | 'reachId'
>;

/** What it is called, folded: its name first. */
const calledOf = ({ name, internalCode, nationalCode, localCode }: OutfallLine): string[] =>
  [name, internalCode, nationalCode, localCode].filter((one) => one !== null).map(fold);

/**
 * The outfalls that somebody means by a name or a code, of those that they may see: by their whole code or name when
 * one has it, else all that have the words in it. Compared by `fold`, which is the same on every database; of each
 * outfall only its names are read. EXPLAIN (MariaDB, 20,000 outfalls): `index PRIMARY`, 28–44 ms; of a town's or some
 * reaches' `index_merge outfall_town, outfall_reach`, 6–12 ms (`npm run bench -- ledger`).
 */
export async function findOutfalls(
  reader: Reader,
  words: string,
  scope: LedgerScope,
): Promise<OutfallLine[]> {
  const wanted = fold(words);
  if (wanted === '') return [];
  const alike: OutfallLine[] = [];
  const exact: OutfallLine[] = [];
  for (const one of await within(reader, scope)) {
    const called = calledOf(one);
    if (called.includes(wanted)) exact.push(one);
    else if (called.some((text) => text.includes(wanted))) alike.push(one);
  }
  return exact.length > 0 ? exact : alike;
}

function within(reader: Reader, scope: LedgerScope): Promise<OutfallLine[]> {
  const select = 'SELECT id, internalCode, name, nationalCode, localCode, reachId FROM outfall';
  if (scope === 'all') return reader.query(`${select} ORDER BY id`);
  const { townIds, reachIds } = scope;
  const towns = townIds.length > 0 ? `townId IN (${marks(townIds)})` : '1 = 0';
  const reaches = reachIds.length > 0 ? `reachId IN (${marks(reachIds)})` : '1 = 0';
  return reader.query(`${select} WHERE ${towns} OR ${reaches} ORDER BY id`, [...townIds, ...reachIds]);
}
