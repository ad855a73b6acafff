import { JobRun, LadderCase, type Role } from '../../../entities';
import type { Reader } from '../../core/database';
import { addDays, dayOf } from '../../core/days';
import { OFFICE_ROLES } from '../../roster';
import type { Deps } from '../deps';
import { openMatters } from '../matters';
import { lags } from '../rules';
import { frozenRules } from './noteEvents';
import { casesOfOutfalls } from './ofOutfalls';

/*
 * The auditor of the ladder: looks from outside at what the daily pass has left, by other means than the pass itself.
 * A healthy county has none of these.
 */

export interface LadderFault {
  what: /** It lags, and no case was begun for it. */
    | 'lag-without-case'
    /** A case for which nothing is to come and nobody is waited for. */
    | 'case-without-next'
    /** Its day has passed and nothing was done. */
    | 'case-overdue'
    /** It waits for a role that nobody holds. */
    | 'case-without-hand'
    /** Two documents of one rung were signed. */
    | 'case-signed-twice'
    /** The daily pass has not run. */
    | 'ladder-silent';
  /** The case; of `lag-without-case` the matter, of `ladder-silent` 0. */
  id: number;
}

/** The pass is daily; a little more than a day without one is one left out. */
const SILENT_MS = 26 * 3_600_000;

/** What is wrong with the ladder as of an instant; read-only. */
export async function ladderFaults(reader: Reader, deps: Deps, at: Date): Promise<LadderFault[]> {
  const [ran] = await reader.find(JobRun, { name: 'ladder' });
  // Before its first pass there is nothing to prove.
  if (!ran) return [];
  const silent = at.getTime() - ran.lastAt.getTime() > SILENT_MS;
  const open = await reader.find(LadderCase, { state: ['running', 'stopped'] as LadderCase['state'][] });
  // A day is given until the pass after it.
  const passed = addDays(dayOf(ran.lastAt), -1);
  const fault =
    (what: LadderFault['what']) =>
    ({ id }: { id: number }): LadderFault => ({ what, id });
  return [
    ...(silent ? [{ what: 'ladder-silent' as const, id: 0 }] : []),
    ...(await withoutCase(reader, deps, open, dayOf(ran.lastAt))).map(fault('lag-without-case')),
    ...open
      .filter(
        ({ nextDay, waitsFor, stoppedFor }) => nextDay === null && waitsFor === null && stoppedFor === null,
      )
      .map(fault('case-without-next')),
    ...open.filter(({ nextDay }) => nextDay !== null && nextDay < passed).map(fault('case-overdue')),
    ...(await withoutHand(reader, deps, open)).map(fault('case-without-hand')),
    ...(await signedTwice(reader)).map(fault('case-signed-twice')),
  ];
}

/** What lagged on the day of the last pass already, of units, and is in no case. */
async function withoutCase(reader: Reader, deps: Deps, open: readonly LadderCase[], passDay: string) {
  const day = addDays(passDay, -1);
  const has = new Set(open.map(({ unitId, matterType, matterId }) => `${unitId} ${matterType}:${matterId}`));
  return (await openMatters(reader, deps, { today: day, overdue: true })).filter(
    (matter) =>
      matter.unitId !== null &&
      // What reached the unit only since (a 转办) had no pass yet.
      (matter.since === null || matter.since < day) &&
      lags(matter, day, deps.calendar, deps.policies.current.reminder) &&
      !has.has(`${matter.unitId} ${matter.type}:${matter.id}`),
  );
}

/** Which roles are held by anybody. */
async function heldRoles(reader: Reader): Promise<Set<Role>> {
  const rows = await reader.query<{ role: Role }>('SELECT DISTINCT role FROM person_role');
  return new Set(rows.map(({ role }) => role));
}

/** Cases that wait for a role that nobody holds. */
async function withoutHand(
  reader: Reader,
  deps: Pick<Deps, 'policies'>,
  open: readonly LadderCase[],
): Promise<LadderCase[]> {
  const waiting = open.filter(({ waitsFor }) => waitsFor !== null);
  if (waiting.length === 0) return [];
  const held = await heldRoles(reader);
  const rulesOf = await frozenRules(deps, waiting);
  const ofOutfalls = await casesOfOutfalls(reader, waiting);
  const anyOf = (...roles: readonly Role[]) => roles.some((role) => held.has(role));
  return waiting.filter((row) => {
    const { circulateBy, interviewBy, superviseBy } = rulesOf(row);
    switch (row.waitsFor) {
      case 'issuer':
        return !anyOf(ofOutfalls.has(row.id) ? circulateBy.outfall : circulateBy.other);
      case 'signer':
        return !anyOf(row.rung >= 3 ? superviseBy : interviewBy);
      default:
        return !anyOf(...OFFICE_ROLES);
    }
  });
}

/** Cases that two documents of one rung were signed for. */
function signedTwice(reader: Reader): Promise<{ id: number }[]> {
  const rung =
    'CASE WHEN h.data LIKE \'%"rung":2%\' THEN 2 WHEN h.data LIKE \'%"rung":3%\' THEN 3 ELSE 4 END';
  return reader.query<{ id: number }>(
    `SELECT DISTINCT twice.id FROM (
       SELECT c.id, ${rung} AS rung FROM ladder_case c
         JOIN history_entry h ON h.subjectType = 'ladder' AND h.subjectId = c.id
        WHERE c.state <> 'cleared' AND c.rung >= 2 AND h.action = 'issued'
        GROUP BY c.id, ${rung} HAVING COUNT(*) > 1) twice`,
  );
}
