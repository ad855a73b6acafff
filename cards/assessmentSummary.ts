/** 考核汇总: the whole table, for the county office and the county's leaders only. */
import { scoreBars, scoreTrend, type TrendPoint } from './charts';
import {
  type Card,
  change,
  coloured,
  defineAction,
  frame,
  grey,
  inline,
  int,
  join,
  localName,
  markdown,
  md,
  plain,
  type RootElement,
  type SafeMd,
  score,
  type TagColour,
  table,
  tag,
} from './kit';

const MOST_TOWNS = 20;
const MOST_DEPARTMENTS = 20;
const MOST_CHIEFS = 10;
const MOST_NOTES = 5;
const MOST_MOVES = 3;

interface Scored {
  /** 龙兴镇, or by post: 贾家村河长. */
  name: string;
  /** Hundredths of a point; null when nothing was applicable. */
  score: number | null;
  /** Against the period before, hundredths; null when there is none. */
  change: number | null;
  /** 优秀, 良好, 合格, 不合格, 不适用. */
  grade: string;
  /** 2个问题逾期: the largest deduction. */
  why: string;
}
const ON_RUN = { run: int(), version: int() };
export const runFile = defineAction({ name: 'score.table', value: ON_RUN });
export const runReport = defineAction({ name: 'score.report', value: ON_RUN });

export interface AssessmentSummaryView {
  id: number;
  /** 2026年10月. */
  period: string;
  /** A monthly trial round: shown to nobody else, published nowhere. */
  trial: boolean;
  /** How a formal round stands; null for a 试算. */
  stand: '草稿' | '公示中' | '已定稿' | null;
  /** 截至10月31日24时. */
  asOf: string;
  /** What changes are against: 上月, 上季, 上年. */
  before: string;
  /** Of the towns, hundredths; null when nobody has a score. */
  median: number | null;
  medianChange: number | null;
  /** What moved, in three sentences at most. */
  moves: string[];
  /** Patrols that can still be entered late (待补录) and are not counted yet; of a formal round could at its draft. */
  late: number;
  /** 待核: what no person has confirmed yet and does not count. */
  pending: string[];
  /** 无人任职: patrols that were due and are nobody's, since the post was empty: 汾河第一村段村级第48周. */
  vacant: string[];
  /** The same where Feishu knows none of the chiefs. */
  unreached: string[];
  /** Due while the chief was away (请假) and nobody walked. */
  away: string[];
  /** In the order to be shown. */
  towns: Scored[];
  /** 县直部门, likewise; none where the county does not score them. */
  departments: Scored[];
  /** The lowest ten or the most telling; `total` counts them all. */
  chiefs: { rows: Scored[]; total: number };
  /** The county's middle over the periods up to now. */
  trend: TrendPoint[];
  /** 按2026年10月1日生效的规则第3版. */
  policy: string;
}

const GRADE_COLOURS = new Map<string, TagColour>([
  ['优秀', 'green'],
  ['良好', 'blue'],
  ['合格', 'orange'],
  ['不合格', 'red'],
]);
const STAND_COLOURS = { 草稿: 'orange', 公示中: 'blue', 已定稿: 'green' } as const satisfies Record<
  string,
  TagColour
>;
const gradeCell = (grade: string) => [
  { text: plain(grade, 6), color: GRADE_COLOURS.get(grade) ?? 'neutral' },
];

function headline(view: AssessmentSummaryView): SafeMd {
  const against =
    view.medianChange === null ? md`` : md`，比${inline(view.before, 6)} **${change(view.medianChange)}**`;
  const pending = view.pending.slice(0, MOST_NOTES).map((note) => inline(note, 60));
  return join([
    md`全县中位 **${score(view.median)}**${against}。`,
    ...view.moves.slice(0, MOST_MOVES).map((sentence) => md`${inline(sentence, 90)}。`),
    pending.length > 0
      ? coloured('orange', md`待核${view.pending.length}项，没有计分：${join(pending, '；')}`)
      : null,
    ...notCounted(view),
    grey(inline(view.policy, 40)),
  ]);
}

const notCounted = (view: AssessmentSummaryView): SafeMd[] => [...stillOpen(view), ...nobodys(view)];

function stillOpen({ late, trial }: Pick<AssessmentSummaryView, 'late' | 'trial'>): SafeMd[] {
  if (late === 0) return [];
  return [
    trial
      ? coloured('orange', md`待补录${late}次巡河，没有计分，补录或不能再补时重算，这张卡片跟着变。`)
      : grey(md`出草稿时还可以补录的${late}次巡河没有计分，以后补录也不再算。`),
  ];
}

/** What counts for and against nobody, for the office to mend. */
const nobodys = ({
  vacant,
  unreached,
  away,
}: Pick<AssessmentSummaryView, 'vacant' | 'unreached' | 'away'>): SafeMd[] =>
  [
    { what: '无人任职', mend: '请在花名册里补上河长', places: vacant },
    { what: '飞书里找不到河长', mend: '请核对手机号', places: unreached },
    { what: '请假没人代巡', mend: '不算谁未完成', places: away },
  ].flatMap(({ what, mend, places }) => {
    if (places.length === 0) return [];
    const shown = places.slice(0, MOST_NOTES).map((place) => inline(localName(place), 40));
    const more = places.length > shown.length ? md`等` : md``;
    const which = md`${join(shown, '、')}${more}`;
    return [coloured('orange', md`${what}${places.length}次，没有计分：${which}。${mend}。`)];
  });

const medianTrend = (trend: TrendPoint[]): RootElement[] => {
  const chart = scoreTrend(trend, '全县中位');
  return chart.length === 0 ? [] : [markdown(grey(md`全县中位的变化`)), ...chart];
};

/**
 * Widths in px, 80 at least by Feishu's rule: 100.00 stands on one line with large letters, and a phone shows
 * name, score and grade before it must be scrolled. Without a period before there is nothing to compare.
 */
function scoreTable(label: string, nameWidth: string, before: string, rows: Scored[]) {
  const compared = rows.some((one) => one.change !== null);
  const right = { data_type: 'text', width: '84px', horizontal_align: 'right' } as const;
  return table(
    [
      { name: 'name', display_name: label, data_type: 'text', width: nameWidth },
      { name: 'score', display_name: '得分', ...right },
      { name: 'grade', display_name: '等次', data_type: 'options', width: '80px' },
      ...(compared ? [{ name: 'change', display_name: `较${plain(before, 4)}`, ...right }] : []),
      { name: 'why', display_name: '主要扣分', data_type: 'text', width: '180px' },
    ],
    rows.map((one) => ({
      name: plain(one.name, 40),
      score: score(one.score),
      grade: gradeCell(one.grade),
      ...(compared && { change: change(one.change) }),
      why: plain(one.why, 40) || '—',
    })),
  );
}

/** By another sheet than the towns, so not in one table with them; a card bears no third one. */
function departmentLines(before: string, departments: Scored[]): RootElement[] {
  if (departments.length === 0) return [];
  const lines = departments.map((one) => {
    const against = one.change === null ? md`` : md`，比${inline(before, 6)} ${change(one.change)}`;
    const why = one.why === '' ? md`` : md`：${inline(one.why, 40)}`;
    return one.score === null
      ? md`- ${inline(one.name, 20)}　不适用`
      : md`- ${inline(one.name, 20)}　**${score(one.score)}** ${inline(one.grade, 6)}${against}${why}`;
  });
  return [markdown(join([md`**部门**`, ...lines]))];
}

export function renderAssessmentSummary(view: AssessmentSummaryView): Card {
  const towns = view.towns.slice(0, MOST_TOWNS);
  const scored = towns.filter((town) => town.score !== null);
  const departments = view.departments.slice(0, MOST_DEPARTMENTS);
  const chiefs = view.chiefs.rows.slice(0, MOST_CHIEFS);
  // Whatever was computed since: the file is written from the newest state.
  const value = { run: view.id, version: 1 };
  const otherChiefs = view.chiefs.total - chiefs.length;
  const body: RootElement[] = [...scored, ...departments, ...chiefs].every((one) => one.score === null)
    ? [
        markdown(
          join([
            md`这一期没有可计分的事项，等有了巡河和问题再算。`,
            ...notCounted(view),
            grey(inline(view.policy, 40)),
          ]),
        ),
      ]
    : [
        markdown(headline(view)),
        ...(scored.length > 0 ? [scoreBars(scored)] : []),
        ...medianTrend(view.trend),
        ...(towns.length > 0 ? [scoreTable('单位', '90px', view.before, towns)] : []),
        ...departmentLines(view.before, departments),
        ...(chiefs.length > 0
          ? [markdown(md`**河长**`), scoreTable('河长', '116px', view.before, chiefs)]
          : []),
        ...(otherChiefs > 0 ? [markdown(grey(md`其余${otherChiefs}名没有列出`), 'notation')] : []),
        runFile.button({ value, label: '要表格', fit: 'row', look: 'default' }),
        runReport.button({ value, label: '要报告', fit: 'row', look: 'default' }),
      ];
  return frame({
    tone: 'todo',
    title: `${view.period}河长制考核`,
    place: view.asOf,
    tags: [
      ...(view.trial ? [tag('试算', 'orange')] : []),
      ...(view.stand ? [tag(view.stand, STAND_COLOURS[view.stand])] : []),
      ...(view.trial && view.late > 0 ? [tag(`待补录${view.late}次`, 'orange')] : []),
      ...(view.pending.length > 0 ? [tag(`待核${view.pending.length}项`, 'orange')] : []),
    ],
    summary: `${view.period}河长制考核${view.trial ? '试算' : ''}：全县中位${score(view.median)}`,
    wide: true,
    body,
    help: view.trial
      ? '试算只给县河长办看，各单位只看到自己的，不公示。'
      : '全县得分表只给县河长办和县领导，不对外排名。',
  });
}
