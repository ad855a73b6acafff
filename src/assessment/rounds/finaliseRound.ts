import { AssessmentAppeal } from '../../../entities';
import type { Tx } from '../../core/database';
import { dayOf } from '../../core/days';
import { enqueueMany } from '../../core/outbox';
import type { Deps } from '../deps';
import { advanceRound, must, type RoundPress, refuse, roundToPress } from './advance';
import { keepVersion } from './keepVersion';
import { ownRows } from './publishRound';
import { dutyOf, keepsRounds } from './rules';

/**
 * 定稿: what the round came to is copied whole, and each hears their own.
 *
 * @returns how many people hear of it
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`, `press.form` (公示 still runs, an appeal is open, scores
 * are being computed)
 */
export async function finaliseRound(
  tx: Tx,
  { policies }: Pick<Deps, 'policies'>,
  press: RoundPress,
): Promise<number> {
  // Before the round: of an appeal that is decided meanwhile either it is seen open or the round is seen stale.
  const open = await tx.find(AssessmentAppeal, { roundId: press.roundId, state: 'open' });
  const round = await roundToPress(tx, press);
  must(keepsRounds(press.roles));
  const { at, person, messageId } = press;
  if (open.length > 0) refuse(`还有${open.length}件申诉没有复核，复核完再定稿`);
  if (dutyOf(round, 0, dayOf(at)) !== 'finalise') refuse('公示还没有结束，结束后再定稿');
  if (round.stale) refuse('分数正在重算，请过一分钟再定稿');
  const final = await advanceRound(tx, round, {
    step: 'finalise',
    actor: `person:${person.id}`,
    at,
    messageId,
    set: { finalById: person.id, finalAt: at },
  });
  await keepVersion(tx, final, { byId: person.id, at, reason: null });
  const own = await ownRows(tx, policies.current, { runId: round.runId, at });
  await enqueueMany(tx, own);
  return new Set(own.map(({ recipientId }) => recipientId)).size;
}
