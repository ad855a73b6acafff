import { renderUnmatched, type Unreached } from '../../../cards/unmatched';
import type { Reader } from '../../core/database';
import { dayOf } from '../../core/days';
import { groupBy } from '../../core/groupBy';
import type { Policy } from '../../core/policy';
import { unreachedPatrols } from '../../escalation';
import { firstHeld, postNames } from '../../roster';
import type { Presenter } from '../frame';

interface Row {
  id: number;
  post: string;
  unit: string;
  maskedPhone: string;
}

/** By post, whoever of each town Feishu reaches and who can pass a message on: its liaison before its heads. */
async function messengers(
  reader: Reader,
  towns: readonly (number | null)[],
  { reminder }: Policy,
): Promise<Map<number | null, string>> {
  const roles = [...reminder.copyRoles, ...reminder.headRoles];
  const found = new Map<number | null, number>();
  for (const unitId of new Set(towns)) {
    const person = unitId === null ? null : await firstHeld(reader, { unitId, roles });
    if (person?.openId) found.set(unitId, person.id);
  }
  const names = await postNames(reader, [...found.values()]);
  return new Map([...found].map(([unitId, personId]) => [unitId, names.get(personId) ?? '']));
}

/** To 县河长办: who of the roster cannot be found in Feishu by phone, what waits for them, and who can tell them. */
export const unmatched: Presenter = async ({ policies }, reader, { at }) => {
  const today = dayOf(at);
  const people = await reader.query<Row>(
    `SELECT p.id, p.name AS post, u.name AS unit, p.mobileMasked AS maskedPhone
       FROM person p JOIN unit u ON u.id = p.unitId
      WHERE p.openId IS NULL AND p.matchedAt IS NOT NULL ORDER BY u.code, p.id`,
  );
  const waiting = groupBy(await unreachedPatrols(reader, { today }), ({ responsible }) => responsible[0]);
  const towns = [...waiting.values()].flatMap((matters) => matters.map(({ unitId }) => unitId));
  const names = await messengers(reader, towns, policies.current);
  const rows = people.map(({ id, ...person }): Unreached => {
    const matters = waiting.get(id);
    const first = matters?.[0];
    if (!matters || !first) return { ...person, waiting: null };
    const { title, dueDay, unitId } = first;
    return {
      ...person,
      waiting: { count: matters.length, title, dueDay, through: names.get(unitId) ?? null },
    };
  });
  // Whose patrol has waited longest comes first.
  const dueOf = ({ waiting }: Unreached): string => waiting?.dueDay ?? '9999';
  rows.sort((a, b) => dueOf(a).localeCompare(dueOf(b)));
  return { card: renderUnmatched({ today, people: rows }), pictures: [] };
};
