import type { GroupState } from '../../entities';

/** What is said of a group in a list, in the chat and on the command line. */
export const STATE_WORDS: Record<GroupState, string> = {
  making: '正在建',
  failed: '没有建成',
  asked: '待县河长办定给谁用',
  serving: '在用',
  unused: '不作工作群',
  out: '机器人被移出了',
  ended: '已解散',
};
