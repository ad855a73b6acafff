import { patrolProblem, patrolSubmit } from '../../../cards/patrolTask';
import { askForPatrol, submitPatrol, taskToWalk } from '../../patrol';
import { openDraft } from '../../problem';
import { on, onAhead, type PressContext, type PressOutcome } from '../frame';

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
      await openDraft(tx, deps, { ...pressing(ctx), task: outcome.task, found: outcome });
      return formSent(outcome.abnormal.length > 0 ? '有异常，请填一下问题' : '问题还在，请填一下');
    },
  ),
  on(patrolProblem, async (ctx, input) => {
    const { tx, deps } = ctx;
    const { task } = await taskToWalk(tx, { ...pressing(ctx), taskId: input.task });
    await openDraft(tx, deps, { ...pressing(ctx), task });
    return formSent('问题表已发给你');
  }),
];
