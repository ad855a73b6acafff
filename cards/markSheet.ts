/** 人工评分: what one scorer gives for a period, a page of towns or chiefs at a time, correctable until the freeze. */
import {
  type Card,
  code,
  coloured,
  columns,
  type Deadline,
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
  input,
  int,
  join,
  markdown,
  md,
  notYours,
  optionalPoints,
  optionalWords,
  options,
  perRow,
  pickedCode,
  pointsField,
  type RootElement,
  score,
  select,
  tag,
  together,
  urgencyOf,
  words,
} from './kit';

/** How many are scored with one press; a row is eight elements, and a card holds 200. */
export const MARKS_PER_PAGE = 10;
const REASON_LIMIT = 100;
const NAME_LIMIT = 40;
const MOST_ITEMS = 10;
const MOST_GIVEN = 12;

/** An item of the sheet, and how far it is. */
export interface MarkItem {
  /** `town:publicity`. */
  code: string;
  /** 镇 · 宣传报送. */
  name: string;
  /** Hundredths. */
  max: number;
  given: number;
  all: number;
}

/** One that has no points yet, and what is suggested. */
export interface MarkEntry {
  /** The score's id. */
  score: number;
  /** 龙兴镇, or a chief by post and reach. */
  name: string;
  points: number;
  reason: string;
  /** Suggested are the points of the period before. */
  before: boolean;
}

export interface MarkGiven {
  name: string;
  item: string;
  points: number;
  max: number;
  reason: string;
  by: string;
}

export type MarkSheetView = Deadline & {
  id: number;
  version: number;
} & (
    | { state: 'notYours' }
    | {
        state: 'open' | 'done' | 'closed';
        /** 2026年10月. */
        period: string;
        /** 县河长办, 分局. */
        scorer: string;
        /** Nobody holds the scorer's post, and 县河长办 acts. */
        instead: boolean;
        /** The reader gives marks, or only looks. */
        gives: boolean;
        items: MarkItem[];
        /** The next ones of the first item that is not finished; `left`: of this item, with those shown. */
        page: { item: string; name: string; max: number; rows: MarkEntry[]; left: number } | null;
        /** The newest first. */
        given: MarkGiven[];
        /** How many nobody may score, since all scorers belong to them. */
        nobody: number;
      }
  );
type Open = Exclude<MarkSheetView, { state: 'notYours' }>;

const ON_SHEET = { sheet: int(), version: int(), item: code(64) };
const idsOf = (rows: string): { score: number }[] =>
  rows
    .split('-')
    .filter((one) => /^\d{1,10}$/.test(one))
    .map((one) => ({ score: Number(one) }));

/** `rows`: the ids of the scores on the page, 12-13-14. Whoever is left empty is not scored yet. */
export const markGive = defineAction({
  name: 'mark.give',
  value: { ...ON_SHEET, rows: code(120) },
  unnamed: ['item', 'rows'],
  form: ({ rows }) =>
    together({
      points: perRow(
        idsOf(rows),
        (row) => `p${row.score}`,
        (n) => optionalPoints(`第${n}个的得分`),
      ),
      reasons: perRow(
        idsOf(rows),
        (row) => `r${row.score}`,
        (n) => optionalWords(`第${n}个的理由`, REASON_LIMIT),
      ),
    }),
});
export const markRest = defineAction({ name: 'mark.rest', value: ON_SHEET, unnamed: ['item'] });
export const markChange = defineAction({
  name: 'mark.change',
  value: { sheet: int(), version: int() },
  form: () =>
    fields({
      item: pickedCode('哪一项', /^.{1,64}$/u),
      whose: words('谁的分数', NAME_LIMIT),
      points: pointsField('改成几分'),
      reason: words('理由', REASON_LIMIT),
    }),
});

const progress = ({ items }: Open): RootElement =>
  markdown(
    join([
      ...items
        .slice(0, MOST_ITEMS)
        .map(({ name, max, given, all }) =>
          given === all
            ? grey(md`${inline(name, 30)}，满分${score(max)}：${all}个都打了`)
            : md`${inline(name, 30)}，满分${score(max)}：打了${given}个，共${all}个`,
        ),
      items.length > MOST_ITEMS ? grey(md`还有${items.length - MOST_ITEMS}项，打完前面的再列出`) : null,
    ]),
  );

const entry = ({ score: id, name, points, reason, before }: MarkEntry): InForm[] => [
  columns<InForm>([
    {
      weight: 3,
      elements: [
        markdown(join([md`**${inline(name, 30)}**`, before ? grey(md`上期${score(points)}`) : null])),
      ],
    },
    {
      weight: 2,
      elements: [
        input(`p${id}`, {
          placeholder: '得分',
          maxLength: 8,
          value: String(points / 100),
        }),
      ],
    },
  ]),
  input(`r${id}`, {
    placeholder: '不是满分的，写理由',
    maxLength: REASON_LIMIT,
    // What stands in it already must be read whole.
    ...(reason !== '' && { value: reason, multiline: true, rows: 2 }),
  }),
];

function pagePart({ id, version, page }: Open): RootElement[] {
  if (!page) return [];
  const { item, name, max, left } = page;
  const rows = page.rows.slice(0, MARKS_PER_PAGE);
  return [
    markdown(md`**${inline(name, 30)}**`, 'heading'),
    markdown(
      grey(
        md`满分${score(max)}。框里是建议：上期打过的是上期的分，没打过的是满分。改好再提交，空着的先不打，不提交不算。`,
      ),
    ),
    form('marks', [
      ...rows.flatMap(entry),
      markGive.submit({
        value: { sheet: id, version, item, rows: rows.map((row) => row.score).join('-') },
        label: `提交这${rows.length}个`,
      }),
    ]),
    ...(left > rows.length
      ? [
          markRest.button({
            value: { sheet: id, version, item },
            label: `${left}个都按建议的分`,
            look: 'default',
            confirm: {
              title: `${left}个都按建议的分`,
              text: '上期打过的，按上期的分和理由；没打过的，按满分。记在你名下，这一期固定前还能改。',
            },
          }),
        ]
      : []),
  ];
}

const givenRow = ({ name, item, points, max, reason, by }: MarkGiven) =>
  markdown(
    join([
      md`**${inline(name, 30)}**`,
      md`${inline(item, 20)} ${score(points)} / ${score(max)}`,
      grey(reason === '' ? inline(by, 30) : md`${inline(reason, 40)}（${inline(by, 30)}）`),
    ]),
  );

function givenPart({ id, version, state, given, gives, items }: Open): RootElement[] {
  if (given.length === 0) return [];
  const ofDepartments = items.some(({ code: item }) => item.startsWith('department:'));
  return [
    markdown(md`**打过的**`),
    ...folded(given, givenRow, { shown: 2, most: MOST_GIVEN, unit: '个' }),
    ...(gives && state !== 'closed'
      ? [
          form('change', [
            select('item', options(items.slice(0, MOST_ITEMS)), {
              placeholder: '改哪一项',
              initial: items.length === 1 ? items[0]?.code : null,
              required: true,
            }),
            input('whose', {
              placeholder: ofDepartments ? '改谁的：镇、部门或河长' : '改谁的：镇或河长',
              maxLength: NAME_LIMIT,
              required: true,
            }),
            input('points', { placeholder: '改成几分', maxLength: 8, required: true }),
            input('reason', { placeholder: '理由', maxLength: REASON_LIMIT, required: true }),
            markChange.submit({ value: { sheet: id, version }, label: '改分', look: 'default' }),
          ]),
        ]
      : []),
  ];
}

export function renderMarkSheet(view: MarkSheetView): Card {
  if (view.state === 'notYours') {
    return notYours('考核打分', '', md`这件事不归你办，不用管它。`);
  }
  const { state, today, due, period, scorer, instead, nobody, items } = view;
  const left = items.reduce((sum, { given, all }) => sum + all - given, 0);
  return frame({
    tone: state === 'open' ? urgencyOf(view) : state === 'done' ? 'done' : 'closed',
    title: `${period}考核打分`,
    ...(state === 'open' && { when: [dueWords(today, due), dueShort(today, due)] }),
    tags: [
      state === 'open' && left === 0
        ? tag('你的都打了', 'green')
        : state === 'open'
          ? tag(`还差${left}个`, 'blue')
          : state === 'done'
            ? tag('都打了', 'green')
            : tag('已截止', 'neutral'),
    ],
    summary: `${period}考核打分${state === 'open' ? `：还差${left}个` : ''}`,
    body: [
      ...(instead
        ? [markdown(coloured('orange', md`应由${inline(scorer, 30)}打分，现在没有人，由县河长办代打。`))]
        : []),
      progress(view),
      ...(state === 'closed' && left > 0 ? [markdown(md`没打的${left}个不计入，按别的项目折算。`)] : []),
      ...(nobody > 0
        ? [
            markdown(
              coloured('orange', md`${nobody}个没有人能打：打分的人都是本单位的。请在花名册里补上别人。`),
            ),
          ]
        : []),
      ...(state === 'closed' || !view.gives ? [] : pagePart(view)),
      ...givenPart(view),
    ],
    help:
      state === 'closed'
        ? '这一期的分数已经固定，公示时可以申诉。'
        : state === 'done'
          ? '这一期固定前都能改，总分跟着改。'
          : '不打的不计入。这一期固定前都能改，全部打完后算进总分。',
  });
}
