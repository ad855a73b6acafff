/** 年度整治方案, put together in the chat: which outfalls, what is done with them, who leads, by when. */
import {
  type Card,
  type CardRef,
  choice,
  datePicker,
  defineAction,
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
  multiSelect,
  notYours,
  openButton,
  option,
  optionalDay,
  optionalWords,
  options,
  panel,
  pickedCode,
  pickedCodes,
  type RootElement,
  row,
  type SafeMd,
  type Select,
  select,
  tag,
} from './kit';

export const REMEDY_TYPES = ['依法取缔', '清理合并', '规范整治', '无需整治'] as const;
const COUNTY_TYPES = ['工业', '城镇污水处理厂', '农业', '城镇雨洪', '其他'] as const;
const STAGES = { untyped: '没定整治类型', 未整治: '未整治', 整治中: '整治中' } as const;
const MOST_TOWNS = 30;
const MOST_LEADS = 30;
const MOST_ROWS = 8;
const SEEN = 5;
const MOST_OUTFALLS = 20;
export const MEASURE_LIMIT = 300;

/** As the ledger has it. */
const KEEP = 'keep';
const ALL = 'all';

export interface Named {
  id: number;
  name: string;
}

export type YearPlanView =
  | { state: 'notYours' }
  | {
      state: 'open';
      id: number;
      version: number;
      year: number;
      /** Whose plans can be built. */
      years: number[];
      towns: Named[];
      town: number | null;
      type: string | null;
      stage: string | null;
      /** How many stand in the plan, of what is looked at; the first of them. */
      planned: number;
      rows: { ref: CardRef; name: string; what: string }[];
      /** How many more could; those offered now, and the number of the first. */
      total: number;
      from: number;
      outfalls: (Named & { what: string })[];
      leads: Named[];
    };

const ON_DRAFT = { draft: int(), version: int() };

/** What is given for an outfall of the plan, on this card and on that of a single one. */
export const planFields = {
  type: choice('整治类型', [KEEP, ...REMEDY_TYPES]).transform((type) => (type === KEEP ? null : type)),
  measure: optionalWords('整治措施', MEASURE_LIMIT).transform((said) => said || null),
  lead: pickedCode('牵头部门', /^(keep|u\d{1,15})$/).transform((code) =>
    code === KEEP ? null : Number(code.slice(1)),
  ),
  dueDay: optionalDay('整治期限'),
};

/** 放进方案: those that were picked, with what is given for all of them. */
export const planAdd = defineAction({
  name: 'plan.add',
  value: ON_DRAFT,
  form: () =>
    fields({
      outfalls: pickedCodes('排污口', /^o\d{1,15}$/, MOST_OUTFALLS).transform((codes) =>
        codes.map((code) => Number(code.slice(1))),
      ),
      ...planFields,
    }),
});

/** 换一批看: another year, town, type or stage. */
export const planFilter = defineAction({
  name: 'plan.filter',
  value: ON_DRAFT,
  form: () =>
    fields({
      year: pickedCode('年度', /^20\d\d$/).transform(Number),
      town: pickedCode('镇', /^(all|t\d{1,15})$/).transform((code) =>
        code === ALL ? null : Number(code.slice(1)),
      ),
      kind: choice('类型', [ALL, ...COUNTY_TYPES]).transform((kind) => (kind === ALL ? null : kind)),
      stage: choice('阶段', [ALL, 'untyped', '未整治', '整治中']).transform((stage) =>
        stage === ALL ? null : stage,
      ),
    }),
});

/** 看下一批. */
export const planNext = defineAction({ name: 'plan.next', value: ON_DRAFT });

export const yearSelect = (years: readonly number[], year: number): Select =>
  select(
    'year',
    years.map((one) => option(String(one), `${one}年方案`)),
    { placeholder: '年度', initial: String(year) },
  );

/** 整治类型, 措施, 牵头部门, 期限: the same wherever a row of the plan is filled in. */
export const planInputs = (
  leads: readonly Named[],
  now: { type: string | null; measure: string | null; lead: number | null; due: string },
): InForm[] => [
  select('type', [option(KEEP, '整治类型照台账'), ...REMEDY_TYPES.map((type) => option(type, type))], {
    placeholder: '整治类型',
    initial: now.type ?? KEEP,
  }),
  input('measure', {
    placeholder: '整治措施（不写就照台账）',
    maxLength: MEASURE_LIMIT,
    ...(now.measure !== null && { value: now.measure }),
    multiline: true,
    rows: 2,
  }),
  select(
    'lead',
    [
      option(KEEP, '牵头部门照台账'),
      ...options(leads.slice(0, MOST_LEADS).map(({ id, name }) => ({ code: `u${id}`, name }))),
    ],
    { placeholder: '牵头部门', initial: now.lead === null ? KEEP : `u${now.lead}` },
  ),
  datePicker('dueDay', now.due),
];

type Open = Extract<YearPlanView, { state: 'open' }>;

const filterForm = ({ id, version, years, year, towns, town, type, stage }: Open): RootElement =>
  form('filter', [
    panel<InForm>('换年度、镇、类型、阶段，点这里', [
      yearSelect(years, year),
      select(
        'town',
        [
          option(ALL, '全县'),
          ...options(towns.slice(0, MOST_TOWNS).map((one) => ({ code: `t${one.id}`, name: one.name }))),
        ],
        { placeholder: '镇', initial: town === null ? ALL : `t${town}` },
      ),
      select('kind', [option(ALL, '各种类型'), ...COUNTY_TYPES.map((one) => option(one, one))], {
        placeholder: '类型',
        initial: type ?? ALL,
      }),
      select(
        'stage',
        [option(ALL, '各个阶段'), ...Object.entries(STAGES).map(([code, name]) => option(code, name))],
        { placeholder: '阶段', initial: stage ?? ALL },
      ),
      planFilter.submit({ value: { draft: id, version }, label: '换一批看', look: 'default', fit: 'row' }),
    ]),
  ]);

const lineOf = ({ name, what }: Open['outfalls'][number]): SafeMd =>
  md`${inline(name, 50)} ${grey(inline(what, 40))}`;

function addForm({ id, version, total, from, outfalls, leads }: Open): RootElement[] {
  if (outfalls.length === 0) return [markdown(md`这个范围里没有还要排进方案的了。`)];
  const shown = outfalls.slice(0, MOST_OUTFALLS);
  const more = total > shown.length;
  return [
    markdown(
      more
        ? md`还没排进的 **${total}个**，这是第${from + 1}到${from + shown.length}个：`
        : md`还没排进的 **${total}个**：`,
    ),
    markdown(join(shown.slice(0, SEEN).map(lineOf))),
    ...(shown.length > SEEN
      ? [panel(`这一批还有${shown.length - SEEN}个，点开看`, [markdown(join(shown.slice(SEEN).map(lineOf)))])]
      : []),
    form('add', [
      multiSelect(
        'outfalls',
        options(shown.map((one) => ({ code: `o${one.id}`, name: one.name }))),
        '选排污口，可以选几个',
      ),
      ...planInputs(leads, { type: null, measure: null, lead: null, due: '整治期限（不选就照台账）' }),
      planAdd.submit({ value: { draft: id, version }, label: '放进方案' }),
    ]),
    ...(more ? [planNext.button({ value: { draft: id, version }, label: '看下一批', look: 'default' })] : []),
  ];
}

export function renderYearPlan(view: YearPlanView): Card {
  const title = '年度整治方案';
  if (view.state === 'notYours') return notYours(title, '', md`方案由分局、县河长办来排。`);
  const { year, towns, town, type, stage, planned, rows } = view;
  const where = [
    town === null ? '全县' : (towns.find(({ id }) => id === town)?.name ?? '全县'),
    type,
    stage === null ? null : (STAGES[stage as keyof typeof STAGES] ?? null),
  ].filter((word) => word !== null);
  return frame({
    tone: 'todo',
    title: `${year}年整治方案`,
    place: where.join(' · '),
    tags: [tag(`方案里${planned}个`, planned > 0 ? 'green' : 'neutral')],
    summary: `${year}年整治方案：已有${planned}个`,
    body: [
      filterForm(view),
      ...addForm(view),
      ...(rows.length > 0
        ? [
            markdown(md`方案里的：`),
            ...folded(
              rows,
              ({ ref, name, what }) =>
                row(join([inline(name, 50), grey(inline(what, 40))]), openButton(ref, '改')),
              { shown: 3, most: MOST_ROWS, unit: '个', rest: '发“年度方案”加名称或编号来改' },
            ),
          ]
        : []),
    ],
    help: '所属镇照台账，不用填。整张表也可以发来导入；发“整治进度表”拿表格。',
  });
}
