import { type Person, type Role, SettingApplication } from '../../entities';
import type { Reader } from '../core/database';
import type { Policy } from '../core/policy';
import { readOutfallHands, WATCHERS } from '../outfallTask';
import { isApplicant } from './hands';
import { OPEN_STATES } from './lifecycle';

/** What is under way, the most pressing first. */
export const openSettings = (reader: Reader): Promise<SettingApplication[]> =>
  reader.find(SettingApplication, { state: [...OPEN_STATES] }, { order: { dueDay: 'ASC', id: 'ASC' } });

const LATEST = 5;

/** Those that somebody may read: what is under way, and the latest that have ended. */
export async function settingsFor(
  reader: Reader,
  policy: Policy,
  { person, roles }: { person: Pick<Person, 'id'>; roles: readonly Role[] },
): Promise<{ open: SettingApplication[]; ended: SettingApplication[] }> {
  const watches = roles.some((role) => WATCHERS.includes(role));
  const hands = watches ? null : await readOutfallHands(reader, policy);
  const seen = (one: SettingApplication) => hands === null || isApplicant(one, hands, person);
  const open = (await openSettings(reader)).filter(seen);
  const rows = await reader.query<object>(
    'SELECT * FROM setting_application WHERE endedAt IS NOT NULL ORDER BY endedAt DESC, id DESC LIMIT 200',
  );
  const ended = rows.map((row) => reader.hydrate(SettingApplication, row)).filter(seen);
  return { open, ended: ended.slice(0, LATEST) };
}
