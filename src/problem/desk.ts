import type { Problem, Role } from '../../entities';
import type { Reader, Tx } from '../core/database';
import { enqueueMany } from '../core/outbox';
import { acting, OFFICE_ROLES, peopleWith } from '../roster';
import type { Actor } from './mayAct';

/*
 * What waits to be decided: a problem that is 登记 and not handed on, or a request of the handler's. 县河长办 decides;
 * requests about an outfall go to 分局, and 县河长办 may decide them beside it. Nobody decides their own request.
 */

type Deciding = Pick<Problem, 'state' | 'category' | 'outfallId' | 'ask' | 'deskAt'>;

const isOutfall = ({ category, outfallId }: Deciding): boolean => outfallId !== null || category === '排污口';

/** Who decides, in order of preference. */
export function rolesFor(problem: Deciding): readonly Role[] {
  return problem.state !== 'registered' && isOutfall(problem) ? ['分局', ...OFFICE_ROLES] : OFFICE_ROLES;
}

/** Who asked and still waits; null when nothing was asked or it was refused. */
export const askerOf = ({ ask }: Pick<Problem, 'ask'>): number | null =>
  ask && ask.refused === null ? ask.byId : null;

export const mayDecide = (problem: Deciding, { id, roles }: Pick<Actor, 'id' | 'roles'>): boolean =>
  problem.deskAt !== null &&
  askerOf(problem) !== id &&
  roles.some((role) => rolesFor(problem).includes(role));

/** Whom it waits for, of those who hold each of `rolesFor`: everybody that Feishu reaches of the first that can. */
export const decidersAmong = <P extends { id: number; openId: string | null }>(
  problem: Pick<Problem, 'ask'>,
  byRole: readonly (readonly P[])[],
): number[] => {
  const asker = askerOf(problem);
  return acting(byRole.map((people) => people.filter(({ id }) => id !== asker))).map(({ id }) => id);
};

/** Whom it waits for. */
export async function decidersOf(reader: Reader, problem: Deciding): Promise<number[]> {
  const held = rolesFor(problem).map((role) => peopleWith(reader, { roles: [role] }));
  return decidersAmong(problem, await Promise.all(held));
}

/** Puts it before those who decide. @returns how many they are */
export async function sendDesk(tx: Tx, problem: Problem, at: Date): Promise<number> {
  const deciders = await decidersOf(tx, problem);
  await enqueueMany(
    tx,
    deciders.map((recipientId) => ({
      kind: 'problemDesk',
      subject: { type: 'problem', id: problem.id },
      recipientId,
      messageClass: 'task',
      at,
    })),
  );
  return deciders.length;
}
