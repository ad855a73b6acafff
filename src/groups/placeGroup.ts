import { ChatGroup, type Role } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { refreshCards } from '../core/outbox';
import { townsOf } from './queries';
import { mayRunGroups } from './rules';

export interface GroupPlace {
  groupId: number;
  /** The version that the card was drawn from. */
  version: number;
  /** A town; null the whole county; `none`: it is no work group. */
  unitId: number | null | 'none';
  person: { id: number; roles: readonly Role[] };
  at: Date;
  /** The pressed card; its new state is the answer to the press. */
  messageId?: string | null;
}

/**
 * 县河长办 says whom a group serves, to which the bot was added.
 *
 * @throws Fault `press.notYours`, `matter.gone`, `press.stale` when somebody else decided first
 */
export async function placeGroup(tx: Tx, input: GroupPlace): Promise<void> {
  const { groupId: id, unitId, person, at } = input;
  if (!mayRunGroups(person.roles)) throw new Fault('press.notYours');
  const group = await tx.findOne(ChatGroup, { id });
  if (!group) throw new Fault('matter.gone');
  const towns = await townsOf(tx);
  if (typeof unitId === 'number' && !towns.some((town) => town.id === unitId)) throw new Fault('press.stale');
  const open = group.origin === 'added' && ['asked', 'serving', 'unused'].includes(group.state);
  if (!open || group.version !== input.version) throw new Fault('press.stale');
  const place =
    unitId === 'none'
      ? { state: 'unused' as const, unitId: null, decidedAt: null }
      : { state: 'serving' as const, unitId, decidedAt: at };
  const won = await tx.update(
    ChatGroup,
    { id, version: input.version, state: group.state },
    { ...place, version: input.version + 1 },
  );
  if (won === 0) throw new Fault('press.stale');
  const detail = { unitId };
  audit(tx, {
    at,
    actor: `person:${person.id}`,
    action: 'group.place',
    subjectType: 'chatGroup',
    subjectId: id,
    detail,
  });
  await refreshCards(tx, { subject: { type: 'chatGroup', id }, at, exceptMessageId: input.messageId });
}
