/** 为什么提醒: of each matter of a 滞后提醒 why this unit, why now, by which rule, what clears it, what comes next; and the answer to it. */
import {
  type Card,
  choice,
  type Day,
  datePicker,
  dayWords,
  defineAction,
  fields,
  folded,
  form,
  frame,
  grey,
  input,
  int,
  localName,
  markdown,
  md,
  notYours,
  option,
  optionalDay,
  options,
  pickedCode,
  type RootElement,
  select,
  tag,
  type WhyLines,
  whyLines,
  words,
} from './kit';

const WORDS_LIMIT = 300;
export const ANSWER_KINDS = ['说明情况', '申请延期'] as const;
/** A case is some ten lines: so many keep the card under 30 KB. */
const MOST_CASES = 8;
const MOST_CHOICES = 40;

export interface WhyCase extends WhyLines {
  id: number;
  /** Waits for a decision already. */
  asked: boolean;
}
export interface LagWhyView {
  id: number;
  version: number;
  today: Day;
  /** 龙兴镇. */
  unit: string;
  cases: WhyCase[];
  /** Matters of the notice that have no case yet. */
  fresh: number;
  state: 'open' | 'over' | 'notYours';
}

const matter = pickedCode('哪件事', /^(all|\d{1,15})$/).transform((code) =>
  code === 'all' ? null : Number(code),
);

/** 答复: 说明情况 or 申请延期, for one matter or all. */
export const lagAnswer = defineAction({
  name: 'lag.answer',
  value: { notice: int(), version: int() },
  form: () =>
    fields({
      matter,
      kind: choice('说明还是延期', ANSWER_KINDS),
      until: optionalDay('延到哪天'),
      words: words('情况', WORDS_LIMIT),
    }),
});

function answerForm({ id, version, cases }: LagWhyView): RootElement[] {
  const free = cases.filter(({ asked }) => !asked).slice(0, MOST_CHOICES);
  if (free.length === 0) {
    return cases.length > 0 ? [markdown(grey(md`都答复过了，正等批复。`))] : [];
  }
  return [
    markdown(md`**答复**　批了才停，没批照旧。`),
    form('answer', [
      select(
        'matter',
        [
          option('all', `全部（${free.length}件）`),
          ...options(free.map((one) => ({ code: String(one.id), name: localName(one.title) }))),
        ],
        { placeholder: '哪件事', initial: 'all', required: true },
      ),
      select(
        'kind',
        ANSWER_KINDS.map((one) => option(one, one)),
        { placeholder: '说明还是延期', required: true },
      ),
      datePicker('until', '延到哪天（申请延期才选）'),
      input('words', {
        label: '情况',
        placeholder: '为什么没办完、现在到哪一步、打算怎么办',
        maxLength: WORDS_LIMIT,
        multiline: true,
        required: true,
      }),
      lagAnswer.submit({ value: { notice: id, version }, label: '提交答复' }),
    ]),
  ];
}

export function renderLagWhy(view: LagWhyView): Card {
  const title = '为什么提醒、怎么答复';
  const { today, unit, cases, fresh, state } = view;
  if (state === 'notYours') return notYours(title, unit, md`这份提醒不是发给你的，不用管它。`);
  if (state === 'over') {
    return frame({
      tone: 'done',
      title,
      place: unit,
      tags: [tag('已消除', 'green')],
      body: [markdown(md`提醒里的事都办完了，不用答复。`)],
    });
  }
  return frame({
    tone: 'late',
    title,
    place: unit,
    when: [`截至${dayWords(today, today)}`],
    tags: [tag(`${cases.length + fresh}件`, 'red')],
    body: [
      ...folded(cases, (one) => whyLines(today, one), { shown: 3, most: MOST_CASES, unit: '件' }),
      ...(fresh > 0 ? [markdown(grey(md`还有${fresh}件刚开始滞后，明天再看。`))] : []),
      ...answerForm(view),
    ],
    help: '通报、约谈、督查都要人签了才算数，机器只提醒。',
  });
}
