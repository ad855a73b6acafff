import {
  patrolAbsent,
  patrolEnter,
  patrolEnterProblem,
  patrolFree,
  patrolFreeProblem,
  patrolPostpone,
} from '../../../cards/patrolMore';
import { patrolMore, patrolProblem, patrolSubmit } from '../../../cards/patrolTask';
import { dayInWords } from '../../core/days';
import { Fault } from '../../core/errors';
import { enqueue } from '../../core/outbox';
import {
  askForPatrol,
  enterForTask,
  enterFree,
  freeWalk,
  postponePatrol,
  submitPatrol,
  taskToReport,
  taskToWalk,
  walkOfTask,
} from '../../patrol';
import { openDraft } from '../../problem';
import { on, onAhead, type PressContext, type PressOutcome } from '../frame';
import { sendOwn } from '../openings';

const pressing = ({ person, at, messageId }: PressContext) => ({ personId: person.id, at, messageId });

const formSent = (why: string): PressOutcome => ({
  toast: { type: 'info', content: `${why}，看下面的新消息` },
});

export const patrolActions = [
  onAhead(
    patrolSubmit,
    ({ tx, at }, { task, ...form }) => askForPatrol(tx, { taskId: task, at, ...form }),
    async (ctx, { task, ...form }, asked) => {
      const { tx, deps } = ctx;
      const outcome = await submitPatrol(tx, { ...pressing(ctx), taskId: task, ...form }, asked);
      if (outcome.done) return { toast: { type: 'success', content: '已提交' } };
      const { task: walked } = outcome;
      await openDraft(tx, deps, { ...pressing(ctx), task: walked, reachId: walked.reachId, found: outcome });
      return formSent(outcome.abnormal.length > 0 ? '有异常，请填一下问题' : '问题还在，请填一下');
    },
  ),
  on(patrolProblem, async (ctx, input) => {
    const { tx, deps } = ctx;
    const { task } = await taskToReport(tx, { ...pressing(ctx), taskId: input.task });
    await openDraft(tx, deps, { ...pressing(ctx), task, reachId: task.reachId });
    return formSent('问题表已发给你');
  }),
  on(patrolMore, async (ctx, input) => {
    const { tx, person, at } = ctx;
    const { task } = await taskToWalk(tx, { ...pressing(ctx), taskId: input.task });
    await enqueue(tx, {
      kind: 'patrolMore',
      subject: { type: 'task', id: task.id },
      recipientId: person.id,
      messageClass: 'answer',
      at,
    });
    return { toast: { type: 'success', content: '已发给你，看下面的新消息' } };
  }),
  on(patrolEnter, async (ctx, { task, ...entry }) => {
    await enterForTask(ctx.tx, ctx.deps, { ...pressing(ctx), ...entry, taskId: task });
    return { toast: { type: 'success', content: '已补记' } };
  }),
  on(patrolEnterProblem, async (ctx, { task: taskId, ...entry }) => {
    const { tx, deps } = ctx;
    const { task, walk } = await walkOfTask(tx, deps, { ...pressing(ctx), ...entry, taskId });
    await openDraft(tx, deps, { ...pressing(ctx), task, reachId: task.reachId, walk });
    return formSent('问题表已发给你');
  }),
  on(patrolPostpone, async (ctx, { task, ...asked }) => {
    const dueDay = await postponePatrol(ctx.tx, ctx.deps, { ...pressing(ctx), ...asked, taskId: task });
    return { toast: { type: 'success', content: `已顺延到${dayInWords(dueDay)}` } };
  }),
  on(patrolAbsent, async (ctx, input) => {
    await taskToWalk(ctx.tx, { ...pressing(ctx), taskId: input.task });
    await sendOwn(ctx, 'standInForm');
    return { toast: { type: 'success', content: '已发给你，看下面的新消息' } };
  }),
  on(patrolFree, async (ctx, { person, post, ...entry }) => {
    if (ctx.person.id !== person) throw new Fault('press.notYours');
    const ended = await enterFree(ctx.tx, ctx.deps, { ...pressing(ctx), ...entry, ...post });
    return { toast: { type: 'success', content: ended ? '已记下，这期的任务也算完成了' : '已记下' } };
  }),
  on(patrolFreeProblem, async (ctx, { person, post, ...entry }) => {
    const { tx, deps } = ctx;
    if (ctx.person.id !== person) throw new Fault('press.notYours');
    const { walk, held } = await freeWalk(tx, deps, { ...pressing(ctx), ...entry, ...post });
    await openDraft(tx, deps, {
      ...pressing(ctx),
      task: held?.task ?? null,
      reachId: post.reachId,
      walk,
    });
    return formSent('问题表已发给你');
  }),
];
