import { type Outfall, type Person, Post, type Role } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import type { LedgerScope } from '../ledger';
import { reachesUnder } from '../roster';
import type { BotDeps } from './frame';
import { ledgerTown } from './mayHave';

interface Asking {
  person: Person;
  roles: readonly Role[];
  at: Date;
  deps: Pick<BotDeps, 'policies'>;
}

/** A chief sees the outfalls on the own reaches, a town its own, the office all. */
export async function ledgerScope(reader: Reader, { person, roles, deps, at }: Asking): Promise<LedgerScope> {
  const town = await ledgerTown(reader, person, roles, deps.policies.current);
  if (town === null) return 'all';
  const today = dayOf(at);
  const posts = await reader.find(Post, { personId: person.id });
  const held = posts.filter(({ fromDay, toDay }) => fromDay <= today && (toDay ?? today) >= today);
  const reaches = await Promise.all(held.map(({ reachId }) => reachesUnder(reader, reachId)));
  return { townIds: town === undefined ? [] : [town], reachIds: reaches.flat() };
}

export const inScope = (
  { townId, reachId }: Pick<Outfall, 'townId' | 'reachId'>,
  scope: LedgerScope,
): boolean => scope === 'all' || scope.townIds.includes(townId) || scope.reachIds.includes(reachId);
