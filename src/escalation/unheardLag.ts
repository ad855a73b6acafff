import type { Tx } from '../core/database';
import { dayOf } from '../core/days';
import { enqueueMany, refreshCards } from '../core/outbox';
import { recall, remember } from '../core/state';
import { peopleWith } from '../roster';
import type { Deps } from './deps';
import { mustTell, type ToldOf } from './rules';

const TOLD = 'lag.unheard';

/**
 * Tells 县河长办 which towns lag while nobody of them can be told, as one card: when a town is among them that was
 * not, and every few working days for as long as it stays so. Meanwhile the card they have is drawn anew.
 *
 * @param towns those that lag and hear nothing of it
 * @returns how many messages were asked for
 */
export async function tellOfUnheard(
  tx: Tx,
  { calendar, policies }: Pick<Deps, 'calendar' | 'policies'>,
  towns: readonly number[],
  at: Date,
): Promise<number> {
  const today = dayOf(at);
  const stored = await recall(tx, TOLD);
  const told = stored === null ? null : (JSON.parse(stored) as ToldOf);
  if (towns.length === 0 && !told?.units.length) return 0;
  const office = await peopleWith(tx, { roles: ['县河长办'] });
  if (office.length === 0) return 0;
  if (!mustTell(told, towns, today, calendar, policies.current.reminder)) {
    const left = (told?.units ?? []).filter((id) => towns.includes(id));
    await remember(tx, TOLD, JSON.stringify({ day: told?.day ?? today, units: left } satisfies ToldOf));
    for (const { id } of office) await refreshCards(tx, { subject: { type: 'person', id }, at });
    return 0;
  }
  await remember(tx, TOLD, JSON.stringify({ day: today, units: towns } satisfies ToldOf));
  await enqueueMany(
    tx,
    office.map(({ id }) => ({
      kind: 'unheardLag',
      subject: { type: 'person', id },
      recipientId: id,
      messageClass: 'task',
      at,
    })),
  );
  return office.length;
}
