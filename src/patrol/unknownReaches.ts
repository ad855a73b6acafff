import { Reach } from '../../entities';
import type { Reader } from '../core/database';
import type { Policy } from '../core/policy';

/**
 * Reaches that the rules give a frequency of their own and the roster does not know: misspelt, as a rule, and then
 * walked as often as any other. Nobody is told before there is a roster.
 */
export async function unknownReaches(reader: Reader, { patrol }: Policy): Promise<string[]> {
  const named = [...new Set(patrol.reaches.map(({ reach }) => reach))];
  if (named.length === 0) return [];
  const known = new Set((await reader.find(Reach)).map(({ code }) => code));
  return known.size === 0 ? [] : named.filter((code) => !known.has(code));
}
