/**
 * 排污口整治 of one outfall: what is to be done and how it stands, and to each who reads it what is theirs to do:
 * 报进展, 申请销号, 申请延期; 初核, 验收, 核查, 销号 and 退回; 同意 or 不同意 of 延期; 回头看.
 */
import type { CloseOutSign, CloseOutStep } from '../entities/Rectification';
import {
  beforeAndAfter,
  type Card,
  coloured,
  type Day,
  type Deadline,
  datePicker,
  dayWords,
  defineAction,
  dueShort,
  dueWords,
  fields,
  form,
  frame,
  grey,
  hr,
  type InCard,
  type InForm,
  inline,
  input,
  int,
  join,
  localName,
  markdown,
  md,
  notYours,
  option,
  optionalDay,
  optionalWords,
  type Photos,
  panel,
  type RootElement,
  type SafeMd,
  said,
  select,
  type TextTag,
  tag,
  together,
  urgencyOf,
  words,
} from './kit';

const WORDS_LIMIT = 300;

/** What is done at each step of 销号. */
const STEP_WORDS: Record<CloseOutStep, string> = {
  责任主体: '申请',
  镇: '初核',
  牵头部门: '验收',
  分局: '核查',
  县河长办: '销号',
};

/** Something that somebody said, by post. */
export interface SaidOn {
  by: string;
  on: Day;
  words: string;
}
export interface SignOnCard {
  step: CloseOutStep;
  how: CloseOutSign['how'];
  /** By post; the unit's name of a step that nobody signed. */
  who: string;
  on: Day;
  words: string;
}

/** What the reader has to do. */
export type RectificationTodo =
  | {
      kind: 'work';
      /** 销号清单: what has to be answered, and what the ledger knows to be so. */
      open: { key: string; words: string }[];
      known: string[];
      needsPhotos: boolean;
      /** Photos of one side only: 照片放反了. */
      canTurn: boolean;
      /** 延期 can be asked for. */
      mayAsk: boolean;
    }
  | { kind: 'sign'; step: CloseOutStep }
  | { kind: 'decide' | 'lookBack' | 'recur' | 'watch' | 'notYours' };

export interface RectificationView {
  /** Of the outfall. */
  id: number;
  /** Of the record. */
  version: number;
  today: Day;
  outfall: string;
  town: string;
  /** 规范整治; null: not planned yet. */
  type: string | null;
  measure: string | null;
  lead: string | null;
  stage: 'working' | 'applied' | 'closed' | 'settled';
  /** Of the 整治, or of what the reader has to do. */
  deadline: Deadline | null;
  progress: SaidOn | null;
  photos: { before: Photos; after: Photos };
  /** Why it is open again. */
  returned: (SaidOn & { why: '退回' | '复排' }) | null;
  /** 延期 that was asked for. */
  ask: (SaidOn & { until: Day; refused: SaidOn | null }) | null;
  signs: SignOnCard[];
  /** Who signs next, by step and post; null when nobody does. */
  waiting: { step: CloseOutStep; who: string } | null;
  checks: { words: string; done: boolean }[];
  /** What to look at twice, in sentences. */
  flags: string[];
  /** 镇代办: the responsible party that has nobody here, by name. */
  actingFor: string | null;
  todo: RectificationTodo;
}

const ON_OUTFALL = { outfall: int(), version: int() };
const required = (label: string) => () => fields({ words: words(label, WORDS_LIMIT) });

/** 报进展. */
export const rectifyProgress = defineAction({
  name: 'rectify.progress',
  value: ON_OUTFALL,
  // Its name apart from that of 申请销号: both may stand on one card.
  form: () => fields({ progress: words('进展', WORDS_LIMIT) }),
});

const CHECK = /^check_([a-z0-9]{1,16})$/i;
const isAnswer = (raw: unknown): raw is 'done' | 'no' => raw === 'done' || raw === 'no';

/** 申请销号, with what was said of each item; which items there are, the command knows. */
export const rectifyApply = defineAction({
  name: 'rectify.apply',
  value: ON_OUTFALL,
  form: () =>
    together({
      words: { safeParse: (form) => readWords.safeParse((form as Record<string, unknown>).words) },
      checks: {
        safeParse(form) {
          const given = Object.entries(form as Record<string, unknown>);
          const data = given.flatMap(([name, raw]) => {
            const key = CHECK.exec(name)?.[1];
            return key && isAnswer(raw) ? [{ key, done: raw === 'done' }] : [];
          });
          return { success: true as const, data };
        },
      },
    }),
});
const readWords = optionalWords('说明', WORDS_LIMIT);

/** 照片放反了. */
export const rectifyTurn = defineAction({ name: 'rectify.turn', value: ON_OUTFALL });
/** 申请延期. */
export const rectifyExtend = defineAction({
  name: 'rectify.extend',
  value: ON_OUTFALL,
  form: () => fields({ day: optionalDay('延到哪天'), reason: words('原因', WORDS_LIMIT) }),
});
/** 同意延期 · 不同意. */
export const rectifyGrant = defineAction({
  name: 'rectify.grant',
  value: ON_OUTFALL,
  form: required('理由'),
});
export const rectifyRefuse = defineAction({
  name: 'rectify.refuse',
  value: ON_OUTFALL,
  form: required('理由'),
});
/** 初核、验收、核查、销号: 通过. */
export const rectifySign = defineAction({
  name: 'rectify.sign',
  value: ON_OUTFALL,
  form: () => fields({ words: optionalWords('意见', WORDS_LIMIT) }),
});
/** 退回, with the reason that the responsible party will read. */
export const rectifyReturn = defineAction({
  name: 'rectify.return',
  value: ON_OUTFALL,
  form: () => fields({ words: words('退回原因', WORDS_LIMIT) }),
});
/** 回头看: 没有复排 · 又在排. */
export const rectifySettle = defineAction({ name: 'rectify.settle', value: ON_OUTFALL });
export const rectifyRecur = defineAction({
  name: 'rectify.recur',
  value: ON_OUTFALL,
  form: required('看到的情况'),
});

const SIDES = ['整治前', '整治后'] as const;

const reasonInput = (name: string, placeholder: string, isRequired = true) =>
  input(name, {
    placeholder,
    maxLength: WORDS_LIMIT,
    multiline: true,
    rows: 1,
    ...(isRequired && { required: true }),
  });

const facts = ({ type, measure, lead }: RectificationView): InCard[] => [
  markdown(
    join([
      md`${grey(md`整治类型`)} **${inline(type ?? '还没定', 10)}**`,
      lead === null ? null : md`${grey(md`牵头部门`)} ${inline(lead, 30)}`,
    ]),
  ),
  ...(measure === null ? [] : said('整治措施', measure)),
];

const saidOf = (today: Day, label: string, { by, on, words: its }: SaidOn): InCard[] =>
  said(`${label}（${by}，${dayWords(today, on)}）`, its || '没有写文字');

/** 镇初核：龙兴镇联络员，11月23日; of a step that nobody signed why. */
function signLine(today: Day, { step, how, who, on, words: its }: SignOnCard): SafeMd {
  const name = step === '责任主体' || step === '县河长办' ? STEP_WORDS[step] : `${step}${STEP_WORDS[step]}`;
  if (how === 'merged') return md`${grey(md`${name}`)} ${inline(who, 30)}前面已经签过，合并`;
  if (how === 'absent') return md`${grey(md`${name}`)} 没有人能签，由后面的一并看`;
  const line = md`${grey(md`${name}`)} ${inline(who, 40)}，${dayWords(today, on)}`;
  return its === '' || step === '责任主体' ? line : md`${line}：${inline(its, 80)}`;
}

const signLines = ({ today, signs, waiting }: RectificationView): InCard[] =>
  signs.length === 0
    ? []
    : [
        markdown(
          join([
            ...signs.map((sign) => signLine(today, sign)),
            waiting === null ? null : md`等 **${inline(waiting.who, 30)}** ${STEP_WORDS[waiting.step]}`,
          ]),
        ),
      ];

const checkLines = ({ checks }: RectificationView): InCard[] =>
  checks.length === 0
    ? []
    : [
        markdown(
          join([
            grey(md`销号清单`),
            ...checks.map(({ words: its, done }) =>
              done ? md`✓ ${inline(its, 30)}` : coloured('orange', md`用不着：${inline(its, 30)}`),
            ),
          ]),
        ),
      ];

const flagLines = ({ flags }: RectificationView): InCard[] =>
  flags.map((flag) => markdown(coloured('orange', inline(flag, 120))));

function askLines(today: Day, { ask }: RectificationView): InCard[] {
  if (!ask) return [];
  const until = dayWords(today, ask.until);
  if (ask.refused) return saidOf(today, `没有同意延期到${until}`, ask.refused);
  return [
    markdown(md`已申请延期到 **${until}**，等批复，批复前请照常整治。`),
    ...saidOf(today, '申请原因', ask),
  ];
}

type Work = Extract<RectificationTodo, { kind: 'work' }>;

function workForms(view: RectificationView, todo: Work): RootElement[] {
  const { id, version, photos } = view;
  const value = { outfall: id, version };
  const small = { value, look: 'default' as const, fit: 'row' as const };
  const ready = photos.after.count > 0 || !todo.needsPhotos;
  const question = ({ key, words: its }: { key: string; words: string }): InForm[] => [
    markdown(md`${inline(its, 30)}`),
    select(`check_${key}`, [option('done', '做到了'), option('no', '用不着')], {
      placeholder: '请选',
      required: true,
    }),
  ];
  const progress = form('report', [
    reasonInput('progress', '做到哪一步了'),
    rectifyProgress.submit({ value, label: '报进展', look: ready ? 'default' : 'primary_filled' }),
  ]);
  const apply = form('apply', [
    ...(todo.known.length > 0
      ? [markdown(md`${grey(md`台账里已有`)} ${inline(todo.known.join('、'), 80)}`)]
      : []),
    ...todo.open.flatMap(question),
    reasonInput('words', todo.needsPhotos ? '整治情况，用不着的写原因' : '为什么不用整治', !todo.needsPhotos),
    rectifyApply.submit({ value, label: '申请销号' }),
  ]);
  return [
    ...(todo.canTurn
      ? [
          rectifyTurn.button({
            ...small,
            label: photos.before.count > 0 ? '这是整治后的照片' : '这是整治前的照片',
          }),
        ]
      : []),
    ...(ready ? [apply, hr(), progress] : [progress]),
    ...(todo.mayAsk
      ? [
          form('extend', [
            panel<InForm>('来不及，要延期，点这里', [
              datePicker('day', '延到哪天'),
              reasonInput('reason', '原因'),
              rectifyExtend.submit({ ...small, label: '申请延期' }),
            ]),
          ]),
        ]
      : []),
  ];
}

function photoHint({ photos, actingFor }: RectificationView, todo: Work): InCard[] {
  const { before, after } = photos;
  const next =
    after.count > 0
      ? md`照片收到了，可以申请销号。`
      : before.count > 0
        ? md`整治好了，站在同一个地方再拍一张 **整治后** 的照片发给我，就能申请销号。`
        : md`先拍一张 **整治前** 的照片发给我。整治好了，在同一个地方再拍一张。`;
  return [
    markdown(
      join([
        todo.needsPhotos ? next : null,
        actingFor === null
          ? null
          : md`责任主体 **${inline(actingFor, 40)}** 没人在飞书里，请你转告，替他们报。`,
      ]),
    ),
  ];
}

/** What is theirs to do, after what there is to know. */
function toDo(view: RectificationView): RootElement[] {
  const { id, version, todo } = view;
  const value = { outfall: id, version };
  switch (todo.kind) {
    case 'work':
      return workForms(view, todo);
    case 'sign':
      return [
        form('sign', [
          reasonInput('words', '意见（退回必须写原因）', false),
          rectifySign.submit({ value, label: `${STEP_WORDS[todo.step]}通过` }),
          rectifyReturn.submit({ value, label: '退回', look: 'danger' }),
        ]),
      ];
    case 'decide':
      return [
        form('decide', [
          reasonInput('words', '同意或不同意，写明理由'),
          rectifyGrant.submit({ value, label: '同意延期' }),
          rectifyRefuse.submit({ value, label: '不同意', look: 'danger' }),
        ]),
      ];
    case 'lookBack':
    case 'recur':
      return [
        ...(todo.kind === 'lookBack' ? [rectifySettle.button({ value, label: '没有复排' })] : []),
        form('recur', [
          reasonInput('words', '又在排，写明看到的情况'),
          rectifyRecur.submit({ value, label: '又在排，重新整治', look: 'danger' }),
        ]),
      ];
    default:
      return [];
  }
}

const TAGS: Record<RectificationView['stage'], TextTag> = {
  working: tag('整治中', 'blue'),
  applied: tag('销号中', 'blue'),
  closed: tag('已销号', 'green'),
  settled: tag('已销号', 'green'),
};

const TITLES: Partial<Record<RectificationTodo['kind'], string>> = {
  decide: '整治延期待批复',
  lookBack: '销号后回头看',
};

const HELPS: Partial<Record<RectificationTodo['kind'], string>> = {
  work: '照片直接发给我，会放进这张卡片。',
  sign: '自己经手过的，自己不能再签。退回的原因会告诉责任主体。',
  decide: '谁申请的谁不能批。理由会告诉申请人。',
};

export function renderRectification(view: RectificationView): Card {
  const { today, outfall, todo, stage, deadline, returned, progress, photos } = view;
  if (todo.kind === 'notYours') return notYours('排污口整治', outfall, md`这个排污口不归你管，不用管它。`);
  const title =
    todo.kind === 'sign'
      ? `销号${STEP_WORDS[todo.step]}`.replace('销号销号', '销号')
      : (TITLES[todo.kind] ?? '排污口整治');
  const done = stage === 'closed' || stage === 'settled';
  const showPhotos = photos.before.count + photos.after.count > 0;
  return frame({
    tone: deadline ? urgencyOf(deadline) : done ? 'done' : 'todo',
    title,
    place: outfall,
    when: deadline ? [dueWords(today, deadline.due), dueShort(today, deadline.due)] : [],
    tags: [TAGS[stage], ...(returned ? [tag(returned.why === '退回' ? '已退回' : '复排', 'red')] : [])],
    summary: `${title}：${localName(outfall)}`,
    body: [
      ...(returned ? [...saidOf(today, returned.why === '退回' ? '退回原因' : '复排', returned), hr()] : []),
      ...facts(view),
      ...flagLines(view),
      ...(progress ? saidOf(today, '进展', progress) : []),
      ...(showPhotos ? beforeAndAfter(photos.before, photos.after, SIDES) : []),
      ...checkLines(view),
      ...(view.signs[0]?.words ? saidOf(today, '申请说明', { ...view.signs[0], by: view.signs[0].who }) : []),
      ...signLines(view),
      ...askLines(today, view),
      ...(todo.kind === 'work' ? photoHint(view, todo) : []),
      ...toDo(view),
    ],
    help: HELPS[todo.kind],
  });
}
