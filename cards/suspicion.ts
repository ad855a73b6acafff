/** 请你说明, to the one person it is about; then 待核, to 县河长办, which settles it with the reason. */
import type { SuspicionVerdict } from '../entities/Suspicion';
import {
  byWords,
  type Card,
  choice,
  columns,
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
  type InCard,
  inline,
  input,
  int,
  join,
  markdown,
  md,
  notYours,
  option,
  photo,
  type RootElement,
  said,
  select,
  tag,
  urgencyOf,
  words,
} from './kit';

const REPLY_LIMIT = 300;
const VERDICTS = ['成立', '不成立', '存疑', '弄虚作假'] as const satisfies readonly SuspicionVerdict[];
/** What the option says beside its name. */
const MEANS: Partial<Record<SuspicionVerdict, string>> = { 弄虚作假: '弄虚作假（当期不合格）' };
const counts = ({ verdict }: Settled): boolean => verdict === '成立' || verdict === '弄虚作假';

/** One of the photos that show it. */
export interface ShownPhoto {
  /** 这次 · 以前, or as the two are told apart: 整改后 · 整改前. */
  label: string;
  sentOn: Day;
  /** 排污口：桥西雨洪排口; null when it was for nothing in particular. */
  matter: string | null;
  /** Whose it is, by post; null where the reader is not to know. */
  by: string | null;
  /** 11月20日9时10分, by the camera's own clock; null when it says nothing, or the reader needs none. */
  taken: string | null;
  /** Null until Feishu knows it. */
  key: string | null;
}

export interface Settled {
  verdict: SuspicionVerdict;
  reason: string;
  by: string;
  on: Day;
}

interface Noticed {
  id: number;
  version: number;
  /** Whose it is, by post. */
  person: string;
  /** What was noticed, in a neutral sentence. */
  noticed: string;
  photos: ShownPhoto[];
  /** Metres between where the cameras say the photos were taken; null when they do not say. */
  apart: number | null;
}

export type SuspicionView = Deadline &
  Noticed & {
    /** What the person said of it; null: nothing. */
    reply: { words: string; on: Day } | null;
  } & (
    | { state: 'asked' | 'explained' | 'toSettle' | 'notYours' }
    /** `settled` as 县河长办 sees it · `told` as the person does. */
    | { state: 'settled' | 'told'; settled: Settled }
  );

const ON_SUSPICION = { suspicion: int(), version: int() };

/** 说明, by the person. */
export const suspicionExplain = defineAction({
  name: 'suspicion.explain',
  value: ON_SUSPICION,
  form: () => fields({ reply: words('说明', REPLY_LIMIT) }),
});

/** 认定, by 县河长办. */
export const suspicionSettle = defineAction({
  name: 'suspicion.settle',
  value: ON_SUSPICION,
  form: () => fields({ verdict: choice('认定', VERDICTS), reason: words('理由', REPLY_LIMIT) }),
});

/** Next to each other, so that whoever looks sees it at once. */
function shown(today: Day, photos: readonly ShownPhoto[]): InCard[] {
  if (photos.length === 0) return [];
  const part = ({ label, sentOn, matter, by, taken, key }: ShownPhoto) => ({
    weight: 1 as const,
    elements: [
      markdown(
        join([
          md`**${label}** ${dayWords(today, sentOn)}`,
          ...(matter ? [grey(inline(matter, 30))] : []),
          ...(by ? [grey(inline(by, 30))] : []),
          ...(taken ? [grey(md`相机记的时间 ${inline(taken, 20)}`)] : []),
        ]),
      ),
      ...(key ? [photo(key, label, 140)] : [markdown(grey(md`照片暂时看不到`))]),
    ] as InCard[],
  });
  return [columns<InCard>(photos.slice(0, 2).map(part), 'top')];
}

/** What cameras write may be wrong: said to whoever decides, and only as that. */
const hinted = ({ apart, photos }: SuspicionView): InCard[] => {
  const lines = [
    ...(apart === null ? [] : [md`两张照片里记的位置相距约${apart}米。`]),
    ...(apart === null && photos.every(({ taken }) => taken === null)
      ? []
      : [grey(md`相机记的时间、位置可能不准，只供参考。`)]),
  ];
  return lines.length > 0 ? [markdown(join(lines))] : [];
};

const repliedOf = ({ today, reply, state }: SuspicionView): InCard[] => {
  if (reply) return said(`说明（${dayWords(today, reply.on)}）`, reply.words);
  return state === 'told' ? [] : [markdown(md`到期没有收到本人说明。`)];
};

const settledOf = ({ today }: SuspicionView, { verdict, reason, by, on }: Settled): RootElement[] => [
  markdown(md`**认定：${verdict}**`),
  ...said(`理由（${by}，${dayWords(today, on)}）`, reason),
];

export function renderSuspicion(view: SuspicionView): Card {
  const { id, version, today, due, person, noticed, photos, state } = view;
  const press = { suspicion: id, version };
  const what = [markdown(md`${inline(noticed, 200)}`), ...shown(today, photos)];
  switch (state) {
    case 'notYours':
      return notYours('请说明', '', md`这件事不归你办，不用管它。`);
    case 'asked':
      return frame({
        tone: 'todo',
        title: '请你说明一下',
        when: [dueWords(today, due), dueShort(today, due)],
        tags: [tag('请说明', 'blue')],
        body: [
          ...what,
          form('explain', [
            input('reply', {
              label: '说明',
              placeholder:
                photos.length > 0
                  ? '比如：发错了、同一处没变化、补发以前的'
                  : '比如：当天没信号、后来补的、走的时候还没有',
              maxLength: REPLY_LIMIT,
              multiline: true,
              required: true,
            }),
            suspicionExplain.submit({ value: press, label: '说明' }),
          ]),
          markdown(
            grey(md`现在只问了你，${byWords(today, due)}说明就行。之后由县河长办看，没有认定成立的不作数。`),
          ),
        ],
      });
    case 'explained':
      return frame({
        tone: 'done',
        title: '请你说明一下',
        tags: [tag(view.reply ? '已说明' : '等县河长办看', view.reply ? 'green' : 'neutral')],
        body: [
          ...what,
          ...repliedOf(view),
          markdown(grey(md`由县河长办看，结果会告诉你。没有认定成立的不作数。`)),
        ],
      });
    case 'told':
      return frame({
        tone: counts(view.settled) ? 'soon' : 'done',
        title: '请你说明的事有结果了',
        tags: [tag(view.settled.verdict, counts(view.settled) ? 'orange' : 'green')],
        body: [...what, ...repliedOf(view), ...settledOf(view, view.settled)],
        help: counts(view.settled) ? '有不同意见，直接发“意见”和内容。' : '不作数，不用再管。',
      });
    case 'toSettle':
      return frame({
        tone: urgencyOf(view),
        title: '待核',
        place: person,
        when: [dueWords(today, due), dueShort(today, due)],
        tags: [tag('待认定', 'blue')],
        summary: `待核：${person}`,
        body: [
          ...what,
          ...hinted(view),
          ...repliedOf(view),
          form('settle', [
            select(
              'verdict',
              VERDICTS.map((one) => option(one, MEANS[one] ?? one)),
              { placeholder: '选认定结果', required: true },
            ),
            input('reason', {
              label: '理由',
              placeholder: '看了什么、问了谁',
              maxLength: REPLY_LIMIT,
              multiline: true,
              required: true,
            }),
            suspicionSettle.submit({ value: press, label: '认定' }),
          ]),
          markdown(grey(md`认定和理由会告诉本人。只有“成立”和“弄虚作假”的才作数。`)),
        ],
      });
    case 'settled':
      return frame({
        tone: 'done',
        title: '待核',
        place: person,
        tags: [tag(view.settled.verdict, 'green')],
        summary: `待核：${person}`,
        body: [...what, ...repliedOf(view), ...settledOf(view, view.settled)],
      });
  }
}
