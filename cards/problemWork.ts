/** 交办单: to the town that handles a problem. One photo and one tap close it; words are welcome, not compulsory. */
import {
  byWords,
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
  hr,
  type InCard,
  inline,
  input,
  localName,
  markdown,
  md,
  notYours,
  ON_PROBLEM,
  optionalWords,
  type Photos,
  type ProblemFacts,
  problemFacts,
  type RootElement,
  type SafeMd,
  said,
  shownPhotos,
  tag,
  urgencyOf,
} from './kit';

const ANSWER_LIMIT = 1000;

/** What the handler answered. */
export interface Answer {
  by: string;
  on: Day;
  words: string;
  photos: Photos;
}
/** 退回. */
export interface Returned {
  by: string;
  on: Day;
  reason: string;
}
export type ProblemWorkView = Deadline & {
  id: number;
  version: number;
  facts: ProblemFacts;
} & (
    | { state: 'new' }
    /** `photos`: of the handling, sent in the chat so far. `returned` when the verifier sent it back. */
    | { state: 'accepted'; photos: number; returned: Returned | null }
    /** `verifier`: by post. */
    | { state: 'waiting'; answer: Answer; verifier: string }
    | { state: 'closed'; answer: Answer; verifier: string; closedOn: Day }
    | { state: 'notYours' }
  );

/** 签收. */
export const problemAccept = defineAction({
  name: 'problem.accept',
  value: ON_PROBLEM,
});
/** 反馈. The photos came in the chat; whether words or a photo are there at all is for the bot to judge. */
export const problemReport = defineAction({
  name: 'problem.report',
  value: ON_PROBLEM,
  form: () => fields({ words: optionalWords('处理情况', ANSWER_LIMIT) }),
});

/** The handler's answer, as the handler and the verifier see it. */
export const answered = (today: Day, { by, on, words, photos }: Answer): InCard[] => [
  ...said(`处理情况（${by}，${dayWords(today, on)}）`, words || '没有写文字'),
  ...shownPhotos(photos, '处理后'),
];

function toDo(view: ProblemWorkView): RootElement[] {
  const press = { problem: view.id, version: view.version };
  switch (view.state) {
    case 'new':
      return [problemAccept.button({ value: press, label: '签收' })];
    case 'accepted':
      return [
        markdown(
          view.photos > 0
            ? md`已收到处理后的照片 **${view.photos}张**，可以反馈了。`
            : md`处理完，先把 **处理后的照片** 发给我，再点反馈。`,
        ),
        form('report', [
          input('words', { placeholder: '怎么处理的（可不写）', maxLength: ANSWER_LIMIT, multiline: true }),
          problemReport.submit({ value: press, label: '反馈' }),
        ]),
      ];
    case 'waiting':
      return [
        ...answered(view.today, view.answer),
        markdown(md`等${inline(view.verifier, 30)}核查，结果会告诉你。`),
      ];
    case 'closed':
      return [
        ...answered(view.today, view.answer),
        markdown(
          md`${coloured('green', md`核查通过`)}：${inline(view.verifier, 30)}，${dayWords(view.today, view.closedOn)}。`,
        ),
      ];
    case 'notYours':
      return [];
  }
}

const deadlineLine = (deadline: ProblemWorkView): SafeMd =>
  urgencyOf(deadline) === 'late'
    ? md`${coloured('red', md`${dueWords(deadline.today, deadline.due)}`)}，请尽快办完。`
    : md`请 **${byWords(deadline.today, deadline.due)}** 办完。`;

/** Why it came back, before everything else. */
const whyReturned = (today: Day, { by, on, reason }: Returned): InCard[] => [
  ...said(`退回原因（${by}，${dayWords(today, on)}）`, reason),
  hr(),
];

export function renderProblemWork(view: ProblemWorkView): Card {
  const { today, due, facts } = view;
  const title = '交办单';
  if (view.state === 'notYours') return notYours(title, facts.reach, md`这件事不归你办，不用管它。`);

  const running = view.state === 'new' || view.state === 'accepted';
  const returned = view.state === 'accepted' ? view.returned : null;
  const tags = {
    new: tag('待签收', 'blue'),
    accepted: returned ? tag('已退回', 'red') : tag('办理中', 'blue'),
    waiting: tag('等核查', 'blue'),
    closed: tag('已销号', 'green'),
  };
  return frame({
    tone: running ? urgencyOf(view) : view.state === 'closed' ? 'done' : 'todo',
    title,
    place: facts.reach,
    when: running ? [dueWords(today, due), dueShort(today, due)] : [],
    tags: [tags[view.state]],
    summary: `${title}：${localName(facts.reach)}，${facts.category}，${running ? dueShort(today, due) : tags[view.state].text.content}`,
    body: [
      ...(running ? [markdown(deadlineLine(view))] : []),
      ...(returned ? whyReturned(today, returned) : []),
      ...problemFacts(today, facts),
      ...toDo(view),
    ],
    help: running ? '照片直接发给我，会放进这张交办单。' : undefined,
  });
}
