import type { Role } from '../../entities';

/** A 通知 is read standing by a river. */
export const POST_LIMIT = 500;
/** Anything longer than this in a row of digits that begins like a mobile. */
const PHONE = /(?<!\d)1\d{10}(?!\d)/;
/** A shorter name is found inside other words. */
const SHORTEST_NAME = 2;

/** Groups are 县河长办's: which there are, whom they serve, what is posted there. */
export const mayRunGroups = (roles: readonly Role[]): boolean => roles.includes('县河长办');

/** Why words must not be posted where everybody reads them; null when they may. */
export function postFault(words: string): string | null {
  const length = Array.from(words).length;
  if (length > POST_LIMIT) return `通知最多写${POST_LIMIT}个字，现在有${length}个，请改短一些再发。`;
  if (PHONE.test(words)) return '里面有手机号，群里人人看得见，请去掉再发。';
  return null;
}

/** The people of the roster whom the words name: a group is no place for one person's backlog. */
export const namesIn = (words: string, names: readonly string[]): string[] => [
  ...new Set(names.filter((name) => Array.from(name).length >= SHORTEST_NAME && words.includes(name))),
];

/** Who has to come in and who has to go, of those that the roster wants and those that were brought in. */
export function memberChanges(
  wanted: readonly { id: number; openId: string | null }[],
  broughtIn: readonly number[],
): { add: number[]; remove: number[] } {
  const known = new Set(broughtIn);
  const want = new Set(wanted.map(({ id }) => id));
  return {
    add: wanted.filter(({ id, openId }) => openId !== null && !known.has(id)).map(({ id }) => id),
    remove: broughtIn.filter((id) => !want.has(id)),
  };
}
