import { Outfall, OutfallTask, type Person, type Sight } from '../../entities';
import { audit } from '../core/audit';
import type { Tx } from '../core/database';
import { Fault } from '../core/errors';
import { history } from '../core/history';
import { refreshCards } from '../core/outbox';
import type { OutfallTaskDeps } from './deps';
import { readOutfallHands } from './hands';
import { photosOfTask } from './queries';
import { answers, needsPhoto } from './rules';

export interface Finish {
  taskId: number;
  /** The version that the card was drawn from. */
  version: number;
  person: Pick<Person, 'id'>;
  /** What was seen, of the kinds that ask for it; null of the others. */
  flow: Sight | null;
  at: Date;
  /** The pressed card; its new state is the answer to the press. */
  messageId?: string | null;
}

/**
 * 已打开, 已关上, 已监测, 无水, 有水, 没有异常, 发现问题: ends the task. What 有水 and 发现问题 lead to is the caller's.
 *
 * @returns null while the photo that shows it is missing: nothing was stored; else the outfall
 * @throws Fault `matter.gone`, `press.notYours`, `press.stale`
 */
export async function finishTask(
  tx: Tx,
  { policies }: Pick<OutfallTaskDeps, 'policies'>,
  { taskId: id, version, person, flow, at, messageId }: Finish,
): Promise<Outfall | null> {
  const task = await tx.findOne(OutfallTask, { id });
  const outfall = task && (await tx.findOne(Outfall, { id: task.outfallId }));
  if (!task || !outfall) throw new Fault('matter.gone');
  const hands = await readOutfallHands(tx, policies.current);
  if (!hands.may(outfall, person)) throw new Fault('press.notYours');
  if (task.state !== 'open' || task.version !== version) throw new Fault('press.stale');
  if (!answers(task.kind, flow)) throw new Fault('press.unknown');
  if (needsPhoto(task.kind) && (await photosOfTask(tx, id)).length === 0) return null;
  const next = version + 1;
  const won = await tx.update(
    OutfallTask,
    { id, version, state: 'open' },
    { state: 'done', flow, doneById: person.id, doneAt: at, version: next },
  );
  if (won === 0) throw new Fault('press.stale');
  const step = { at, actor: `person:${person.id}`, subjectType: 'outfallTask', subjectId: id };
  history(tx, { ...step, version: next, action: 'done', state: 'done' });
  audit(tx, { ...step, action: 'outfallTask.done' });
  await refreshCards(tx, { subject: { type: 'outfallTask', id }, at, exceptMessageId: messageId });
  await refreshCards(tx, { subject: { type: 'outfallRound', id: task.roundId }, at });
  return outfall;
}
