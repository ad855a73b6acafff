/** 告知投诉人: to 县河长办, once a complaint has ended or takes longer. What was told, when and by whom is kept. */
import type { Contentment } from '../entities';
import {
  type Card,
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
  localName,
  markdown,
  md,
  notYours,
  type ProblemFacts,
  problemLines,
  type RootElement,
  said,
  shownPhotos,
  tag,
  urgencyOf,
  words,
} from './kit';
import type { Answer } from './problemWork';

const WORDS_LIMIT = 1000;

export type ComplaintView = Deadline & {
  id: number;
  /** Of the problem. */
  version: number;
  facts: ProblemFacts;
  /** 已销号. */
  progress: string;
  /** By when it will be done, of one that takes longer: 12月20日前. */
  newDate: string | null;
  /** What was done; null when nothing was. */
  answer: Answer | null;
  /** 199****0012; null when none was left. */
  phone: string | null;
  /** It was found true and has ended, and there is somebody who can be asked whether that contents them. */
  asks: boolean;
} & (
    | { state: 'toTell' | 'waiting' | 'notYours' }
    | { state: 'told'; told: { by: string; on: Day; words: string; content: Contentment | null } }
  );

/** 告知投诉人. */
export const complaintTell = defineAction({
  name: 'complaint.tell',
  value: { complaint: int(), version: int() },
  form: () => fields({ words: words('告知内容', WORDS_LIMIT) }),
});

/** What the complainant says of how it ended, in the order of the buttons. */
export const CONTENT_CHOICES: readonly { content: Contentment; label: string }[] = [
  { content: '满意', label: '已告知，投诉人满意' },
  { content: '不满意', label: '已告知，投诉人不满意' },
  { content: '没联系上', label: '没联系上投诉人' },
];

/** 告知投诉人 how it ended; the button says whether the complainant is content: no question more, no tap more. */
export const complaintEnd = defineAction({
  name: 'complaint.end',
  value: { complaint: int(), version: int(), choice: int() },
  form: () => fields({ words: words('告知内容', WORDS_LIMIT) }),
});

function toTell({ id, version, phone, newDate, asks }: ComplaintView): RootElement[] {
  return [
    markdown(
      phone
        ? md`投诉人电话 **${inline(phone, 20)}**，发“投诉”拿完整号码。`
        : md`投诉人没留电话，请写明是怎么告知或公开的。`,
    ),
    ...(newDate ? [markdown(md`请告知新的办结日期：**${inline(newDate, 20)}**。`)] : []),
    form('tell', [
      input('words', {
        placeholder: asks ? '怎么告知的、说了什么' : '怎么告知的、说了什么、对方满不满意',
        maxLength: WORDS_LIMIT,
        multiline: true,
        required: true,
      }),
      ...(asks
        ? CONTENT_CHOICES.map(({ label }, choice) =>
            complaintEnd.submit({
              value: { complaint: id, version, choice },
              label,
              look: choice === 0 ? undefined : 'default',
            }),
          )
        : [complaintTell.submit({ value: { complaint: id, version }, label: '告知投诉人' })]),
    ]),
  ];
}

export function renderComplaint(view: ComplaintView): Card {
  const { today, due, facts, answer, state, progress } = view;
  const title = '告知投诉人';
  if (state === 'notYours') return notYours(title, facts.reach, md`这件事不归你办，不用管它。`);
  const open = state === 'toTell';
  return frame({
    tone: open ? urgencyOf(view) : state === 'told' ? 'done' : 'closed',
    title,
    place: facts.reach,
    when: open ? [dueWords(today, due), dueShort(today, due)] : [],
    tags: [
      open ? tag('待告知', 'blue') : state === 'told' ? tag('已告知', 'green') : tag('还在办', 'neutral'),
    ],
    summary: `${title}：${localName(facts.reach)}，${facts.category}`,
    body: [
      markdown(md`${grey(md`办理情况`)} ${inline(progress, 40)}`),
      problemLines(today, facts),
      ...said('投诉内容', facts.words),
      ...(answer
        ? [
            ...said(`处理情况（${answer.by}，${dayWords(today, answer.on)}）`, answer.words || '没有写文字'),
            ...shownPhotos(answer.photos, '处理后'),
          ]
        : []),
      ...(state === 'told'
        ? [
            ...said(`告知内容（${view.told.by}，${dayWords(today, view.told.on)}）`, view.told.words),
            ...(view.told.content ? [markdown(md`${grey(md`投诉人`)} ${view.told.content}`)] : []),
          ]
        : []),
      ...(open ? toTell(view) : []),
    ],
    help: open ? '打过电话、回过信都行，写下来就算。' : undefined,
  });
}
