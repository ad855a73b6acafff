/** 本期巡河任务: all the new tasks of one person in one message. */
import {
  byWords,
  type Card,
  type Day,
  type Due,
  folded,
  frame,
  grey,
  inline,
  join,
  localName,
  type MatterRef,
  md,
  openButton,
  row,
} from './kit';

// 24 rows of 6 elements each stay under Feishu's 200.
const MOST_ROWS = 24;

export interface NewTasksView {
  today: Day;
  tasks: (MatterRef & {
    /** 汾河 · 古交镇第一村段. */
    reach: string;
    /** 村级, 本周. */
    level: string;
    period: string;
    due: Due;
  })[];
}

export function renderNewTasks({ today, tasks }: NewTasksView): Card {
  return frame({
    tone: 'todo',
    title: '本期巡河任务',
    place: `新任务${tasks.length}个`,
    body: folded(
      tasks,
      (task) =>
        row(
          join([
            inline(localName(task.reach), 50),
            grey(md`${inline(task.level, 6)}河长 · ${inline(task.period, 10)} · ${byWords(today, task.due)}`),
          ]),
          openButton(task),
        ),
      { most: MOST_ROWS, unit: '个任务' },
    ),
    help: '点“打开”就能提交；没有异常不用拍照。',
  });
}
