import { JOB_PATIENCE } from '../../core/database';
import { dayOf } from '../../core/days';
import { enqueueMany } from '../../core/outbox';
import { recall, remember } from '../../core/state';
import { takeTurn } from '../../core/turn';
import { officeHands } from '../../roster';
import type { Deps } from '../deps';
import { isRemindingTime } from '../rules';
import { type LadderFault, ladderFaults } from './faults';

const TOLD = 'ladder.faultsTold';

/**
 * The job, each hour: looks for what the ladder has lost (faults.ts) and tells 县河长办 once a day, in the hours of
 * 今日待办, for as long as there is something.
 *
 * @returns what is wrong now
 */
export async function watchLadder(deps: Deps, at: Date): Promise<LadderFault[]> {
  const faults = await ladderFaults(deps.db.read, deps, at);
  if (faults.length === 0 || !isRemindingTime(at, deps.calendar, deps.policies.current.messages))
    return faults;
  const today = dayOf(at);
  await deps.db.transaction(async (tx) => {
    await takeTurn(tx, 'ladderFaults', at);
    if ((await recall(tx, TOLD)) === today) return;
    await remember(tx, TOLD, today);
    await enqueueMany(
      tx,
      (await officeHands(tx)).map(({ id }) => ({
        kind: 'ladderFaults',
        subject: { type: 'person', id },
        recipientId: id,
        messageClass: 'task',
        at,
      })),
    );
  }, JOB_PATIENCE);
  return faults;
}
