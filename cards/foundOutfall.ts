/** 新发现排污口: 待核, to those who keep the ledger. Entered, joined with one that is known, or none. */
import {
  type Card,
  coloured,
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
  join,
  markdown,
  md,
  notYours,
  option,
  options,
  type ProblemFacts,
  pickedCode,
  problemFacts,
  type RootElement,
  select,
  tag,
  urgencyOf,
  words,
} from './kit';

const NAME_LIMIT = 128;
const WHERE_LIMIT = 40;
const CLASS_LIMIT = 32;
const REASON_LIMIT = 200;
const MOST_KNOWN = 30;
const MOST_CLASSES = 30;
const MOST_ZONES = 3;
const ZONE_LIMIT = 160;

interface Waiting {
  state: 'waiting';
  /** A name by the pattern, to be changed. */
  proposed: string;
  /** 111.2204，35.6151 of the place that was sent; null when none was. */
  where: string | null;
  /** 二级分类 that can be chosen, and which it most likely is. */
  classes: readonly string[];
  class2: string;
  /** Outfalls of the ledger that it may be, the likeliest first; `alike` of them look like it. */
  known: { code: string; name: string }[];
  alike: number;
  /** What the zones say that it lies in; `forbidden` when they refuse it. */
  zones: { words: string; forbidden: boolean }[];
}
interface Decided {
  state: 'confirmed' | 'merged' | 'unfounded';
  by: string;
  on: Day;
  /** The outfall it became or joined; or why it is none. */
  words: string;
}
export type FoundOutfallView = Deadline & {
  id: number;
  version: number;
  facts: ProblemFacts;
} & (Waiting | Decided | { state: 'notYours' });

const ON_FOUND = { found: int(), version: int() };

/** 确认入账. */
export const foundConfirm = defineAction({
  name: 'found.confirm',
  value: ON_FOUND,
  form: () =>
    fields({
      name: words('名称', NAME_LIMIT),
      class2: words('类别', CLASS_LIMIT),
      where: words('经纬度', WHERE_LIMIT),
    }),
});
/** 并入. */
export const foundMerge = defineAction({
  name: 'found.merge',
  value: ON_FOUND,
  form: () => fields({ outfall: pickedCode('哪个口', /^\d{1,15}$/).transform(Number) }),
});
/** 不是排污口. */
export const foundDismiss = defineAction({
  name: 'found.dismiss',
  value: ON_FOUND,
  form: () => fields({ reason: words('理由', REASON_LIMIT) }),
});

function waitingBody(view: FoundOutfallView & Waiting): RootElement[] {
  const { id, version, today, facts, proposed, where, classes, class2, known, alike, zones } = view;
  const press = { found: id, version };
  return [
    ...problemFacts(today, facts),
    ...(known.length > 0
      ? [
          markdown(
            join([
              alike > 0 ? md`**台账里有${alike}个像是同一个口**，最像的排在前面。` : null,
              md`台账里已经有的，选出来并入，照片和记录都留着：`,
            ]),
          ),
          form('merge', [
            select('outfall', options(known.slice(0, MOST_KNOWN)), {
              placeholder: '是台账里的哪个口',
              initial: alike === 1 ? known[0]?.code : null,
              required: true,
            }),
            foundMerge.submit({ value: press, label: '并入这个口', look: 'default' }),
          ]),
        ]
      : []),
    markdown(md`台账里没有的，核对后入账：`),
    ...zones
      .slice(0, MOST_ZONES)
      .map(({ words, forbidden }) =>
        markdown(coloured(forbidden ? 'red' : 'orange', md`${inline(words, ZONE_LIMIT)}`)),
      ),
    ...(zones.some(({ forbidden }) => forbidden)
      ? [markdown(md`照样入账，记为 **依法取缔**，不能按保留的办。`)]
      : []),
    form('confirm', [
      input('name', {
        label: '名称',
        placeholder: '市+县+镇+参照物方位+类型',
        maxLength: NAME_LIMIT,
        value: proposed,
        multiline: true,
        rows: 1,
        required: true,
      }),
      select(
        'class2',
        classes.slice(0, MOST_CLASSES).map((one) => option(one, one)),
        { placeholder: '类别', initial: class2, required: true },
      ),
      input('where', {
        label: '经纬度',
        placeholder: '如 111.2204，35.6151',
        maxLength: WHERE_LIMIT,
        value: where ?? undefined,
        required: true,
      }),
      foundConfirm.submit({ value: press, label: '确认入账' }),
    ]),
    form('dismiss', [
      input('reason', {
        placeholder: '不是排污口？写一句理由',
        maxLength: REASON_LIMIT,
        multiline: true,
        rows: 1,
        required: true,
      }),
      foundDismiss.submit({ value: press, label: '不是排污口', look: 'default' }),
    ]),
  ];
}

const DECIDED = {
  confirmed: ['已入账', '入账：'],
  merged: ['已并入', '并入：'],
  unfounded: ['不是排污口', '理由：'],
} as const;

export function renderFoundOutfall(view: FoundOutfallView): Card {
  const { today, due, facts, state } = view;
  const title = '新发现排污口';
  const common = { title, place: facts.place, summary: `${title}：${facts.place}` };
  switch (state) {
    case 'notYours':
      return notYours(title, facts.place, md`这件事不归你办，不用管它。`);
    case 'waiting':
      return frame({
        ...common,
        tone: urgencyOf(view),
        when: [dueWords(today, due), dueShort(today, due)],
        tags: [tag('待核', 'blue')],
        body: waitingBody(view),
        help: '入账后先记为未溯源、责任主体不明；国家编码由上级给。',
      });
    default: {
      const [label, lead] = DECIDED[state];
      return frame({
        ...common,
        tone: 'done',
        tags: [tag(label, state === 'unfounded' ? 'neutral' : 'green')],
        body: [
          markdown(
            join([
              md`${lead}**${inline(view.words, 200)}**`,
              grey(md`${inline(view.by, 40)}，${dayWords(today, view.on)}`),
            ]),
          ),
          ...problemFacts(today, facts),
        ],
      });
    }
  }
}
