/** 意见建议: to the county office, which answers it; then to whoever sent it. */
import {
  type Card,
  coloured,
  type Day,
  type Deadline,
  dayWords,
  defineAction,
  dueShort,
  dueWords,
  fields,
  form,
  frame,
  grey,
  inline,
  input,
  int,
  markdown,
  md,
  said,
  tag,
  urgencyOf,
  words,
} from './kit';

const ANSWER_LIMIT = 500;

/** What was answered, by whom, by post. */
export interface SuggestionReply {
  by: string;
  on: Day;
  words: string;
}

export type SuggestionView = Deadline & {
  id: number;
  version: number;
  /** What the sender wrote, by post: 古交镇第一村河长. */
  from: string;
  sentOn: Day;
  words: string;
} & (
    | { state: 'waiting' | 'notYours' }
    /** `answered` as the office sees it · `toSender` as the sender does. */
    | { state: 'answered' | 'toSender'; reply: SuggestionReply }
  );

/** 回复. */
export const suggestionAnswer = defineAction({
  name: 'suggestion.answer',
  value: { suggestion: int(), version: int() },
  form: () => fields({ answer: words('回复', ANSWER_LIMIT) }),
});

export function renderSuggestion(view: SuggestionView): Card {
  const { id, version, today, due, from, sentOn, state } = view;
  if (state === 'notYours') {
    return frame({
      tone: 'closed',
      title: '意见建议',
      tags: [tag('不归你办', 'neutral')],
      body: [markdown(md`这件事不归你办，不用管它。`)],
    });
  }
  if (state === 'toSender') {
    const { by, on, words: answer } = view.reply;
    return frame({
      tone: 'done',
      title: '意见建议有回复了',
      place: by,
      body: [
        ...said(`回复（${dayWords(today, on)}）`, answer),
        ...said(`你的意见（${dayWords(today, sentOn)}）`, view.words),
      ],
      help: '还有要说的，直接发“意见”和内容。',
    });
  }
  const waiting = state === 'waiting';
  return frame({
    tone: waiting ? urgencyOf(view) : 'done',
    title: '意见建议',
    place: from,
    when: waiting ? [dueWords(today, due), dueShort(today, due)] : [],
    tags: [waiting ? tag('待回复', 'blue') : tag('已回复', 'green')],
    summary: `意见建议：${from}`,
    body: [
      ...said(`${from}（${dayWords(today, sentOn)}）`, view.words),
      ...(state === 'answered'
        ? [
            ...said(`回复（${view.reply.by}，${dayWords(today, view.reply.on)}）`, view.reply.words),
            markdown(coloured('green', md`回复发给${inline(from, 40)}。`)),
          ]
        : [
            form('reply', [
              input('answer', {
                label: '回复',
                placeholder: '能不能办、怎么办、什么时候办',
                maxLength: ANSWER_LIMIT,
                multiline: true,
                required: true,
              }),
              suggestionAnswer.submit({ value: { suggestion: id, version }, label: '回复' }),
            ]),
            markdown(grey(md`县河长办谁回复都行，回复后发给提意见的人。`)),
          ]),
    ],
  });
}
