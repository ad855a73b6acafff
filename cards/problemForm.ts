/** 发现问题: one form and one photo. Without the photo it is registered and handed on at once, marked 还差照片. */
import type { Seriousness } from '../entities/Problem';
import {
  byWords,
  type Card,
  choice,
  columns,
  type Day,
  type Due,
  defineAction,
  fields,
  flow,
  form,
  frame,
  grey,
  type InForm,
  inline,
  input,
  join,
  markdown,
  md,
  nameOnReach,
  notYours,
  ON_PROBLEM,
  option,
  optionalWords,
  options,
  type ProblemFacts,
  pickedCode,
  problemFacts,
  type RootElement,
  SERIOUSNESS,
  said,
  select,
  tag,
  words,
} from './kit';

const WORDS_LIMIT = 1000; // Feishu's own limit of an input
const SPOT_LIMIT = 100;
const MOST_PLACES = 40; // each option is one of the card's 200 elements
const MOST_KINDS = 70;
/** The place is none of the list: it must then be written. */
export const OTHER_PLACE = 'other';

interface Filling {
  state: 'filling';
  /**
   * Outfalls and landmarks of the reach, and the reaches below it; `code` is a letter and an id: `o17`. At most
   * forty are offered. A code that begins with `r` is a whole reach, so that the place must be written besides.
   */
  places: { code: string; name: string }[];
  /** What is known already: the outfall that was 异常, or what was filled in before. */
  draft: {
    place?: string;
    spot?: string;
    category?: string;
    kind?: string;
    seriousness?: Seriousness;
    words?: string;
  };
  /** The county's groups and their kinds. */
  groups: readonly { name: string; kinds: readonly string[] }[];
  /** A complaint that is taken in, and how to call back: 199****0012. */
  complaint?: { contact: string | null };
  photos: number;
}
interface Submitted {
  state: 'submitted';
  today: Day;
  facts: ProblemFacts;
  /** The town that handles it, and by when; null once it is closed. */
  handler: string;
  due: Due | null;
  /** Where it stands: 等古交镇签收. */
  progress: string;
  /** Dealt with: no photo of how it was can be taken any more. */
  answered?: boolean;
  /** Not handed on: before 县河长办, part of another, or not so. Left out when it is handled or closed. */
  stand?: 'desk' | 'merged' | 'unfounded';
  /** Why it was found not to be so. */
  reason?: string;
  /** What joined another by itself may be said to stand alone. */
  split?: boolean;
  /** Ended so lately that it can be opened again. */
  rebound?: boolean;
}
export type ProblemFormView = {
  id: number;
  version: number;
  /** 汾河. */
  river: string;
  /** 古交镇第一村段. */
  reach: string;
} & (Filling | Submitted | { state: 'withdrawn' | 'notYours' });

const isVague = (place: string): boolean => place === OTHER_PLACE || place.startsWith('r');

const REASON_LIMIT = 300;
/** A county's own names; whether there is such a group or kind is for the bot to judge. */
const CATEGORY_LIMIT = 16;
const KIND_LIMIT = 32;

const filled = () =>
  fields({
    place: pickedCode('地点', /^(?:[a-z]\d{1,15}|other)$/),
    spot: optionalWords('具体位置', SPOT_LIMIT),
    category: words('哪类问题', CATEGORY_LIMIT),
    kind: optionalWords('具体是哪种', KIND_LIMIT),
    seriousness: choice('轻重', SERIOUSNESS),
    words: words('情况', WORDS_LIMIT),
  }).refine(({ place, spot }) => !isVague(place) || spot !== '', '请在“具体位置”里写明在哪里。');

/** 提交. `place` is the code of an outfall or landmark of the list (the bot checks that it is one), or `other`. */
export const problemSubmit = defineAction({
  name: 'problem.submit',
  value: ON_PROBLEM,
  form: filled,
});
/** 现场已处理: found and put right at once; the photos are in the chat. */
export const problemSettle = defineAction({ name: 'problem.settle', value: ON_PROBLEM, form: filled });
/** 不是同一个问题: what joined another by itself stands alone. */
export const problemSplit = defineAction({ name: 'problem.split', value: ON_PROBLEM });
/** 反弹了: what was closed is there again. */
export const problemRebound = defineAction({
  name: 'problem.rebound',
  value: ON_PROBLEM,
  form: () => fields({ reason: words('情况', REASON_LIMIT) }),
});
/** 撤销: before it is handed on. */
export const problemWithdraw = defineAction({
  name: 'problem.withdraw',
  value: ON_PROBLEM,
});

/** Of too many places the last outfalls are left out, never a reach, an end, or the one that was chosen before. */
function offered(places: Filling['places'], chosen: string | undefined): Filling['places'] {
  const mayGo = places.filter(({ code }) => code.startsWith('o') && code !== chosen);
  const left = new Set(mayGo.slice(mayGo.length - Math.max(0, places.length - MOST_PLACES)));
  return places.filter((place) => !left.has(place));
}

const same = (values: readonly string[]) => values.map((value) => option(value, value));

/** The kinds of the group that is known already come first. */
function kindOptions(groups: Filling['groups'], category: string | undefined) {
  const first = groups.filter(({ name }) => name === category);
  const kinds = [...first, ...groups.filter(({ name }) => name !== category)].flatMap((one) => one.kinds);
  return options(kinds.slice(0, MOST_KINDS).map((kind) => ({ code: kind, name: kind })));
}

function photosWords({ photos, complaint }: Filling) {
  if (photos > 0) return md`已收到照片 **${photos}张**。还有照片就直接发给我。`;
  if (complaint) {
    const { contact } = complaint;
    return contact
      ? md`投诉人电话 ${inline(contact, 16)}，办结后由县河长办告知。有照片就直接发给我。`
      : md`投诉人没留电话。有照片就直接发给我。`;
  }
  return md`先把照片发给我，一张就够，再填表；没有照片也可以提交。`;
}

function fillingBody(view: ProblemFormView & Filling) {
  const { id, version, reach, places, draft, groups, complaint } = view;
  const kinds = kindOptions(groups, draft.category);
  const press = { problem: id, version };
  const known = options(
    offered(places, draft.place).map(({ code, name }) => ({ code, name: nameOnReach(name, reach) })),
  );
  // Where there are reaches below, each has its own 其他地点: the town that owns it is the one to handle it.
  const below = places.some(({ code }) => code.startsWith('r'));
  return [
    markdown(photosWords(view)),
    form('problem', [
      select('place', [...known, ...(below ? [] : [option(OTHER_PLACE, '其他地点（写在下面）')])], {
        placeholder: '在哪里',
        initial: draft.place ?? (known.length === 0 ? OTHER_PLACE : null),
        required: true,
      }),
      input('spot', {
        placeholder: '具体位置，如桥下50米、村东头',
        maxLength: SPOT_LIMIT,
        value: draft.spot,
        multiline: true,
        rows: 1,
      }),
      select('category', same(groups.map(({ name }) => name)), {
        placeholder: '哪类问题',
        initial: draft.category,
        required: true,
      }),
      ...(kinds.length > 0
        ? [select('kind', kinds, { placeholder: '具体是哪种（可不选）', initial: draft.kind })]
        : []),
      columns<InForm>([
        { weight: 1, elements: [markdown(md`轻重`)] },
        {
          weight: 3,
          elements: [
            select('seriousness', same(SERIOUSNESS), {
              placeholder: '选一项',
              initial: draft.seriousness ?? '一般',
              required: true,
            }),
          ],
        },
      ]),
      input('words', {
        placeholder: '看到什么，一两句话',
        maxLength: WORDS_LIMIT,
        value: draft.words,
        multiline: true,
        required: true,
      }),
      problemSubmit.submit({ value: press, label: '提交' }),
      ...(complaint
        ? []
        : [
            flow<InForm>([
              problemSettle.submit({ value: press, label: '现场已处理', look: 'default', fit: 'row' }),
            ]),
          ]),
    ]),
    problemWithdraw.button({
      value: press,
      label: '撤销',
      look: 'text',
      confirm: { title: '撤销这个问题？', text: '填的内容不会保存。' },
    }),
  ];
}

/** 又反弹了: on the card of its finder, and of whoever verified it. */
export const reboundForm = (press: { problem: number; version: number }) =>
  form('rebound', [
    input('reason', {
      placeholder: '又出现了？写一句看到什么',
      maxLength: REASON_LIMIT,
      multiline: true,
      rows: 1,
      required: true,
    }),
    problemRebound.submit({ value: press, label: '反弹了', look: 'danger', fit: 'row' }),
  ]);

function handedWords({ today, handler, due, stand }: Submitted) {
  const unit = inline(handler, 30);
  switch (stand) {
    case 'desk':
      return md`已报县河长办，由县河长办交办。事情紧急请同时打电话。`;
    case 'merged':
      return md`这里的这类问题已经有人报过，和你的并在一起办，办好了也告诉你。`;
    case 'unfounded':
      return md`经核实不属实，不再办理。`;
    case undefined:
      return due ? md`已交给${unit}办理，${byWords(today, due)}办完。` : md`${unit}已办理完成。`;
  }
}

function submittedBody(view: ProblemFormView & Submitted): RootElement[] {
  const { id, version, today, facts, progress, reason, split, rebound } = view;
  const press = { problem: id, version };
  return [
    markdown(join([handedWords(view), grey(inline(progress, 40))])),
    ...(reason ? said('核实情况', reason) : []),
    ...problemFacts(today, facts),
    ...(split ? [problemSplit.button({ value: press, label: '不是同一个问题', look: 'default' })] : []),
    ...(rebound ? [reboundForm(press)] : []),
  ];
}

function submittedHelp({ facts, due, stand, answered }: Submitted): string | undefined {
  if (!due && stand !== 'desk') return undefined;
  if (facts.photos.count === 0 && !answered) return '照片直接发给我，会补进这个问题。';
  return stand === undefined ? '办好后请你来核查。' : undefined;
}

const STAND_TAGS = {
  open: tag('已登记', 'green'),
  closed: tag('已销号', 'green'),
  desk: tag('等交办', 'blue'),
  merged: tag('已合并', 'neutral'),
  unfounded: tag('不属实', 'neutral'),
};

export function renderProblemForm(view: ProblemFormView): Card {
  const title = view.state === 'filling' && view.complaint ? '登记投诉' : '发现问题';
  const place = `${view.river} · ${view.reach}`;
  switch (view.state) {
    case 'filling':
      return frame({
        tone: 'todo',
        title,
        place,
        tags: [view.photos > 0 ? tag(`照片${view.photos}张`, 'blue') : tag('待填写', 'blue')],
        body: fillingBody(view),
        help: view.complaint ? undefined : '当场改好了的，先发照片，再点“现场已处理”。',
      });
    case 'submitted': {
      const open = view.stand === 'desk' || (view.due !== null && view.stand === undefined);
      const lacksPhoto = open && !view.answered && view.facts.photos.count === 0;
      const help = submittedHelp(view);
      return frame({
        tone: 'done',
        title,
        place,
        tags: [
          STAND_TAGS[view.stand ?? (view.due ? 'open' : 'closed')],
          ...(lacksPhoto ? [tag('还差照片', 'orange')] : []),
        ],
        body: submittedBody(view),
        ...(help && { help }),
      });
    }
    case 'withdrawn':
      return frame({
        tone: 'closed',
        title,
        place,
        tags: [tag('已撤销', 'neutral')],
        body: [markdown(md`这个问题已撤销，没有登记。要重新报，打开巡河任务再点“发现问题”。`)],
      });
    case 'notYours':
      return notYours(title, place, md`这个问题不归你填，不用管它。`);
  }
}
