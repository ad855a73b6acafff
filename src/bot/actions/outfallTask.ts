import { outfallRoundSound } from '../../../cards/outfallRound';
import {
  outfallTaskDone,
  outfallTaskFound,
  outfallTaskLooked,
  outfallTaskSound,
} from '../../../cards/outfallTask';
import { type Outfall, Photo, type Problem, type ProblemSource, type Seriousness } from '../../../entities';
import { Fault } from '../../core/errors';
import { enforcementOf, findingsOf } from '../../core/policy';
import { openCase } from '../../enforcement';
import { finishRound, finishTask, pipeFinds } from '../../outfallTask';
import { openProblem, touch } from '../../problem';
import { on, type PressContext } from '../frame';

/** Clause （五）: sewage out of a rain-water outfall in dry weather; whose it is to trace, `findings.routes` say. */
const GROUP = '排污口';
const KIND = '晴天雨水口排污';

interface Finding {
  source: Extract<ProblemSource, 'lead' | 'ownCheck'>;
  /** '' when it is none of the county's kinds. */
  kind: string;
  seriousness: Seriousness;
  words: string;
}

/** What was found is a problem like every other, with the photos that were sent for the task. */
async function openFinding(
  { tx, deps, person, at }: PressContext,
  taskId: number,
  outfall: Outfall,
  { kind, ...finding }: Finding,
): Promise<Problem> {
  const group = findingsOf(deps.policies.current).groups.find(({ name }) => name === GROUP);
  const { problem } = await openProblem(tx, deps, {
    ...finding,
    reachId: outfall.reachId,
    outfall,
    place: null,
    category: GROUP,
    // A county that names its kinds otherwise gets the group alone.
    ...(group?.kinds.includes(kind) && { kind }),
    personId: person.id,
    at,
  });
  await tx.update(
    Photo,
    { subjectType: 'outfallTask', subjectId: taskId },
    { subjectType: 'problem', subjectId: problem.id, side: 'before' },
  );
  return problem;
}

export const outfallTaskActions = [
  on(outfallTaskDone, async ({ deps, tx, person, at, messageId }, { task, version }) => {
    const done = { taskId: task, version, person, flow: null, at, messageId };
    if (await finishTask(tx, deps, done)) return { toast: { type: 'success', content: '记下了，办好了' } };
    // The next photo of theirs is for this one.
    await touch(tx, person.id, { type: 'outfallTask', id: task }, at);
    return { toast: { type: 'info', content: '还差一张照片：现在拍了发给我，再点一次' } };
  }),
  on(outfallTaskLooked, async (ctx, { task, version, dry }) => {
    const { deps, tx, person, at, messageId } = ctx;
    const flow = dry === 1 ? 'dry' : 'flowing';
    const outfall = await finishTask(tx, deps, { taskId: task, version, person, flow, at, messageId });
    if (flow === 'dry' || !outfall) return { toast: { type: 'success', content: '记下了，没有水' } };
    await openFinding(ctx, task, outfall, {
      source: 'lead',
      kind: KIND,
      seriousness: '一般',
      words: '旱天查雨水口：没下雨，有水流出来',
    });
    return { toast: { type: 'success', content: '记下了，已登记为问题。还有照片就直接发给我' } };
  }),
  on(outfallTaskSound, async ({ deps, tx, person, at, messageId }, { task, version }) => {
    await finishTask(tx, deps, { taskId: task, version, person, flow: 'sound', at, messageId });
    return { toast: { type: 'success', content: '记下了，没有异常' } };
  }),
  on(outfallTaskFound, async (ctx, { task, version, found, words }) => {
    const { deps, tx, person, at, messageId } = ctx;
    const policy = deps.policies.current;
    const kind = found === 'other' ? '' : pipeFinds(policy)[Number(found.slice(1))];
    if (kind === undefined) throw new Fault('press.form', { what: '“发现什么”已经改过了，请重新选择' });
    const outfall = await finishTask(tx, deps, {
      taskId: task,
      version,
      person,
      flow: 'found',
      at,
      messageId,
    });
    if (!outfall) throw new Fault('matter.gone');
    const problem = await openFinding(ctx, task, outfall, {
      source: 'ownCheck',
      kind,
      seriousness: enforcementOf(policy).kinds.includes(kind) ? '较重' : '一般',
      words: ['巡查排污管道', kind, words].filter(Boolean).join('：'),
    });
    // The next photo of theirs is of this.
    await touch(tx, person.id, { type: 'problem', id: problem.id }, at);
    const also = (await openCase(tx, deps, problem, at)) ? '，已同时报分局' : '';
    return { toast: { type: 'success', content: `已登记为问题${also}。照片直接发给我` } };
  }),
  on(outfallRoundSound, async ({ deps, tx, person, at, messageId }, { round, version }) => {
    const done = await finishRound(tx, deps, { roundId: round, left: version, person, at, messageId });
    return { toast: { type: 'success', content: `记下了，${done}个都没有异常` } };
  }),
];
