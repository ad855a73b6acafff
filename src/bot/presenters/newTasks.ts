import { renderClosed } from '../../../cards/closed';
import { renderNewTasks } from '../../../cards/newTasks';
import { CardMessage } from '../../../entities';
import { dayOf } from '../../core/days';
import { LEVEL_WORDS, openTasksOf, periodWords, tasksActedFor } from '../../patrol';
import type { Presenter } from '../frame';

/** 本期巡河任务: everything that the person may walk now, as one list. */
export const newTasks: Presenter = async ({ calendar }, reader, { recipient, at }) => {
  const today = dayOf(at);
  const asked = { personId: recipient.id, day: today };
  const own = await openTasksOf(reader, asked);
  const others = await tasksActedFor(reader, asked);
  const tasks = [...own, ...others].sort((a, b) => Number(a.dueDay > b.dueDay) - Number(a.dueDay < b.dueDay));
  if (tasks.length === 0) {
    const shown = await reader.findOne(CardMessage, { recipientId: recipient.id, kind: 'newTasks' });
    const view = { title: '本期巡河任务', place: '', newest: null };
    const over = { ...view, reason: 'over' as const, outcome: '这些任务都办完了' };
    // Nothing to do is no message; a list that is on the phone already says so.
    return shown && { card: renderClosed(over), pictures: [] };
  }
  return {
    card: renderNewTasks({
      today,
      tasks: tasks.map((task) => ({
        type: 'patrolTask',
        id: task.id,
        version: task.version,
        reach: `${task.river} · ${task.reachName}`,
        level: LEVEL_WORDS[task.level],
        period: periodWords(task, today),
        due: calendar.due(task.dueDay),
        lateUntil: calendar.due(task.lateDay),
        actedFor: others.includes(task),
      })),
    }),
    pictures: [],
  };
};
