import { renderLadderFaults } from '../../../cards/ladderFaults';
import { LadderCase, Unit } from '../../../entities';
import { dayOf } from '../../core/days';
import { type LadderFault, ladderFaults } from '../../escalation';
import { OFFICE_ROLES, rolesHeld } from '../../roster';
import type { Presenter } from '../frame';

const WORDS: Record<LadderFault['what'], string> = {
  'lag-without-case': '滞后了，还没有开始督办，请让管理员看日志',
  'case-without-next': '没有下一步，请让管理员看日志',
  'case-overdue': '日子过了没有动，请让管理员看日志',
  'case-without-hand': '在等人审签或批复，可是花名册里这个岗位没有人，请补上',
  'case-signed-twice': '同一级签了两份，请核对',
  'ladder-silent': '一天多没有算过督办，请让管理员看程序是不是开着',
};

/** To 县河长办 alone: what the ladder has lost, drawn from now. */
export const ladderFaultsCard: Presenter = async (deps, reader, { recipient, at }) => {
  const roles = await rolesHeld(reader, recipient.id);
  if (!roles.some((role) => OFFICE_ROLES.includes(role))) return null;
  const faults = await ladderFaults(reader, deps, at);
  const ids = faults.filter(({ what }) => what !== 'lag-without-case').map(({ id }) => id);
  const cases = new Map((await reader.find(LadderCase, { id: ids })).map((row) => [row.id, row]));
  const units = new Map((await reader.find(Unit)).map(({ id, name }) => [id, name]));
  return {
    card: renderLadderFaults({
      today: dayOf(at),
      faults: faults.map(({ what, id }) => {
        const row = what === 'lag-without-case' ? undefined : cases.get(id);
        return {
          unit: row ? (units.get(row.unitId) ?? '') : '',
          title: row?.title ?? (what === 'ladder-silent' ? '每天的督办' : '一件滞后的事'),
          words: WORDS[what],
        };
      }),
    }),
    pictures: [],
  };
};
