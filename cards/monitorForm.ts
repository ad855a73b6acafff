/** 填监测结果: one sample of an outfall, typed by 分局 or 县河长办. What was left empty was not measured. */
import type { MonitorMethod } from '../entities/Monitoring';
import {
  type Card,
  choice,
  coloured,
  type Day,
  datePicker,
  dayWords,
  defineAction,
  fields,
  folded,
  form,
  frame,
  grey,
  inline,
  input,
  int,
  join,
  markdown,
  md,
  notYours,
  option,
  optionalDay,
  optionalWords,
  perRow,
  type SafeMd,
  select,
  together,
} from './kit';

const METHODS = ['快检', '实验室', '在线'] as const satisfies readonly MonitorMethod[];

/** One item of the form; `n` is its place in the list of all items that there are. */
export interface AskedItem {
  n: number;
  name: string;
  /** mg/L; '' for what has none. */
  unit: string;
  /** 限值 40; null when nobody knows one. */
  limit: string | null;
}

/** What was measured before: one sample. */
export interface LastSample {
  on: Day;
  method: MonitorMethod;
  results: { words: string; verdict: 'pass' | 'over' | 'suspected' | 'unjudged' }[];
}

export type MonitorFormView = {
  today: Day;
  outfall: { id: number; name: string };
  version: number;
} & (
  | {
      state: 'open';
      items: AskedItem[];
      /** The newest first. */
      last: LastSample[];
      /** As last time. */
      method: MonitorMethod;
      lab: string | null;
    }
  | { state: 'notYours' }
);

const MOST_ITEMS = 16;
const MOST_SAMPLES = 8;

/** How many items there are names for; which is which, the bot knows. */
export const MOST_KNOWN = 40;
const READING_LIMIT = 12;
const asked = Array.from({ length: MOST_KNOWN }, (_, n) => ({ n }));
const fieldOf = ({ n }: { n: number }): string => `item_${n}`;

/** 提交结果. */
export const monitorSubmit = defineAction({
  name: 'monitor.submit',
  value: { outfall: int(), version: int() },
  form: () =>
    together({
      sample: fields({
        day: optionalDay('采样日期'),
        method: choice('监测方式', METHODS),
        lab: optionalWords('监测单位', 64),
        report: optionalWords('报告编号', 64),
      }),
      readings: perRow(asked, fieldOf, () => optionalWords('结果', READING_LIMIT)),
    }),
});

const VERDICTS = {
  pass: ['green', '达标'],
  over: ['red', '超标'],
  suspected: ['orange', '疑似超标'],
  unjudged: ['grey', '没有限值'],
} as const;

function sampleLine(today: Day, { on, method, results }: LastSample): SafeMd {
  return join([
    grey(md`${dayWords(today, on)} · ${method}`),
    ...results.slice(0, 12).map(({ words, verdict }) => {
      const [colour, said] = VERDICTS[verdict];
      return md`${inline(words, 40)}  ${coloured(colour, md`${said}`)}`;
    }),
  ]);
}

export function renderMonitorForm(view: MonitorFormView): Card {
  const { today, outfall, version } = view;
  const title = '监测结果';
  if (view.state === 'notYours') return notYours(title, outfall.name, md`监测结果由分局或县河长办填。`);
  const { items, last, method, lab } = view;
  return frame({
    tone: 'todo',
    title,
    place: outfall.name,
    body: [
      ...folded(last, (one) => markdown(sampleLine(today, one)), {
        shown: 1,
        most: MOST_SAMPLES,
        unit: '次',
      }),
      form('monitor', [
        datePicker('day', '哪天采的样（不选就是今天）'),
        select(
          'method',
          METHODS.map((one) => option(one, one)),
          { placeholder: '监测方式', initial: method, required: true },
        ),
        input('lab', {
          placeholder: '监测单位（实验室的必填）',
          maxLength: 64,
          value: lab ?? undefined,
          multiline: true,
          rows: 1,
        }),
        ...items.slice(0, MOST_ITEMS).map((one) =>
          input(fieldOf(one), {
            label: [`${one.name}${one.unit ? ` ${one.unit}` : ''}`, one.limit].filter(Boolean).join('，'),
            placeholder: '没测就空着',
            maxLength: READING_LIMIT,
          }),
        ),
        input('report', { placeholder: '报告编号（没有就空着）', maxLength: 64 }),
        monitorSubmit.submit({ value: { outfall: outfall.id, version }, label: '提交结果' }),
      ]),
    ],
    help: '低于检出限写 <0.025 或 未检出。实验室和在线超标就告知责任单位；快检超了只算疑似。',
  });
}
