/** 通知 in a group, by 县河长办: the same words for everybody who reads them. */

import { tasksButton } from './groupHello';
import { type Card, clip, type Day, dayWords, frame, markdown, paragraph } from './kit';

const MOST = 500;

export interface GroupNoticeView {
  id: number;
  version: number;
  today: Day;
  writtenOn: Day;
  words: string;
}

export const renderGroupNotice = ({ id, version, today, writtenOn, words }: GroupNoticeView): Card =>
  frame({
    tone: 'todo',
    title: '通知',
    place: '县河长办',
    when: [dayWords(today, writtenOn)],
    summary: `通知：${clip(words, 30)}`,
    body: [markdown(paragraph(words, MOST)), tasksButton(id, version)],
  });
