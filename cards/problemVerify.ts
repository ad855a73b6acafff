/** 核查: to the finder, never to the handler. Before and after side by side, one tap to pass. */
import {
  beforeAndAfter,
  type Card,
  coloured,
  type Deadline,
  dayWords,
  defineAction,
  dueShort,
  dueWords,
  fields,
  form,
  frame,
  inline,
  input,
  localName,
  markdown,
  md,
  notYours,
  ON_PROBLEM,
  type ProblemFacts,
  problemLines,
  type RootElement,
  said,
  tag,
  urgencyOf,
  words,
} from './kit';
import { reboundForm } from './problemForm';
import type { Answer, Returned } from './problemWork';

const REASON_LIMIT = 300;

export type ProblemVerifyView = Deadline & {
  id: number;
  version: number;
  facts: ProblemFacts;
  answer: Answer;
  /** Before and after are so far apart by the places that were sent; left out when that says nothing. */
  apartM?: number;
} & (
    | { state: 'toVerify' | 'notYours' | 'reopened' }
    /** `rebound`: ended so lately that it can be opened again by who sees this. */
    | { state: 'passed'; rebound?: boolean }
    | { state: 'returned'; returned: Returned }
  );

/** 通过. */
export const verifyPass = defineAction({ name: 'verify.pass', value: ON_PROBLEM });
/** 退回, with the reason that the handler will read. */
export const verifyReturn = defineAction({
  name: 'verify.return',
  value: ON_PROBLEM,
  form: () => fields({ reason: words('退回原因', REASON_LIMIT) }),
});

function outcome(view: ProblemVerifyView): RootElement[] {
  const press = { problem: view.id, version: view.version };
  switch (view.state) {
    case 'toVerify':
      return [
        verifyPass.button({ value: press, label: '通过' }),
        form('return', [
          input('reason', {
            placeholder: '要退回就写明还差什么',
            maxLength: REASON_LIMIT,
            multiline: true,
            required: true,
          }),
          verifyReturn.submit({ value: press, label: '退回', look: 'danger' }),
        ]),
      ];
    case 'passed':
      return [
        markdown(coloured('green', md`已核查通过，这个问题销号了。`)),
        ...(view.rebound ? [reboundForm(press)] : []),
      ];
    case 'returned':
      return [
        ...said(`退回原因（${dayWords(view.today, view.returned.on)}）`, view.returned.reason),
        markdown(md`已退回${inline(view.answer.by, 40)}重新处理，办好后再请你核查。`),
      ];
    case 'reopened':
      return [markdown(md`处理后的照片没有收到，先回到办理中，补发后再请你核查。`)];
    case 'notYours':
      return [];
  }
}

export function renderProblemVerify(view: ProblemVerifyView): Card {
  const { today, due, facts, answer } = view;
  const title = '核查';
  if (view.state === 'notYours') return notYours(title, facts.reach, md`这件事不归你核查，不用管它。`);

  const open = view.state === 'toVerify';
  return frame({
    tone: open ? urgencyOf(view) : view.state === 'reopened' ? 'closed' : 'done',
    title,
    place: facts.reach,
    when: open ? [dueWords(today, due), dueShort(today, due)] : [],
    tags: [
      open
        ? tag('待核查', 'blue')
        : view.state === 'passed'
          ? tag('已通过', 'green')
          : view.state === 'reopened'
            ? tag('等补照片', 'orange')
            : tag('已退回', 'orange'),
    ],
    summary: `${title}：${localName(facts.reach)}，${facts.category}`,
    body: [
      problemLines(today, facts),
      ...said('情况', facts.words),
      ...beforeAndAfter(facts.photos, answer.photos),
      ...(view.apartM === undefined
        ? []
        : [markdown(coloured('orange', md`发来的位置和发现时相差约${view.apartM}米，请看看是不是同一处。`))]),
      ...said(`处理情况（${answer.by}，${dayWords(today, answer.on)}）`, answer.words || '没有写文字'),
      ...outcome(view),
    ],
    help: open ? '看照片能判断就行，不用专门跑一趟。' : undefined,
  });
}
