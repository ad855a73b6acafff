import type { Reader, Tx } from '../core/database';
import type { Subject } from '../core/outbox';
import { recall, remember } from '../core/state';

/*
 * A photo in the chat says nothing about what it shows. It belongs to the matter whose card the person pressed
 * last; this remembers which that was.
 */
const nameOf = (personId: number): string => `focus.person:${personId}`;

export const touch = (tx: Tx, personId: number, { type, id }: Subject, at: Date): Promise<void> =>
  remember(tx, nameOf(personId), `${type}:${id} ${at.toISOString()}`);

/** The matter that the person touched last, whatever has become of it, and when; null: before that was written down. */
export async function touched(
  reader: Reader,
  personId: number,
): Promise<(Subject & { at: Date | null }) | null> {
  const [subject = '', at] = (await recall(reader, nameOf(personId)))?.split(' ') ?? [];
  const [type, id] = subject.split(':');
  return type && id ? { type, id: Number(id), at: at ? new Date(at) : null } : null;
}
