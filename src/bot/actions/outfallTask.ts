import { outfallTaskDone, outfallTaskLooked } from '../../../cards/outfallTask';
import { type Outfall, Photo } from '../../../entities';
import { findingsOf } from '../../core/policy';
import { finishTask } from '../../outfallTask';
import { openProblem, touch } from '../../problem';
import { on, type PressContext } from '../frame';

/** Clause （五）: sewage out of a rain-water outfall in dry weather; whose it is to trace, `findings.routes` say. */
const GROUP = '排污口';
const KIND = '晴天雨水口排污';

/** 有水: a problem like every other, with the photos that were sent for the task. */
async function openFinding(ctx: PressContext, taskId: number, outfall: Outfall): Promise<void> {
  const { tx, deps, person, at } = ctx;
  const group = findingsOf(deps.policies.current).groups.find(({ name }) => name === GROUP);
  const { problem } = await openProblem(tx, deps, {
    source: 'lead',
    reachId: outfall.reachId,
    outfall,
    place: null,
    category: GROUP,
    // A county that names its kinds otherwise gets the group alone.
    ...(group?.kinds.includes(KIND) && { kind: KIND }),
    seriousness: '一般',
    words: '旱天查雨水口：没下雨，有水流出来',
    personId: person.id,
    at,
  });
  await tx.update(
    Photo,
    { subjectType: 'outfallTask', subjectId: taskId },
    { subjectType: 'problem', subjectId: problem.id, side: 'before' },
  );
}

export const outfallTaskActions = [
  on(outfallTaskDone, async ({ deps, tx, person, at, messageId }, { task, version }) => {
    const done = { taskId: task, version, person, flow: null, at, messageId };
    if (await finishTask(tx, deps, done)) return { toast: { type: 'success', content: '记下了，办好了' } };
    // The next photo of theirs is for this one.
    await touch(tx, person.id, { type: 'outfallTask', id: task });
    return { toast: { type: 'info', content: '还差一张照片：现在拍了发给我，再点一次' } };
  }),
  on(outfallTaskLooked, async (ctx, { task, version, dry }) => {
    const { deps, tx, person, at, messageId } = ctx;
    const flow = dry === 1 ? 'dry' : 'flowing';
    const outfall = await finishTask(tx, deps, { taskId: task, version, person, flow, at, messageId });
    if (flow === 'dry' || !outfall) return { toast: { type: 'success', content: '记下了，没有水' } };
    await openFinding(ctx, task, outfall);
    return { toast: { type: 'success', content: '记下了，已登记为问题。还有照片就直接发给我' } };
  }),
];
