/** 调度通报 in the county's group: the county's figures and what went well, no town's standing. */
import { tasksButton } from './groupHello';
import { type Card, type Day, dayWords, frame, markdown, paragraph } from './kit';

const WORDS_LIMIT = 800;

export interface GroupDispatchView {
  id: number;
  version: number;
  today: Day;
  period: string;
  signedOn: Day;
  words: string;
}

export const renderGroupDispatch = ({
  id,
  version,
  today,
  period,
  signedOn,
  words,
}: GroupDispatchView): Card =>
  frame({
    tone: 'todo',
    title: '调度通报',
    place: period,
    when: [dayWords(today, signedOn)],
    summary: `调度通报：${period}`,
    body: [markdown(paragraph(words, WORDS_LIMIT)), tasksButton(id, version)],
    help: '各镇的数已单独发给各镇。',
  });
