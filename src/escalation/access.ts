import { LagNotice, type Person, type Role } from '../../entities';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import type { Policy } from '../core/policy';
import { tellableRoles } from './hands';

/** Who presses on a 滞后提醒. */
export interface Presser {
  person: Pick<Person, 'id' | 'unitId'>;
  roles: readonly Role[];
}

/** Only the unit's heads and its liaison, and only for matters of their own unit. */
export const mayActOn = (
  notice: Pick<LagNotice, 'unitId'>,
  { person, roles }: Presser,
  policy: Policy,
): boolean => {
  const may = tellableRoles(policy);
  return person.unitId === notice.unitId && roles.some((role) => may.includes(role));
};

/** The notice that a press is about, as the presser saw it. @throws Fault `matter.gone`, `press.notYours`, `press.stale` */
export async function noticeToPress(
  tx: Tx,
  input: { noticeId: number; version: number; by: Presser },
  policy: Policy,
): Promise<LagNotice> {
  const notice = await tx.findOne(LagNotice, { id: input.noticeId });
  if (!notice) throw new Fault('matter.gone');
  if (!mayActOn(notice, input.by, policy)) throw new Fault('press.notYours');
  if (notice.version !== input.version) throw new Fault('press.stale');
  return notice;
}
