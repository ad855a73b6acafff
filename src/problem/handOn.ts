import { type Problem, Reach, type Seriousness, Unit } from '../../entities';
import type { Reader, Tx } from '../core/database';
import { addDays, dayOf } from '../core/days';
import { enqueueMany } from '../core/outbox';
import { findingsOf, handlingRoles, type Policy, problemFlowOf } from '../core/policy';
import { peopleWith } from '../roster';
import type { ProblemDeps } from './deps';
import { handsOf } from './hands';
import { routesFor } from './route';
import { dueDayOf, handlerOf, unitOf } from './rules';

type Found = Pick<Problem, 'category' | 'kind' | 'reachId' | 'townId'>;

/** The unit to which the policy's routes give a problem; null: the town that owns the reach. */
export async function routedUnit(reader: Reader, policy: Policy, found: Found): Promise<number | null> {
  const findings = findingsOf(policy);
  // Most counties have no routes, and then a press asks nothing more.
  if (findings.routes.length === 0) return null;
  const { category, kind, reachId, townId } = found;
  const town = await reader.findOne(Unit, { id: townId });
  const reaches = await codesUpFrom(reader, reachId);
  const wanted = routesFor(findings, { category: category ?? '', kind, town: town?.code ?? '', reaches });
  for (const code of wanted) {
    const unit = await reader.findOne(Unit, { code });
    if (unit) return unit.id === townId ? null : unit.id;
  }
  return null;
}

async function codesUpFrom(reader: Reader, reachId: number): Promise<string[]> {
  const seen = new Map<number, string>();
  for (let at: number | null = reachId; at !== null && !seen.has(at); ) {
    const reach: Reach | null = await reader.findOne(Reach, { id: at });
    if (!reach) break;
    seen.set(reach.id, reach.code);
    at = reach.parentId;
  }
  return [...seen.values()];
}

/**
 * 交办: what a problem becomes when a unit has it from now on. It is nobody's to decide any more, has to be signed
 * for, and the unit has the time of the rule from this day on.
 */
export async function handOn(
  reader: Reader,
  { policies, calendar }: ProblemDeps,
  problem: Problem,
  { unitId, seriousness, at }: { unitId: number | null; seriousness: Seriousness; at: Date },
): Promise<Partial<Problem>> {
  const policy = await policies.at(problem.policyVersion);
  const unit = unitOf({ townId: problem.townId, unitId });
  const hands = await handsOf(reader, unit, policies.current);
  const day = dayOf(at);
  return {
    unitId,
    seriousness,
    handlerId: handlerOf({ handlerId: null, acceptedAt: null }, hands),
    dueDay: dueDayOf({ seriousness, source: problem.source }, day, { policy, calendar }),
    progressDueDay: seriousness === '重大' ? nextProgressDay(day, policy) : null,
    assignedAt: at,
    acceptedAt: null,
    answeredAt: null,
    deskAt: null,
    ask: null,
  };
}

/** The day of the next 报进展. */
export const nextProgressDay = (day: string, policy: Policy): string =>
  addDays(day, problemFlowOf(policy).progressDays);

/**
 * The 交办单 goes to whoever handles it; of one that 县河长办 confirms as 重大 just now everybody who may handle it for
 * the unit is alerted, its heads among them.
 */
export async function sendWork(
  tx: Tx,
  { policies }: Pick<ProblemDeps, 'policies'>,
  problem: Problem,
  { at, alert = false }: { at: Date; alert?: boolean },
): Promise<void> {
  const { id, handlerId } = problem;
  const hands = alert
    ? await peopleWith(tx, { roles: handlingRoles(policies.current), unitId: unitOf(problem) })
    : [];
  const recipients = new Set([...(handlerId === null ? [] : [handlerId]), ...hands.map((one) => one.id)]);
  await enqueueMany(
    tx,
    [...recipients].map((recipientId) => ({
      kind: 'problemWork',
      subject: { type: 'problem', id },
      recipientId,
      messageClass: alert ? 'alert' : 'task',
      at,
    })),
  );
}
