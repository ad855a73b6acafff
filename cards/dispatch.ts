/** 调度通报: to 县河长办 and the county's leaders whole, to a town its own figures beside the county's middle ones. */
import {
  type Card,
  type Chart,
  coloured,
  type Day,
  dayWords,
  defineAction,
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
  paragraph,
  plain,
  type RootElement,
  table,
  tag,
  words,
} from './kit';

const WORDS_LIMIT = 800;
const REASON_LIMIT = 200;
const MOST_TOWNS = 20;

/** How a town stands; percents, null where there is nothing to count. */
export interface DispatchTown {
  name: string;
  total: number;
  done: number;
  rate: number | null;
  expected: number | null;
  late: number;
  open: number;
  overdue: number;
  serious: number;
  patrolsDue: number;
  patrolsDone: number;
  closedOut: number;
  solved: number;
}

export type DispatchView = {
  id: number;
  version: number;
  today: Day;
  /** 2026年11月. */
  period: string;
} & (
  | { state: 'notYours' }
  | {
      state: 'draft' | 'issued' | 'refused';
      words: string;
      signed: { by: string; on: Day } | null;
      edited: { by: string; on: Day } | null;
      /** Why it was not sent. */
      reason: string | null;
      median: { rate: number | null; overdue: number | null; patrols: number | null };
      /** The whole county's, in the order of the roster. */
      towns: DispatchTown[] | null;
      own: DispatchTown | null;
      /** 批准, 修改, 不发. */
      mayDecide: boolean;
    }
);

const ON_DISPATCH = { dispatch: int(), version: int() };
export const dispatchApprove = defineAction({ name: 'dispatch.approve', value: ON_DISPATCH });
export const dispatchEdit = defineAction({
  name: 'dispatch.edit',
  value: ON_DISPATCH,
  form: () => fields({ words: words('正文', WORDS_LIMIT) }),
});
export const dispatchRefuse = defineAction({
  name: 'dispatch.refuse',
  value: ON_DISPATCH,
  form: () => fields({ reason: words('不发的理由', REASON_LIMIT) }),
});
export const dispatchFile = defineAction({ name: 'dispatch.file', value: ON_DISPATCH });

const percent = (figure: number | null): string => (figure === null ? '—' : `${figure}%`);

/** Two bars a town: what is done, and what the plan has for the end of the span. */
const chart = (towns: readonly DispatchTown[]): Chart => ({
  tag: 'chart',
  height: `${60 + 40 * towns.length}px`,
  color_theme: 'brand',
  chart_spec: {
    type: 'bar',
    direction: 'horizontal',
    data: {
      values: towns.flatMap(({ name, rate, expected }) => [
        { town: plain(name, 12), kind: '完成率', percent: rate ?? 0 },
        { town: plain(name, 12), kind: '应达', percent: expected ?? 0 },
      ]),
    },
    xField: 'percent',
    yField: ['town', 'kind'],
    seriesField: 'kind',
    label: {
      visible: true,
      position: 'outside',
      formatter: '{percent}%',
      overlap: false,
      style: { fill: '#1f2329', lineWidth: 0 },
    },
    legends: { visible: true, orient: 'top' },
    padding: { top: 8, bottom: 8, left: 4, right: 48 },
    axes: [
      { orient: 'left', type: 'band', sampling: false, maxWidth: '60%', tick: { visible: false } },
      { orient: 'bottom', type: 'linear', min: 0, max: 100, visible: false },
    ],
  },
});

const townTable = (towns: readonly DispatchTown[]) => {
  const right = { data_type: 'text', width: '84px', horizontal_align: 'right' } as const;
  return table(
    [
      { name: 'name', display_name: '单位', data_type: 'text', width: '90px' },
      { name: 'rate', display_name: '完成率', ...right },
      { name: 'expected', display_name: '应达', ...right },
      { name: 'overdue', display_name: '逾期问题', ...right },
      { name: 'patrols', display_name: '巡河', ...right },
      { name: 'done', display_name: '这一期', data_type: 'text', width: '160px' },
    ],
    towns.map((town) => ({
      name: plain(town.name, 40),
      rate: percent(town.rate),
      expected: percent(town.expected),
      overdue: town.serious > 0 ? `${town.overdue}（重${town.serious}）` : String(town.overdue),
      patrols: `${town.patrolsDone}/${town.patrolsDue}`,
      done: `销号${town.closedOut}，办结${town.solved}`,
    })),
  );
};

const ownFigures = (
  own: DispatchTown,
  { median }: { median: { rate: number | null; overdue: number | null; patrols: number | null } },
): RootElement[] => {
  const behind = own.rate !== null && own.expected !== null && own.rate < own.expected;
  const rate = md`整治完成率 **${percent(own.rate)}**，应达${percent(own.expected)}`;
  return [
    markdown(
      join([
        md`**${inline(own.name, 20)}**`,
        behind ? coloured('red', rate) : rate,
        grey(md`全县各镇中位数${percent(median.rate)}`),
        md`这一期销号${own.closedOut}个，办结问题${own.solved}件`,
        md`没有办结的问题${own.open}件${own.overdue > 0 ? `，逾期${own.overdue}件` : ''}${own.serious > 0 ? `，其中较重以上${own.serious}件` : ''}`,
        median.overdue === null ? null : grey(md`全县各镇逾期中位数${median.overdue}件`),
        md`巡河${own.patrolsDone}次，应巡${own.patrolsDue}次`,
        median.patrols === null ? null : grey(md`全县各镇巡河完成率中位数${percent(median.patrols)}`),
      ]),
    ),
  ];
};

export function renderDispatch(view: DispatchView): Card {
  const { today, period, state, id, version } = view;
  const title = state === 'draft' ? '调度通报审批' : '调度通报';
  if (state === 'notYours') return notYours(title, period, md`这份通报不是发给你的。`);
  const { signed, edited, reason, median, own, mayDecide } = view;
  const towns = (view.towns ?? []).slice(0, MOST_TOWNS);
  const value = { dispatch: id, version };
  const rated = towns.filter(({ rate }) => rate !== null);
  const more = (view.towns ?? []).length - towns.length;
  return frame({
    tone: state === 'refused' ? 'closed' : state === 'draft' ? 'todo' : 'done',
    title,
    place: period,
    tags:
      state === 'draft'
        ? [tag('等你定', 'blue')]
        : [tag(state === 'issued' ? '已发出' : '不发', state === 'issued' ? 'green' : 'neutral')],
    summary: `${title}：${period}`,
    wide: towns.length > 0,
    body: [
      ...(reason === null ? [] : [markdown(md`不发的理由：${inline(reason, REASON_LIMIT)}`)]),
      markdown(paragraph(view.words, WORDS_LIMIT)),
      ...(own ? ownFigures(own, { median }) : []),
      ...(rated.length > 0 ? [chart(rated)] : []),
      ...(towns.length > 0
        ? [
            townTable(towns),
            ...(more > 0 ? [markdown(grey(md`还有${more}个单位，见文件`), 'notation')] : []),
            markdown(
              grey(
                md`全县各镇中位数：完成率${percent(median.rate)}，逾期${median.overdue ?? '—'}件，巡河${percent(median.patrols)}`,
              ),
            ),
          ]
        : []),
      ...(signed ? [markdown(grey(md`${inline(signed.by, 30)}，${dayWords(today, signed.on)}批准`))] : []),
      ...(edited && state === 'draft'
        ? [markdown(grey(md`正文由${inline(edited.by, 30)}改过，${dayWords(today, edited.on)}。`))]
        : []),
      ...(state === 'draft' && mayDecide
        ? [
            dispatchApprove.button({
              value,
              label: '批准',
              confirm: {
                title: '发出这份调度通报',
                text: '各镇只看到自己的数和全县中位数，县领导看到全表，县的群里只发正文。',
              },
            }),
            form('edit', [
              input('words', {
                label: '正文（各单位和群里都看得到）',
                placeholder: '正文',
                value: view.words,
                maxLength: WORDS_LIMIT,
                multiline: true,
                rows: 6,
                required: true,
              }),
              dispatchEdit.submit({ value, label: '保存修改', look: 'default' }),
            ]),
            form('refuse', [
              input('reason', {
                label: '不发的理由',
                placeholder: '为什么不发',
                maxLength: REASON_LIMIT,
                required: true,
              }),
              dispatchRefuse.submit({ value, label: '不发', look: 'danger' }),
            ]),
          ]
        : []),
      dispatchFile.button({ value, label: '要文件', fit: 'row' }),
    ],
    help: towns.length > 0 ? '全表只给县河长办和县领导，不对外排名。' : '只有自己的数和全县中位数，不排名。',
  });
}
