/** 巡河任务: one reach, one period. One press is enough: everything stands prefilled as it was seen last time. */
import type { FlowState, OldProblemAnswer } from '../entities/Patrol';
import {
  byWords,
  type Card,
  code,
  coloured,
  columns,
  type Day,
  type Deadline,
  type Due,
  datePicker,
  dayWords,
  defineAction,
  dueShort,
  dueWords,
  fields,
  folded,
  form,
  frame,
  grey,
  type InForm,
  inline,
  int,
  join,
  kilometres,
  localName,
  markdown,
  md,
  nameOnReach,
  noOther,
  option,
  optionalChoice,
  optionalDay,
  perRow,
  type RootElement,
  type SafeMd,
  select,
  tag,
  together,
  urgencyOf,
} from './kit';

const FLOW_WORDS = { dry: '无水', flowing: '有水', abnormal: '异常' } as const satisfies Record<
  FlowState,
  string
>;
const FLOWS = ['dry', 'flowing', 'abnormal'] as const satisfies readonly FlowState[];
const ANSWER_WORDS = { gone: '已解决', still: '还在', unclear: '看不清' } as const satisfies Record<
  OldProblemAnswer,
  string
>;
const ANSWERS = ['gone', 'still', 'unclear'] as const satisfies readonly OldProblemAnswer[];
// 18 rows of 9 elements each leave room for the rest under Feishu's 200.
const MOST_OUTFALLS = 12;
const MOST_PROBLEMS = 6;
const REST = '有异常就点“发现问题”';

export interface PatrolTaskOpen {
  state: 'open';
  /** Last day on which a late entry is taken. */
  lateUntil: Due;
  /**
   * Key outfalls with what was seen last. Without a `lastSeen` it is what the ledger says, or null; with one but
   * null it was 异常 and has been dealt with. The first twelve get a row.
   */
  outfalls: { id: number; name: string; last: FlowState | null; lastSeen: Day | null }[];
  /** Problems of earlier patrols that are still open. The first six get a row. */
  oldProblems: { id: number; title: string; foundOn: Day; progress: string }[];
  /** Photos sent in the chat for this patrol so far. */
  photos: number;
  /** 代巡: the chief, by post, for whom this person walks. */
  standInFor: string | null;
  /** 应急 over the reach: what happened. */
  emergency?: { kind: string; words: string };
  /** 镇代办: the chief, by post, whom Feishu does not reach and for whom the recipient enters it. */
  actingFor?: string;
}
export interface PatrolTaskDone {
  state: 'done';
  /** Who walked, by post. */
  by: string;
  /** 代巡: the chief, by post, for whom. */
  standInFor: string | null;
  walkedOn: Day;
  /** Recorded after the period had ended. */
  late: boolean;
  /** The viewer may still report what they find on this period's river. */
  mayReport: boolean;
  /** 会议协调, 镇代办, 纸质记录: left out when it was walked, and entered by the walker. */
  how?: string;
  /** What was seen at outfalls; `changed` when the chief touched the row. */
  seen: { name: string; flow: FlowState; changed: boolean }[];
  /** Problems found on this patrol, each with where it stands. Empty: everything normal. */
  problems: { title: string; progress: string; closed: boolean }[];
  photos: number;
}
/** 停巡 on the due day: nobody's fault. */
export interface PatrolTaskSuspended {
  state: 'suspended';
  /** 冰冻 · 汛情 · 施工 · 其他. */
  reason: string;
  from: Day;
  /** The last day; null when nobody knows yet. */
  until: Day | null;
}
export type PatrolTaskView = Deadline & {
  id: number;
  version: number;
  /** 汾河. */
  river: string;
  /** 古交镇第一村段. */
  reach: string;
  /** 本周, 11月, 四季度: what the tag says. */
  period: string;
  lengthKm: number | null;
} & (PatrolTaskOpen | PatrolTaskDone | PatrolTaskSuspended | { state: 'missed' | 'cancelled' | 'notYours' });
type Open = Extract<PatrolTaskView, { state: 'open' }>;
type Done = Extract<PatrolTaskView, { state: 'done' }>;

/** What the button remembers of the form as it was shown: `o17dry,o18,p83`. */
const rememberShown = (view: Open): string =>
  [
    ...view.outfalls.slice(0, MOST_OUTFALLS).map(({ id, last }) => `o${id}${last ?? ''}`),
    ...view.oldProblems.slice(0, MOST_PROBLEMS).map(({ id }) => `p${id}`),
  ].join(',');

const readShown = (shown: string) => {
  const pieces = shown.split(',').map((piece) => /^([op])(\d{1,15})([a-z]*)$/.exec(piece));
  const of = (kind: string) => pieces.filter((piece) => piece !== null && piece[1] === kind);
  return {
    outfalls: of('o').map((piece) => ({
      id: Number(piece?.[2]),
      was: FLOWS.find((flow) => flow === piece?.[3]) ?? null,
    })),
    problems: of('p').map((piece) => ({ id: Number(piece?.[2]) })),
  };
};

const FLOW = optionalChoice('排污口现状', FLOWS);
const ANSWER = optionalChoice('老问题现状', ANSWERS);
/** Asked only when the period is over, and not prefilled: a day that nobody chose would count as said. */
const WALKED_ON = fields({ walked_on: optionalDay('巡河日期') }).transform((form) => form.walked_on);

/**
 * 一切正常，提交. `outfalls[].now` equal to `was` was not touched: to be stored as unchanged, evidence of
 * nothing. With an 异常 or a 还在 among the rows the bot opens the problem form instead.
 */
export const patrolSubmit = defineAction({
  name: 'patrol.submit',
  value: { task: int(), version: int(), shown: code(500) },
  unnamed: ['shown'],
  form: ({ shown }) => {
    const { outfalls, problems } = readShown(shown);
    const shownRows = [
      ...outfalls.map(({ id }) => `outfall_${id}`),
      ...problems.map(({ id }) => `problem_${id}`),
    ];
    // A row that the card did not show would be lost in silence: an old copy, or a made-up one.
    return noOther(
      /^(outfall|problem)_/,
      shownRows,
      together({
        outfalls: perRow(
          outfalls,
          ({ id }) => `outfall_${id}`,
          () => FLOW,
        ),
        problems: perRow(
          problems,
          ({ id }) => `problem_${id}`,
          () => ANSWER,
        ),
        walkedOn: WALKED_ON,
      }),
    );
  },
});
/** 发现问题: opens the form on its own card. */
export const patrolProblem = defineAction({
  name: 'patrol.problem',
  value: { task: int(), version: int() },
});

/** 其他情况: another way or time of walking, 顺延. */
export const patrolMore = defineAction({
  name: 'patrol.more',
  value: { task: int(), version: int() },
});

const question = (
  title: SafeMd,
  before: SafeMd,
  name: string,
  options: readonly (readonly [string, string])[],
  initial: string | null,
): InForm =>
  columns<InForm>([
    { weight: 3, elements: [markdown(join([title, grey(before)]))] },
    {
      weight: 2,
      elements: [
        select(
          name,
          options.map(([value, words]) => option(value, words)),
          { placeholder: '选一项', initial },
        ),
      ],
    },
  ]);

/** 上次：无水（11月20日）; 上次：异常（11月20日），已处理; 台账：有水; 还没有看过. */
function beforeWords(today: Day, last: FlowState | null, lastSeen: Day | null): SafeMd {
  if (lastSeen === null) return last ? md`台账：${FLOW_WORDS[last]}` : md`还没有看过`;
  const day = dayWords(today, lastSeen);
  return last ? md`上次：${FLOW_WORDS[last]}（${day}）` : md`上次：${FLOW_WORDS.abnormal}（${day}），已处理`;
}

const outfallRow =
  ({ today, reach }: Open) =>
  ({ id, name, last, lastSeen }: Open['outfalls'][number]): InForm => {
    return question(
      inline(nameOnReach(name, reach), 40),
      beforeWords(today, last, lastSeen),
      `outfall_${id}`,
      FLOWS.map((flow) => [flow, FLOW_WORDS[flow]]),
      last,
    );
  };

const problemRow =
  (today: Day) =>
  ({ id, title, foundOn, progress }: Open['oldProblems'][number]): InForm =>
    question(
      md`老问题：${inline(localName(title), 40)}`,
      md`${dayWords(today, foundOn)}发现，${inline(progress, 20)}`,
      `problem_${id}`,
      ANSWERS.map((answer) => [answer, ANSWER_WORDS[answer]]),
      null,
    );

/** 11月29日前巡一次，全长2.5公里，看1个重点排污口，回看1个老问题。没有异常就直接提交，不用拍照。 */
function whatToDo({ today, due, lengthKm, outfalls, oldProblems }: Open, late: boolean): SafeMd {
  const parts = [
    late ? null : md`${byWords(today, due)}巡一次`,
    lengthKm === null ? null : md`全长${kilometres(lengthKm)}`,
    outfalls.length > 0 ? md`看 **${outfalls.length}个重点排污口**` : null,
    oldProblems.length > 0 ? md`回看 **${oldProblems.length}个老问题**` : null,
  ].filter((part) => part !== null);
  const sentence = parts.length > 0 ? md`${join(parts, '，')}。` : md``;
  return md`${sentence}没有异常就直接提交，不用拍照。`;
}

function openBody(view: Open): RootElement[] {
  const { today, due, id, version } = view;
  const late = urgencyOf(view) === 'late';
  const lateUntil = byWords(today, view.lateUntil);
  const press = { value: { task: id, version, shown: rememberShown(view) }, label: '一切正常，提交' };
  return [
    markdown(
      join([
        late
          ? md`${coloured('red', md`${dueWords(today, due)}`)}，${lateUntil}还可以补录，过后记为未完成。`
          : null,
        view.actingFor === undefined
          ? whatToDo(view, late)
          : md`替 **${inline(view.actingFor, 40)}** 填：收到纸质记录后照着填，选实际巡河那天。`,
        view.emergency === undefined
          ? null
          : coloured(
              'red',
              md`应急（${inline(view.emergency.kind, 8)}）：${inline(view.emergency.words, 80)}。注意安全，危险的地方不要去。`,
            ),
        view.standInFor === null ? null : md`你是代${inline(view.standInFor, 40)}巡，记作代巡。`,
      ]),
    ),
    form('patrol', [
      ...folded(view.outfalls, outfallRow(view), {
        most: MOST_OUTFALLS,
        unit: '个排污口',
        rest: REST,
      }),
      ...folded(view.oldProblems, problemRow(today), {
        most: MOST_PROBLEMS,
        unit: '个老问题',
        rest: REST,
      }),
      ...(late || view.actingFor !== undefined
        ? [
            columns<InForm>([
              { weight: 2, elements: [markdown(md`哪天巡的河`)] },
              { weight: 3, elements: [datePicker('walked_on', '不选就记今天')] },
            ]),
          ]
        : []),
      patrolSubmit.submit(press),
    ]),
    patrolProblem.button({ value: { task: id, version }, label: '发现问题', look: 'danger' }),
    // Whoever enters what is on paper has nothing to add to it.
    ...(view.actingFor === undefined
      ? [patrolMore.button({ value: { task: id, version }, label: '其他情况（补记、顺延）', look: 'text' })]
      : []),
    ...(view.photos > 0 ? [markdown(md`已收到照片${view.photos}张。`)] : []),
  ];
}

function doneBody(view: Done): RootElement[] {
  const changed = view.seen.filter((one) => one.changed);
  const same = view.seen.length - changed.length;
  const notes = [view.late ? '补录' : null, view.how ?? null].filter((note) => note !== null);
  const how = notes.length > 0 ? md`（${notes.join('，')}）` : md``;
  const outcome = view.problems.length === 0 ? md`没有发现问题` : md`发现 **${view.problems.length}个问题**`;
  return [
    markdown(
      md`${inline(view.by, 40)}${dayWords(view.today, view.walkedOn)}${view.standInFor === null ? '' : md`代${inline(view.standInFor, 40)}`}巡河${how}，${outcome}${view.photos > 0 ? `，照片${view.photos}张` : ''}。`,
    ),
    ...folded(
      view.problems,
      ({ title, progress, closed }) =>
        markdown(
          md`${inline(localName(title), 60)}\n${coloured(closed ? 'green' : 'orange', inline(progress, 30))}`,
        ),
      { most: 20, unit: '个问题' },
    ),
    ...folded(
      changed,
      ({ name, flow }) => markdown(md`${inline(nameOnReach(name, view.reach), 40)}：${FLOW_WORDS[flow]}`),
      {
        most: 20,
        unit: '个排污口',
      },
    ),
    ...(same > 0
      ? [markdown(grey(md`${changed.length > 0 ? '其余' : ''}${same}个排污口没有逐个填写。`))]
      : []),
    ...(view.mayReport
      ? [
          patrolProblem.button({
            value: { task: view.id, version: view.version },
            label: '又发现问题',
            look: 'default',
          }),
        ]
      : []),
  ];
}

/** @throws CardTooLarge never: rows are limited above. */
export function renderPatrolTask(view: PatrolTaskView): Card {
  const { today, due, river, reach, period } = view;
  const place = localName(`${river} · ${reach}`);
  const title = '巡河任务';
  switch (view.state) {
    case 'open': {
      const urgency = urgencyOf(view);
      return frame({
        tone: urgency,
        title,
        place,
        when: [dueWords(today, due), dueShort(today, due)],
        tags: [
          tag(period, 'blue'),
          ...(view.actingFor === undefined ? [] : [tag('镇代办', 'neutral')]),
          ...(urgency === 'late' ? [tag('可补录', 'red')] : []),
        ],
        summary: `${title}：${place}，${dueShort(today, due)}`,
        body: openBody(view),
        help: view.actingFor === undefined ? '照片直接发给我，会放进这次巡河。' : undefined,
      });
    }
    case 'done':
      return frame({
        tone: 'done',
        title,
        place,
        tags: [tag(period, 'neutral'), tag(view.problems.length > 0 ? '有问题' : '已完成', 'green')],
        body: doneBody(view),
        help: view.problems.length > 0 ? '问题有进展会告诉你。' : '这次巡河已经记下，不用再做什么。',
      });
    case 'suspended':
      return frame({
        tone: 'closed',
        title,
        place,
        tags: [tag(period, 'neutral'), tag('停巡', 'neutral')],
        body: [
          markdown(
            md`${view.reason === '其他' ? '' : md`${inline(view.reason, 8)}，`}${dayWords(today, view.from)}起停巡${view.until === null ? '' : md`，到${dayWords(today, view.until)}`}。这次不用巡，不算未完成。`,
          ),
        ],
      });
    case 'missed':
    case 'cancelled':
    case 'notYours':
      return frame({
        tone: 'closed',
        title,
        place,
        tags: [tag(period, 'neutral'), tag(CLOSED[view.state].tag, 'neutral')],
        body: [markdown(CLOSED[view.state].words)],
      });
  }
}

const CLOSED = {
  missed: {
    tag: '未完成',
    words: md`过了补录日期还没有巡河记录，这次记为未完成。不用再补，按新的任务巡河就行。`,
  },
  cancelled: { tag: '已取消', words: md`这次任务取消了，不用巡。` },
  notYours: { tag: '不归你办', words: md`这次巡河不归你办，不用管它。` },
} as const;
