import type { Role } from '../../entities';
import { type Findings, fold } from '../core/workbook';
import { TOWN_TYPES, type UnitRef } from './rosterRules';
import { type PersonRecord, rolesOf } from './rosterSnapshot';

const HEADS: readonly Role[] = ['镇党委书记', '镇长'];
const LIAISON: Role = '镇联络员';
const TOWN_CHIEF: Role = '镇级河长';

/**
 * Towns that have reaches or chiefs but nobody who is told when they lag: allowed, since the roster may come in
 * parts, but the county office would get what is theirs. Told once a town.
 *
 * @param people everybody that the file and the database know together
 */
export function tellUnheard(
  units: Iterable<UnitRef>,
  reachTowns: Iterable<string>,
  people: readonly PersonRecord[],
  findings: Findings,
): void {
  const held = new Map<string, Set<Role>>();
  for (const { unitCode, roles } of people) {
    const known = held.get(fold(unitCode)) ?? new Set();
    for (const role of rolesOf(roles)) known.add(role);
    held.set(fold(unitCode), known);
  }
  const owning = new Set([...reachTowns].map(fold));
  for (const { code, name, type } of units) {
    const roles = held.get(fold(code)) ?? new Set<Role>();
    if (!type || !TOWN_TYPES.includes(type)) continue;
    if (!owning.has(fold(code)) && !roles.has(TOWN_CHIEF)) continue;
    if (HEADS.some((role) => roles.has(role))) continue;
    const place = { sheet: '人员', column: '角色' };
    const missing = type === '管委会' ? '镇长（管委会的主任填“镇长”）' : HEADS.join('、');
    if (roles.has(LIAISON)) {
      findings.warn(
        place,
        'unit.headless',
        `“${name}”没有${missing}，滞后提醒只能发给${LIAISON}，请核对`,
        name,
      );
    } else {
      const message = `“${name}”没有${missing}，也没有${LIAISON}，滞后提醒没人接，会先告诉县河长办，请补上`;
      findings.warn(place, 'unit.unheard', message, name);
    }
  }
}
