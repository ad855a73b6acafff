/** 本期巡河任务: all the tasks of one person in one message. What is overdue stands apart and first, in red. */
import {
  byWords,
  type Card,
  type CardRef,
  coloured,
  type Day,
  type Due,
  daysBetween,
  dueShort,
  folded,
  frame,
  grey,
  inline,
  join,
  localName,
  markdown,
  md,
  openButton,
  type RootElement,
  row,
  type SafeMd,
  tag,
} from './kit';

// 24 rows of 6 elements each stay under Feishu's 200.
const MOST_ROWS = 24;

export interface ListedTask extends CardRef {
  /** 汾河 · 古交镇第一村段. */
  reach: string;
  /** 村级, 本周. */
  level: string;
  period: string;
  due: Due;
  /** Last day on which a late entry is taken. */
  lateUntil: Due;
  /** 镇代办: the chief is not in Feishu, and the town's liaison enters it. */
  actedFor?: boolean;
}

export interface NewTasksView {
  today: Day;
  /** The most pressing first. */
  tasks: ListedTask[];
}

const taskRow = (today: Day, late: boolean) => (task: ListedTask) => {
  const whose = md`${inline(task.level, 6)}河长${task.actedFor ? '（镇代办）' : ''} · ${inline(task.period, 10)}`;
  const overdue = md`${dueShort(today, task.due)}，${byWords(today, task.lateUntil)}可补录`;
  const when = late
    ? join([grey(whose), coloured('red', overdue)])
    : grey(md`${whose} · ${byWords(today, task.due)}`);
  return row(join([inline(localName(task.reach), 50), when]), openButton(task));
};

export function renderNewTasks({ today, tasks }: NewTasksView): Card {
  const isLate = ({ due }: ListedTask): boolean => daysBetween(today, due.day) < 0;
  const late = tasks.filter(isLate);
  const current = tasks.filter((task) => !isLate(task));
  let room = MOST_ROWS;
  const group = (heading: SafeMd, rows: ListedTask[], drawn: boolean): RootElement[] => {
    if (rows.length === 0) return [];
    const most = Math.max(0, room);
    room -= rows.length;
    return [markdown(heading), ...folded(rows, taskRow(today, drawn), { most, unit: '个任务' })];
  };
  return frame({
    tone: late.length > 0 ? 'late' : 'todo',
    title: '本期巡河任务',
    place: current.length > 0 ? `新任务${current.length}个` : '',
    tags: late.length > 0 ? [tag(`过期${late.length}个`, 'red')] : [],
    summary: `本期巡河任务：${tasks.length}个${late.length > 0 ? `，过期${late.length}个` : ''}`,
    body:
      late.length === 0
        ? folded(current, taskRow(today, false), { most: MOST_ROWS, unit: '个任务' })
        : [
            ...group(coloured('red', md`上期没交的（${late.length}）`), late, true),
            ...group(md`**本期的（${current.length}）**`, current, false),
          ],
    help: '点“打开”就能提交；没有异常不用拍照。',
  });
}
