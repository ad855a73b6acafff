/** 正式考核 on the desk of 县河长办: looked over, 公示, 申诉 as they come, 定稿, and what is corrected afterwards. */
import {
  type Card,
  type CardRef,
  change,
  coloured,
  type Day,
  type Deadline,
  dayWords,
  defineAction,
  dueShort,
  dueWords,
  fields,
  folded,
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
  openButton,
  optionalWords,
  options,
  pickedCode,
  pointsField,
  type RootElement,
  row,
  score,
  select,
  type TextTag,
  tag,
  urgencyOf,
  words,
} from './kit';

const REASON_LIMIT = 200;
const NAME_LIMIT = 40;
const MOST_MOVERS = 5;
const MOST_EFFECTS = 15;
// A row and its button are eight elements, and a card holds 200.
const MOST_APPEALS = 10;
const MOST_VERSIONS = 5;
const MOST_MONTHS = 12;
const MOST_ITEMS = 30;

/** 否决 or 扣分: what a named person answers for. */
export interface RoundEffect {
  /** The line's id. */
  id: number;
  /** 龙兴镇第一村河长 · 待核成立扣分. */
  who: string;
  what: string;
  /** Hundredths, below zero; 0 of a 否决. */
  points: number;
  reason: string;
}
export interface RoundAppeal {
  card: CardRef;
  who: string;
  /** 10月 · 巡河履职. */
  what: string;
  /** 待复核, 维持, 更正为5.00分. */
  stands: string;
  open: boolean;
}
export interface RoundVersion {
  number: number;
  on: Day;
  by: string;
  /** Null of the first. */
  reason: string | null;
  /** The beginning of its SHA-256. */
  hash: string;
}

export type AssessmentRoundView = {
  id: number;
  version: number;
  today: Day;
  /** 2026年度. */
  period: string;
} & (
  | { state: 'notYours' }
  | {
      state: 'draft' | 'notice' | 'final';
      /** By when 县河长办 has to do something about it; null while it waits for others. */
      deadline: Deadline | null;
      /** Whether the reader may press, or only look (县政府). */
      keeps: boolean;
      /** May write a 更正: of 县政府 whoever must, where all of 县河长办 are of a scored unit. */
      amends: boolean;
      /** A 更正 is being computed. */
      stale: boolean;
      /** The whole table. */
      table: CardRef;
      towns: number;
      /** 县直部门 with a score; 0 where the county does not score them. */
      departments: number;
      chiefs: number;
      /** 上年. */
      before: string;
      median: number | null;
      medianChange: number | null;
      movers: { name: string; change: number; why: string }[];
      effects: RoundEffect[];
      confirmed: { by: string; on: Day } | null;
      published: { by: string; on: Day; until: Day; over: boolean } | null;
      appeals: RoundAppeal[];
      versions: RoundVersion[];
      /** What can be corrected once it is final: months of a year, items. */
      months: { code: string; name: string }[];
      items: { code: string; name: string }[];
    }
);
type Open = Exclude<AssessmentRoundView, { state: 'notYours' }>;

const ON_ROUND = { round: int(), version: int() };
export const roundConfirm = defineAction({ name: 'round.confirm', value: ON_ROUND });
export const roundDrop = defineAction({
  name: 'round.drop',
  value: ON_ROUND,
  form: () =>
    fields({ effect: pickedCode('不采用哪一项', /^e\d{1,10}$/), reason: words('理由', REASON_LIMIT) }),
});
export const roundPublish = defineAction({ name: 'round.publish', value: ON_ROUND });
export const roundFinalise = defineAction({ name: 'round.finalise', value: ON_ROUND });
export const roundAmend = defineAction({
  name: 'round.amend',
  value: ON_ROUND,
  form: () =>
    fields({
      whose: words('谁的分数', NAME_LIMIT),
      month: optionalWords('哪个月', 8),
      item: pickedCode('哪一项', /^.{1,48}$/u),
      points: pointsField('改成几分'),
      reason: words('理由', REASON_LIMIT),
    }),
});

function tagsOf({ state, published, stale, appeals }: Open): TextTag[] {
  const open = appeals.filter((one) => one.open).length;
  return [
    state === 'draft'
      ? tag('待公示', 'blue')
      : state === 'final'
        ? tag('已定稿', 'green')
        : published?.over
          ? tag(open > 0 ? '复核中' : '待定稿', 'orange')
          : tag('公示中', 'blue'),
    ...(open > 0 ? [tag(`待复核${open}件`, 'orange')] : []),
    ...(stale ? [tag('正在重算', 'neutral')] : []),
  ];
}

function whatChanged({
  before,
  median,
  medianChange,
  movers,
  towns,
  departments,
  chiefs,
}: Open): RootElement {
  const against = medianChange === null ? md`` : md`，比${inline(before, 6)} **${change(medianChange)}**`;
  return markdown(
    join([
      md`${towns}个镇、${departments > 0 ? md`${departments}个部门、` : md``}${chiefs}名河长有得分。各镇中位 **${score(median)}**${against}。`,
      ...movers
        .slice(0, MOST_MOVERS)
        .map(({ name, change: by, why }) => md`- ${inline(name, 20)} **${change(by)}**：${inline(why, 60)}`),
    ]),
  );
}

const effectLine = ({ who, what, points, reason }: RoundEffect): InCard =>
  markdown(
    join([
      md`**${inline(who, 30)}**`,
      md`${inline(what, 20)}${points < 0 ? md` ${score(points)}` : md``}`,
      grey(inline(reason, 80)),
    ]),
  );

function effectsPart({ effects, confirmed, state, keeps, today, id, version }: Open): RootElement[] {
  // Found by a 更正 afterwards: that is somebody's word for it.
  if (effects.length === 0 || (state === 'final' && !confirmed)) return [];
  const value = { round: id, version };
  const deciding = state === 'draft' && keeps && confirmed === null;
  return [
    markdown(
      confirmed
        ? grey(
            md`否决和扣分${effects.length}项，${inline(confirmed.by, 30)}${dayWords(today, confirmed.on)}确认。`,
          )
        : coloured('orange', md`否决和扣分${effects.length}项，要有人确认才算数：`),
    ),
    ...(state === 'draft' ? folded(effects, effectLine, { most: MOST_EFFECTS }) : []),
    ...(deciding
      ? [
          roundConfirm.button({
            value,
            label: '确认以上各项',
            confirm: { title: '确认否决和扣分', text: '由你负责确认，记在你名下。' },
          }),
          form('drop', [
            select(
              'effect',
              options(
                effects
                  .slice(0, MOST_EFFECTS)
                  .map(({ id: line, who, what }) => ({ code: `e${line}`, name: `${who} ${what}` })),
              ),
              { placeholder: '不采用哪一项' },
            ),
            input('reason', {
              label: '不采用的理由',
              placeholder: '为什么',
              maxLength: REASON_LIMIT,
              multiline: true,
              required: true,
            }),
            roundDrop.submit({ value, label: '不采用', look: 'danger' }),
          ]),
        ]
      : []),
  ];
}

const appealRow = ({ card, who, what, stands, open }: RoundAppeal): InCard =>
  row(
    join([
      md`**${inline(who, 30)}**`,
      inline(what, 30),
      open ? coloured('orange', md`${inline(stands, 30)}`) : grey(inline(stands, 30)),
    ]),
    openButton(card),
  );

function appealsPart({ appeals, state }: Open): RootElement[] {
  if (state === 'draft') return [];
  if (appeals.length === 0) return [markdown(grey(md`没有申诉。`))];
  const sorted = [...appeals].sort((a, b) => Number(b.open) - Number(a.open));
  return [
    markdown(md`**申诉${appeals.length}件**`),
    ...folded(sorted, appealRow, { most: MOST_APPEALS, unit: '件' }),
  ];
}

function versionsPart({ versions, today }: Open): RootElement[] {
  const [newest] = versions;
  if (!newest) return [];
  return [
    markdown(
      join(
        versions
          .slice(0, MOST_VERSIONS)
          .map(({ number, on, by, reason, hash }) =>
            join([
              md`第${number}版，${inline(by, 30)}${dayWords(today, on)}${reason === null ? md`定稿` : md`更正：${inline(reason, 80)}`}`,
              grey(md`校验码 ${inline(hash, 12)}`),
            ]),
          ),
      ),
    ),
  ];
}

function nextStep(view: Open): RootElement[] {
  const { id, version, state, keeps, published, appeals, effects, confirmed, stale } = view;
  if (!keeps || stale) return [];
  const value = { round: id, version };
  if (state === 'draft') {
    if (effects.length > 0 && !confirmed) return [];
    return [
      roundPublish.button({
        value,
        label: '公示',
        confirm: {
          title: '公示这次考核',
          text: '各单位和河长各收到自己的一行和全县中位，全表只给县领导。公示后不能收回。',
        },
      }),
    ];
  }
  const over = state === 'notice' && published?.over && !appeals.some((one) => one.open);
  return over
    ? [
        roundFinalise.button({
          value,
          label: '定稿',
          confirm: {
            title: '定稿',
            text: '定稿后结果存档，各单位和河长各收到自己的。再改要写理由，另存一版。',
          },
        }),
      ]
    : [];
}

function amendPart({ id, version, state, amends, stale, departments, months, items }: Open): RootElement[] {
  if (state !== 'final' || !amends || stale || items.length === 0) return [];
  return [
    markdown(grey(md`数字确有错的、漏了加分的，在下面更正。原来的一版留着。`)),
    form('amend', [
      input('whose', {
        label: '谁的分数',
        placeholder: departments > 0 ? '镇、部门或河长，写法同表里' : '镇或河长，写法同表里',
        maxLength: NAME_LIMIT,
        required: true,
      }),
      ...(months.length > 1
        ? [select('month', options(months.slice(0, MOST_MONTHS)), { placeholder: '哪个月', required: true })]
        : []),
      select('item', options(items.slice(0, MOST_ITEMS)), { placeholder: '哪一项', required: true }),
      input('points', {
        label: '改成几分',
        placeholder: '如 12.5，否决写 0',
        maxLength: 8,
        required: true,
      }),
      input('reason', {
        label: '理由',
        placeholder: '哪里错了，依据是什么',
        maxLength: REASON_LIMIT,
        multiline: true,
        required: true,
      }),
      roundAmend.submit({ value: { round: id, version }, label: '更正', look: 'danger' }),
    ]),
  ];
}

export function renderAssessmentRound(view: AssessmentRoundView): Card {
  const { today, period, state } = view;
  if (state === 'notYours') {
    return frame({
      tone: 'closed',
      title: '正式考核',
      tags: [tag('不归你办', 'neutral')],
      body: [markdown(md`这件事不归你办，不用管它。`)],
    });
  }
  const { deadline, published, stale } = view;
  return frame({
    tone: deadline ? urgencyOf(deadline) : state === 'final' ? 'done' : 'todo',
    title: `${period}正式考核`,
    ...(deadline && { when: [dueWords(today, deadline.due), dueShort(today, deadline.due)] }),
    tags: tagsOf(view),
    summary: `${period}正式考核：${state === 'draft' ? '草稿待公示' : state === 'final' ? '已定稿' : '公示'}`,
    body: [
      ...(stale ? [markdown(coloured('orange', md`有更正，分数正在重算，一会儿再看。`))] : []),
      ...(published
        ? [
            markdown(
              grey(
                md`${inline(published.by, 30)}${dayWords(today, published.on)}公示，申诉到${dayWords(today, published.until)}${published.over ? md`，已结束` : md``}。`,
              ),
            ),
          ]
        : []),
      whatChanged(view),
      openButton(view.table, '看全表', 'main'),
      ...effectsPart(view),
      ...appealsPart(view),
      ...versionsPart(view),
      ...nextStep(view),
      ...amendPart(view),
    ],
    help:
      state === 'draft'
        ? '草稿一出，后来补录的不再算。公示前各镇看不到。'
        : state === 'notice'
          ? '公示的人、申诉的人和打分的人不能复核。都复核完、公示结束才能定稿。'
          : '要全县的表，发“考核”。',
  });
}
