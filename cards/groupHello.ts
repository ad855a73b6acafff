/** In a group, when the bot comes in: who it is and whom the group serves. Everybody there reads it. */
import { type Card, defineAction, frame, inline, int, markdown, md } from './kit';

export interface GroupHelloView {
  id: number;
  version: number;
  /** 全县, or a town; null while 县河长办 has not said. */
  serves: string | null;
}

/** 我的任务: pressed in a group by anybody, answered in the presser's own chat. */
export const groupTasks = defineAction({ name: 'group.tasks', value: { subject: int(), version: int() } });

/** The button of everything that is posted to a group. */
export const tasksButton = (subject: number, version: number) =>
  groupTasks.button({ value: { subject, version }, label: '我的任务（只发给我）', look: 'default' });

export function renderGroupHello({ id, version, serves }: GroupHelloView): Card {
  return frame({
    tone: serves === null ? 'todo' : 'done',
    title: '我是河长助手',
    place: serves === null ? '' : `${serves}河长制工作群`,
    body: [
      markdown(
        serves === null
          ? md`大家好，我帮大家办巡河的事。这个群用来做什么，等县河长办定。`
          : md`大家好，我帮大家办巡河的事。${inline(serves, 30)}的通知以后发在这个群里。`,
      ),
      markdown(md`任务、问题、考核这些个人的事，我只和本人单聊，不在群里说。`),
      tasksButton(id, version),
    ],
  });
}
