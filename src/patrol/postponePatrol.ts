import { PatrolTask } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { addDays, dayOf } from '../core/days';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { refreshCards } from '../core/outbox';
import { postponeDaysOf } from '../core/policy';
import type { PatrolDeps } from './deps';
import { suspensionOf, suspensionsSince } from './suspensions';
import { taskToWalk } from './taskToWalk';

export interface PostponeRequest {
  taskId: number;
  version: number;
  personId: number;
  at: Date;
  days: number;
  reason: string;
}

/** Whether a task can still be put off: once, before its due day is over, and only one that the county did not ask for. */
export const canPostpone = (
  { state, kind, dueDay, postponedFrom }: Pick<PatrolTask, 'state' | 'kind' | 'dueDay' | 'postponedFrom'>,
  today: string,
): boolean => state === 'open' && kind === 'period' && postponedFrom === null && today <= dueDay;

/**
 * 顺延几天: puts the due day off, once, with a reason. Never past the last day of late entry, so that the next
 * period's patrol is not swallowed.
 *
 * @returns the new due day
 * @throws Fault of `taskToWalk`; `press.stale`; `press.form` when it was put off before, there is no room left,
 *   or patrols are stopped on the new day
 */
export async function postponePatrol(tx: Tx, deps: PatrolDeps, request: PostponeRequest): Promise<string> {
  const { personId, at, days, reason } = request;
  const { task } = await taskToWalk(tx, request);
  if (task.version !== request.version) throw new Fault('press.stale');
  const refuse = (what: string): never => {
    throw new Fault('press.form', { what });
  };
  const most = postponeDaysOf(deps.policies.current);
  if (task.postponedFrom !== null) refuse('这次任务已经顺延过一次，不能再延');
  if (!canPostpone(task, dayOf(at))) refuse('这次任务不能顺延，可以补录');
  if (days > most) refuse(`最多顺延${most}天`);
  const dueDay = addDays(task.dueDay, days);
  if (dueDay > task.lateDay) refuse('顺延后就到下一期的期限以后了，请少延几天');
  if (suspensionOf({ reachId: task.reachId, dueDay }, await suspensionsSince(tx, dueDay))) {
    refuse('顺延到的那天停巡，请换个天数');
  }
  const version = task.version + 1;
  const moved = await tx.update(
    PatrolTask,
    { id: task.id, version: task.version, state: 'open' },
    { dueDay, postponedFrom: task.dueDay, postponeReason: reason, version },
  );
  if (moved === 0) throw new Fault('press.stale');
  const step = { at, actor: `person:${personId}`, subjectType: 'task', subjectId: task.id };
  history(tx, {
    ...step,
    version,
    action: 'postponed',
    state: 'open',
    reason,
    data: { from: task.dueDay, to: dueDay },
  });
  audit(tx, { ...step, action: 'task.postpone', detail: { from: task.dueDay, to: dueDay } });
  await refreshCards(tx, { subject: { type: 'task', id: task.id }, at });
  return dueDay;
}
