/**
 * 排污口任务: 汛期开闸, 汛后关闸, 自行监测, 旱天查雨水口, 巡查排污管道 at one outfall. A photo (where one is asked for) and
 * one press end it; what was found on 巡查排污管道 costs one form.
 */
import type { OutfallTaskKind, Sight } from '../entities/OutfallTask';
import {
  byWords,
  type Card,
  coloured,
  type Day,
  type Deadline,
  type Due,
  dayWords,
  defineAction,
  dueShort,
  dueWords,
  fields,
  form,
  frame,
  inline,
  input,
  int,
  join,
  markdown,
  md,
  notYours,
  optionalWords,
  options,
  type Photos,
  pickedCode,
  type RootElement,
  type SafeMd,
  select,
  shownPhotos,
  tag,
  urgencyOf,
} from './kit';

const WORDS_LIMIT = 300;
const MOST_FINDS = 12;

/** What each kind is called, asks for and is ended by. */
export const OUTFALL_TASK_WORDS = {
  gateOpen: {
    title: '汛期开闸',
    todo: '到汛期了，请把这个排口的闸阀打开。',
    photo: '打开后拍张闸阀的照片发给我，再点“已打开”。',
    press: '已打开',
  },
  gateClose: {
    title: '汛后关闸',
    todo: '汛期过了，请把这个排口的闸阀关上。',
    photo: '关好后拍张闸阀的照片发给我，再点“已关上”。',
    press: '已关上',
  },
  monitor: {
    title: '自行监测',
    todo: '这一期要给这个排污口做一次自行监测。做完点“已监测”，监测报告自己存好备查。',
    photo: null,
    press: '已监测',
  },
  dryCheck: {
    title: '旱天查雨水口',
    todo: '这几天没下雨，请去看看这个雨水口有没有水流出来。没有水不用拍照；有水先拍一张发给我，再点“有水”，会交给管的单位去查。',
    photo: null,
    press: '无水',
  },
  pipeCheck: {
    title: '巡查排污管道',
    todo: '这一期请沿排污管道走一遍，看有没有人借道排污、私接暗管，管子有没有破损。没有异常点一下就行，不用拍照。',
    photo: null,
    press: '没有异常',
  },
} as const satisfies Record<
  OutfallTaskKind,
  { title: string; todo: string; photo: string | null; press: string }
>;

export type OutfallTaskView = Deadline & {
  id: number;
  version: number;
  kind: OutfallTaskKind;
  /** The outfall's name. */
  outfall: string;
  /** 四季度, 2026年: of 自行监测; null where the season says it. */
  period: string | null;
  photos: Photos;
  /** Last day on which it can still be entered. */
  lateUntil: Due;
} & (
    | {
        /** `watched`: the same to those who only look on. */
        state: 'open' | 'watched';
        /** 镇代办: the responsible party that has nobody here, by name. */
        actingFor: string | null;
        /** Who has to do it, by post; null when nobody can. */
        who: string | null;
        /** What may be found along a pipe, by their place in the list: of 巡查排污管道. */
        finds: string[];
      }
    /** `by`: whoever pressed, by post. */
    | { state: 'done'; by: string; on: Day; flow: Sight | null }
    | { state: 'missed' | 'void' | 'notYours' }
  );

/** 已打开, 已关上, 已监测. */
export const outfallTaskDone = defineAction({
  name: 'outfall-task.done',
  value: { task: int(), version: int() },
});

/** 无水 (`dry` 1) or 有水 (0) of 旱天查雨水口. */
export const outfallTaskLooked = defineAction({
  name: 'outfall-task.looked',
  value: { task: int(), version: int(), dry: int() },
});

/** 没有异常 of 巡查排污管道. */
export const outfallTaskSound = defineAction({
  name: 'outfall-task.sound',
  value: { task: int(), version: int() },
});

/** 报上发现的问题 of 巡查排污管道. `k0`: the first of what may be found. */
export const outfallTaskFound = defineAction({
  name: 'outfall-task.found',
  value: { task: int(), version: int() },
  form: () =>
    fields({
      found: pickedCode('发现什么', /^(other|k\d{1,2})$/),
      words: optionalWords('情况', WORDS_LIMIT),
    }),
});

/** What ends it, as buttons. */
function ends({ id, version, kind, finds }: Extract<OutfallTaskView, { state: 'open' | 'watched' }>) {
  const on = { task: id, version };
  const { press } = OUTFALL_TASK_WORDS[kind];
  if (kind === 'dryCheck') {
    return [
      outfallTaskLooked.button({ value: { ...on, dry: 1 }, label: press }),
      outfallTaskLooked.button({ value: { ...on, dry: 0 }, label: '有水', look: 'default' }),
    ];
  }
  if (kind !== 'pipeCheck') return [outfallTaskDone.button({ value: on, label: press })];
  const choices = [
    ...finds.slice(0, MOST_FINDS).map((name, n) => ({ code: `k${n}`, name })),
    { code: 'other', name: '别的问题' },
  ];
  return [
    outfallTaskSound.button({ value: on, label: press }),
    form('pipe', [
      select('found', options(choices), { placeholder: '发现什么问题', required: true }),
      input('words', { placeholder: '在哪里、什么情况（可以不写）', maxLength: WORDS_LIMIT }),
      outfallTaskFound.submit({ value: on, label: '报上发现的问题', look: 'default' }),
    ]),
  ];
}

function openBody(view: Extract<OutfallTaskView, { state: 'open' | 'watched' }>): RootElement[] {
  const { today, due, kind, photos, actingFor, who } = view;
  const { todo, photo, press } = OUTFALL_TASK_WORDS[kind];
  const late: SafeMd | null =
    urgencyOf(view) === 'late'
      ? md`${coloured('red', md`${dueWords(today, due)}`)}，${byWords(today, view.lateUntil)}还可以补，过后记为未完成。`
      : null;
  const sent = photos.count > 0 ? shownPhotos(photos, '收到的照片') : [];
  if (view.state === 'watched') {
    return [
      markdown(join([late, who === null ? md`还没有人能办这件事。` : md`等 **${inline(who, 40)}** 办。`])),
      ...sent,
    ];
  }
  const next = photo === null ? null : photos.count > 0 ? md`照片收到了，点“${press}”就办完。` : md`${photo}`;
  return [
    markdown(
      join([
        late,
        md`${todo}`,
        next,
        actingFor === null
          ? null
          : md`责任单位 **${inline(actingFor, 40)}** 没人在飞书里，请你转告，办好后替他们点。`,
      ]),
    ),
    ...sent,
    ...ends(view),
  ];
}

const SEEN: Record<Sight, string> = {
  dry: '没有水。',
  flowing: '有水，已登记为问题，交给管的单位去查。',
  sound: '没有异常。',
  found: '发现了问题，已经登记，交给管的单位去办。',
};

export function renderOutfallTask(view: OutfallTaskView): Card {
  const { today, due, kind, outfall, period, photos, state } = view;
  const { title } = OUTFALL_TASK_WORDS[kind];
  const common = { title, place: outfall, summary: `${title}：${outfall}` };
  const periodTag = period === null ? [] : [tag(period, 'neutral')];
  switch (state) {
    case 'notYours':
      return notYours(title, outfall, md`这件事不归你办，不用管它。`);
    case 'done':
      return frame({
        ...common,
        tone: 'done',
        tags: [tag('办好了', 'green'), ...periodTag],
        body: [
          markdown(
            join([
              md`${inline(view.by, 40)}，${dayWords(today, view.on)}办好。`,
              view.flow === null ? null : md`${SEEN[view.flow]}`,
            ]),
          ),
          ...(photos.count > 0 ? shownPhotos(photos, '照片') : []),
        ],
      });
    case 'missed':
    case 'void':
      return frame({
        ...common,
        tone: 'closed',
        tags: [tag(state === 'missed' ? '未完成' : '已作废', 'neutral'), ...periodTag],
        body: [
          markdown(
            state === 'missed'
              ? md`过了期限没有办，记为未完成。`
              : md`这期间没有人能办，作废了，不算谁没完成。`,
          ),
        ],
      });
    default:
      return frame({
        ...common,
        tone: urgencyOf(view),
        when: [dueWords(today, due), dueShort(today, due)],
        tags: periodTag,
        body: openBody(view),
        ...(kind === 'pipeCheck' &&
          state === 'open' && { help: '借道排污、私接暗管这类会同时报分局。报上以后照片直接发给我。' }),
      });
  }
}
