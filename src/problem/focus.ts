import type { Reader, Tx } from '../core/database';
import type { Subject } from '../core/outbox';
import { recall, remember } from '../core/state';

/*
 * A photo in the chat says nothing about what it shows. It belongs to the matter whose card the person pressed
 * last; this remembers which that was.
 */
const nameOf = (personId: number): string => `focus.person:${personId}`;

export const touch = (tx: Tx, personId: number, { type, id }: Subject): Promise<void> =>
  remember(tx, nameOf(personId), `${type}:${id}`);

/** The matter that the person touched last, whatever has become of it. */
export async function touched(reader: Reader, personId: number): Promise<Subject | null> {
  const [type, id] = (await recall(reader, nameOf(personId)))?.split(':') ?? [];
  return type && id ? { type, id: Number(id) } : null;
}
