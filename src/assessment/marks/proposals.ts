import { MarkProposal, type Person, type Role, type SubjectColumns, Unit } from '../../../entities';
import type { Reader } from '../../core/database';
import { bonusOf, type Policy, vetoOf } from '../../core/policy';
import { isTown } from '../../core/workbook/lookups';
import { acting, OFFICE_ROLES, peopleWith, postNames, reachTitle } from '../../roster';
import type { Deps } from '../deps';
import { type Period, parsePeriod } from '../period';
import { BONUS, hundredths, VETO } from '../points';
import { keepsRounds } from '../rounds/rules';
import { asUnit } from '../scores';
import { marksUntil } from './queries';
import { endedPeriods, isFreeToMark, type Whose } from './rules';

/*
 * 加分 and 否决: entered by one person of 县河长办, confirmed by another one, and until then without effect.
 */

/** What the outbox, the history and the digest call one. */
export const PROPOSAL = 'markProposal';

/** What can be entered: 表扬加分 up to its maximum, 重特大水污染事件 without points. */
export interface Proposable {
  rule: string;
  name: string;
  /** Hundredths; null of a veto. */
  max: number | null;
  /** Of towns only. */
  townOnly: boolean;
}

const VETOES = { pollution: '重特大水污染事件负有责任', section: '国考、省考断面没有达到目标' } as const;

/** What the county's sheet knows. */
export function proposable(sheet: Policy['assessment']): Proposable[] {
  const { most, items } = bonusOf(sheet);
  const on = vetoOf(sheet);
  return [
    ...Object.entries(items).flatMap(([key, { name, max }]) =>
      max > 0 && most > 0
        ? [{ rule: `${BONUS}${key}`, name, max: hundredths(Math.min(max, most)), townOnly: false }]
        : [],
    ),
    ...(['pollution', 'section'] as const).flatMap((key) =>
      on[key] ? [{ rule: `${VETO}.${key}`, name: VETOES[key], max: null, townOnly: key === 'section' }] : [],
    ),
  ];
}

/** As people call what was proposed, whatever the county's sheet says now. */
export const proposalName = (sheet: Policy['assessment'], rule: string): string =>
  proposable(sheet).find((one) => one.rule === rule)?.name ??
  (rule.startsWith(BONUS) ? '加分' : VETOES[rule.slice(VETO.length + 1) as keyof typeof VETOES]) ??
  rule;

/** The periods that can still be given something: the month that runs, the one before, the quarter of quarterly rounds. */
export async function openPeriods(
  reader: Reader,
  deps: Pick<Deps, 'policies' | 'calendar'>,
  { today, at }: { today: string; at: Date },
): Promise<Period[]> {
  const ended = endedPeriods(deps.policies.current, today);
  const running = parsePeriod(today.slice(0, 7));
  const periods = [...ended.slice(0, 1), running, ...ended.slice(1)];
  const open: Period[] = [];
  for (const period of periods) if ((await marksUntil(reader, deps, period)) > at) open.push(period);
  return open;
}

/**
 * The units called so that the county's sheet scores, and the posts that people called so held in the period: by their
 * name, or by post as every card calls them (乙镇第一村河长); with the reach behind it where there are several.
 */
export async function subjectsNamed(
  reader: Reader,
  sheet: Policy['assessment'],
  { fromDay, toDay }: Period,
  text: string,
): Promise<SubjectColumns[]> {
  const [name = '', ...rest] = text.trim().split(/[\s·]+/);
  const units = (await reader.find(Unit, { name })).flatMap(({ id: unitId, type }): SubjectColumns[] => {
    if (isTown(type)) return [asUnit('town', { unitId })];
    return type === '县直部门' && sheet.department ? [asUnit('department', { unitId })] : [];
  });
  const posts = await reader.query<
    Omit<SubjectColumns, 'subject' | 'personId'> & {
      personId: number;
      name: string;
      river: string;
      reachName: string;
    }
  >(
    `SELECT DISTINCT p.reachId, p.level, p.personId, w.unitId, w.name, r.river, r.name AS reachName
       FROM post p JOIN person w ON w.id = p.personId JOIN reach r ON r.id = p.reachId
      WHERE p.fromDay <= ? AND (p.toDay IS NULL OR p.toDay >= ?)
      ORDER BY p.reachId`,
    [toDay, fromDay],
  );
  const byPost = await postNames(
    reader,
    posts.map(({ personId }) => personId),
  );
  return [
    ...units,
    ...posts
      .filter((post) => post.name === name || byPost.get(post.personId) === name)
      .filter((post) => reachTitle(post).includes(rest.join('')))
      .map(({ reachId, level, personId, unitId }) => ({
        subject: 'chief' as const,
        reachId,
        level,
        personId,
        unitId,
      })),
  ];
}

/** Separation by person: whoever entered it, is scored by it or belongs to the unit does not confirm it. */
export const isFreeToConfirm = (
  proposal: Pick<MarkProposal, 'byId'> & Whose,
  person: Pick<Person, 'id' | 'unitId'>,
): boolean => proposal.byId !== person.id && isFreeToMark(proposal, person);

/** May decide about proposals at all. */
export const confirmsMarks = (roles: readonly Role[]): boolean =>
  roles.some((role) => OFFICE_ROLES.includes(role));

/** May enter and take back; 县政府 only confirms. */
export const entersMarks = keepsRounds;

/** Who is free to decide, of those who act: 县河长办, else 县政府; empty where nobody is. */
export async function confirmersOf(
  reader: Reader,
  proposal: Pick<MarkProposal, 'byId'> & Whose,
): Promise<readonly Person[]> {
  const byRole: Person[][] = [];
  for (const role of OFFICE_ROLES) {
    const people = await peopleWith(reader, { roles: [role] });
    byRole.push(people.filter((person) => isFreeToConfirm(proposal, person)));
  }
  return acting(byRole);
}

/** One that waits, and who is free to decide about it. */
export interface WaitingProposal {
  proposal: MarkProposal;
  confirmers: readonly Person[];
}

export async function waitingProposals(reader: Reader, ids?: readonly number[]): Promise<WaitingProposal[]> {
  const open = await reader.find(
    MarkProposal,
    { state: 'open', ...(ids && { id: [...ids] }) },
    { order: { id: 'ASC' } },
  );
  const waiting: WaitingProposal[] = [];
  for (const proposal of open) waiting.push({ proposal, confirmers: await confirmersOf(reader, proposal) });
  return waiting;
}

/** The newest first. */
export const newestProposals = (reader: Reader, limit: number): Promise<MarkProposal[]> =>
  reader.find(MarkProposal, {}, { order: { id: 'DESC' }, limit });
