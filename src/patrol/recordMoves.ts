import type { PatrolTask } from '../../entities';
import { auditMany } from '../core/audit';
import type { Tx } from '../core/database';
import { historyMany } from '../core/history';

/** History and audit of tasks that were moved together to another state. @param action as history has it: `suspended` */
export async function recordMoves(
  tx: Tx,
  tasks: readonly Pick<PatrolTask, 'id' | 'version'>[],
  { action, state, by, at }: { action: string; state: PatrolTask['state']; by: string; at: Date },
): Promise<void> {
  const common = { at, actor: by, subjectType: 'task' };
  await historyMany(
    tx,
    tasks.map(({ id, version }) => ({ ...common, action, subjectId: id, version: version + 1, state })),
  );
  await auditMany(
    tx,
    tasks.map(({ id }) => ({ ...common, action: `task.${action}`, subjectId: id })),
  );
}
