/** 交办单: to the town that handles a problem. One photo and one tap close it; words are welcome, not compulsory. */
import {
  byWords,
  type Card,
  coloured,
  type Day,
  type Deadline,
  type Due,
  datePicker,
  dayWords,
  defineAction,
  dueShort,
  dueWords,
  fields,
  flow,
  form,
  frame,
  hr,
  type InCard,
  type InForm,
  inline,
  input,
  localName,
  markdown,
  md,
  notYours,
  ON_PROBLEM,
  optionalDay,
  optionalWords,
  options,
  type Photos,
  type ProblemFacts,
  panel,
  pickedCode,
  problemFacts,
  type RootElement,
  type SafeMd,
  said,
  select,
  shownPhotos,
  tag,
  urgencyOf,
  words,
} from './kit';

const ANSWER_LIMIT = 1000;

/** What the handler answered. */
export interface Answer {
  by: string;
  on: Day;
  words: string;
  photos: Photos;
}
/** Why it is here again: 退回 by the verifier, 转办 from another unit, 反弹 after 销号, 上报 and handed on. */
export interface Returned {
  /** 退回 when left out. */
  why?: '退回' | '转办' | '反弹' | '上报';
  by: string;
  on: Day;
  reason: string;
}
/** What the handler asked for, or was refused. */
export interface AskOnCard {
  /** 延期到12月20日. */
  what: string;
  reason: string;
  /** Null while it waits. */
  refused: { by: string; on: Day; reason: string } | null;
}
/** What a handler may ask for instead of handling it; left out where nothing can be asked. */
interface Asking {
  asking?: {
    ask: AskOnCard | null;
    /** To whom it can go on, by the ids of units. */
    units: { code: string; name: string }[];
    /** What it may be the same as, by the ids of problems. */
    others: { code: string; name: string }[];
    /** 重大: by when the next 报进展 is due. */
    progressDue: Due | null;
  };
}
export type ProblemWorkView = Deadline & {
  id: number;
  version: number;
  facts: ProblemFacts;
} & (
    | ({ state: 'new'; returned?: Returned | null } & Asking)
    /** `photos`: of the handling, sent in the chat so far. `returned` when the verifier sent it back. */
    | ({ state: 'accepted'; photos: number; returned: Returned | null } & Asking)
    /** `verifier`: by post. */
    | { state: 'waiting'; answer: Answer; verifier: string }
    | { state: 'closed'; answer: Answer; verifier: string; closedOn: Day }
    /** `progress`: 已上报，等县河长办交办 · 已并入同一处的问题 · 经核实不属实. */
    | { state: 'elsewhere'; progress: string }
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

/** 报进展 of a 重大 problem, with the same words. */
export const problemProgress = defineAction({
  name: 'problem.progress',
  value: ON_PROBLEM,
  form: () => fields({ words: words('处理情况', ANSWER_LIMIT) }),
});

const REASON_LIMIT = 300;
const reason = () => words('原因', REASON_LIMIT);
const picked = (label: string) => pickedCode(label, /^\d{1,15}$/).transform(Number);
/** 申请延期. */
export const askExtend = defineAction({
  name: 'ask.extend',
  value: ON_PROBLEM,
  form: () => fields({ reason: reason(), day: optionalDay('延到哪天') }),
});
/** 转办. */
export const askTransfer = defineAction({
  name: 'ask.transfer',
  value: ON_PROBLEM,
  form: () => fields({ reason: reason(), unit: picked('转给谁') }),
});
/** 不属实. */
export const askDismiss = defineAction({
  name: 'ask.dismiss',
  value: ON_PROBLEM,
  form: () => fields({ reason: reason() }),
});
/** 合并: it is the same as another one. */
export const askMerge = defineAction({
  name: 'ask.merge',
  value: ON_PROBLEM,
  form: () => fields({ reason: reason(), other: picked('和哪件是同一件') }),
});
/** 上报: beyond the unit's own power. */
export const problemSendUp = defineAction({
  name: 'problem.send-up',
  value: ON_PROBLEM,
  form: () => fields({ reason: reason() }),
});

/** The handler's answer, as the handler and the verifier see it. */
export const answered = (today: Day, { by, on, words, photos }: Answer): InCard[] => [
  ...said(`处理情况（${by}，${dayWords(today, on)}）`, words || '没有写文字'),
  ...shownPhotos(photos, '处理后'),
];

type Press = { problem: number; version: number };

/** Everything but handling it, folded: whoever can handle it need not see it. */
function askForm(press: Press, { units, others }: NonNullable<Asking['asking']>): RootElement {
  const small = { value: press, look: 'default' as const, fit: 'row' as const };
  return form('ask', [
    panel<InForm>('来不及、办不了、不属实，点这里', [
      input('reason', {
        placeholder: '原因',
        maxLength: REASON_LIMIT,
        multiline: true,
        rows: 1,
        required: true,
      }),
      datePicker('day', '延到哪天（延期才选）'),
      ...(units.length > 0 ? [select('unit', options(units), { placeholder: '转给谁（转办才选）' })] : []),
      ...(others.length > 0
        ? [select('other', options(others), { placeholder: '并到哪件（合并才选）' })]
        : []),
      flow<InForm>([
        askExtend.submit({ ...small, label: '申请延期' }),
        ...(units.length > 0 ? [askTransfer.submit({ ...small, label: '转办' })] : []),
        problemSendUp.submit({ ...small, label: '上报' }),
        askDismiss.submit({ ...small, label: '不属实' }),
        ...(others.length > 0 ? [askMerge.submit({ ...small, label: '合并' })] : []),
      ]),
    ]),
  ]);
}

/** What was asked for, and what became of it. */
function asked(today: Day, { what, reason, refused }: AskOnCard): InCard[] {
  if (!refused) {
    return [
      markdown(md`已申请 **${inline(what, 40)}**，等批复，批复前请照常办理。`),
      ...said('申请原因', reason),
    ];
  }
  const { by, on } = refused;
  return said(`没有同意${what}（${by}，${dayWords(today, on)}）`, refused.reason);
}

function askPart(press: Press, today: Day, { asking }: Asking): RootElement[] {
  if (!asking) return [];
  const waits = asking.ask !== null && asking.ask.refused === null;
  return [...(asking.ask ? asked(today, asking.ask) : []), ...(waits ? [] : [askForm(press, asking)])];
}

function toDo(view: ProblemWorkView): RootElement[] {
  const press = { problem: view.id, version: view.version };
  switch (view.state) {
    case 'new':
      return [problemAccept.button({ value: press, label: '签收' }), ...askPart(press, view.today, view)];
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
          ...(view.asking?.progressDue
            ? [
                markdown(md`重大问题要报进展，下次${byWords(view.today, view.asking.progressDue)}。`),
                problemProgress.submit({ value: press, label: '报进展', look: 'default' }),
              ]
            : []),
        ]),
        ...askPart(press, view.today, view),
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
    case 'elsewhere':
      return [markdown(md`${inline(view.progress, 40)}，这张单子不用再办。`)];
    case 'notYours':
      return [];
  }
}

const deadlineLine = (deadline: ProblemWorkView): SafeMd =>
  urgencyOf(deadline) === 'late'
    ? md`${coloured('red', md`${dueWords(deadline.today, deadline.due)}`)}，请尽快办完。`
    : md`请 **${byWords(deadline.today, deadline.due)}** 办完。`;

/** Why it came back, before everything else. */
const whyReturned = (today: Day, { why = '退回', by, on, reason }: Returned): InCard[] => [
  ...said(`${why}原因（${by}，${dayWords(today, on)}）`, reason),
  hr(),
];

const TONES = { waiting: 'todo', closed: 'done', elsewhere: 'closed' } as const;

export function renderProblemWork(view: ProblemWorkView): Card {
  const { today, due, facts } = view;
  const title = '交办单';
  if (view.state === 'notYours') return notYours(title, facts.reach, md`这件事不归你办，不用管它。`);

  const running = view.state === 'new' || view.state === 'accepted';
  const returned = view.state === 'accepted' || view.state === 'new' ? (view.returned ?? null) : null;
  const tags = {
    new: returned ? tag(`待签收（${returned.why}）`, 'orange') : tag('待签收', 'blue'),
    accepted: (returned?.why ?? '退回') === '退回' && returned ? tag('已退回', 'red') : tag('办理中', 'blue'),
    waiting: tag('等核查', 'blue'),
    closed: tag('已销号', 'green'),
    elsewhere: tag('不用再办', 'neutral'),
  };
  return frame({
    tone: running ? urgencyOf(view) : TONES[view.state],
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
