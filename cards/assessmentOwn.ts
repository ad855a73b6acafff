/** 本期考核: a town's, a department's or a chief's own score, each line with its reason and the records behind it. */
import { scoreTrend, type TrendPoint } from './charts';
import {
  type Card,
  type CardRef,
  change,
  coloured,
  type Day,
  dayWords,
  defineAction,
  frame,
  grey,
  hr,
  inline,
  int,
  join,
  markdown,
  md,
  openButton,
  panel,
  type RootElement,
  score,
  tag,
} from './kit';

// Fourteen lines with their records stay under 30 KB whatever is written in them.
const MOST_LINES = 14;
const MOST_APART = 4;
const MOST_KINDS = 4;
/** Of one line; and of the whole card, the lines in their order. The workbook has the rest. */
const MOST_RECORDS = 8;
const MOST_ON_CARD = 40;

export const scoreFile = defineAction({ name: 'score.file', value: { score: int(), version: int() } });

/** The records of one kind behind a line. */
export interface LineRecords {
  /** 巡河任务. */
  kind: string;
  /** How many there are; those shown may be fewer. */
  total: number;
  /** In reading order, what may have cost points first: 汾河 第一村段村级第43周巡河，10月26日，未完成. */
  records: string[];
}

export interface AssessmentOwnLine {
  /** 巡河履职. */
  title: string;
  /** Hundredths of a point. */
  points: number;
  max: number;
  applicable: boolean;
  /** 4次巡河按期完成3次. */
  reason: string;
  /** The records it was counted from. */
  evidence: LineRecords[];
}
export interface AssessmentOwnView {
  id: number;
  /** 龙兴镇, or by post: 贾家村河长. */
  subject: string;
  /** 2026年10月. */
  period: string;
  trial: boolean;
  /** 截至10月31日24时. */
  asOf: string;
  /** What the change is against: 上月. */
  before: string;
  /** Hundredths; null when nothing was applicable. */
  score: number | null;
  change: number | null;
  grade: string;
  /** Of the towns or departments, of the chiefs of that level, hundredths; null for chiefs outside of a formal round. */
  countyMedian: number | null;
  /** Whose median that is: 各镇, 各部门, 村级河长. */
  peers: string;
  /** 正式考核: how it stands, and the form to contest a line of it, for whoever may; null for a 试算. */
  round:
    | { state: 'notice'; until: Day; today: Day; over: boolean; form: CardRef | null }
    | { state: 'final'; on: Day; today: Day }
    | null;
  lines: AssessmentOwnLine[];
  /** 待补录: what can still be entered late and is not counted yet. */
  late: Pick<AssessmentOwnLine, 'reason' | 'evidence'> | null;
  /** 加分, and what was taken off: 通报, 约谈, what 县河长办 found 成立. */
  apart: Pick<AssessmentOwnLine, 'title' | 'points' | 'reason' | 'evidence'>[];
  /** What makes the grade 不合格 whatever the points; null when nothing does. */
  vetoed: Pick<AssessmentOwnLine, 'reason' | 'evidence'> | null;
  /** How the lines make the score, hundredths: points ÷ max × 100 + bonus − deductions. */
  sum: { points: number; max: number; bonus: number; deductions: number };
  /** How it went up to now, the oldest first. */
  trend: TrendPoint[];
  /** 按2026年10月1日生效的规则第3版. */
  policy: string;
}

type Panels = (evidence: readonly LineRecords[]) => RootElement[];

/** Folds the records behind each line, as long as there is room on the card. */
function panels(): Panels {
  let room = MOST_ON_CARD;
  return (evidence) => {
    const total = evidence.reduce((sum, one) => sum + one.total, 0);
    if (total === 0) return [];
    let left = Math.min(MOST_RECORDS, room);
    const kinds = evidence.slice(0, MOST_KINDS).map(({ kind, total: all, records }) => {
      const shown = records.slice(0, left);
      left -= shown.length;
      room -= shown.length;
      const more =
        all > shown.length && shown.length > 0 ? [grey(md`其余${all - shown.length}条在表格里`)] : [];
      const heading =
        shown.length > 0 ? md`${inline(kind, 12)}${all}条` : md`${inline(kind, 12)}${all}条，在表格里`;
      return join([heading, ...shown.map((one) => grey(inline(one, 60))), ...more]);
    });
    return [panel(`依据${total}条`, [markdown(join(kinds))])];
  };
}

const lineOf =
  (evidencePanel: Panels) =>
  ({ title, points, max, applicable, reason, evidence }: AssessmentOwnLine): RootElement[] => {
    if (!applicable) return [markdown(grey(md`${inline(title, 20)}：不适用，${inline(reason, 80)}`))];
    return [
      markdown(
        join([md`**${inline(title, 20)}**　${score(points)} / ${score(max)}`, grey(inline(reason, 80))]),
      ),
      ...evidencePanel(evidence),
    ];
  };

/** What may still change the score stands before it is read line by line. */
function lateLines({ late, trial }: AssessmentOwnView, evidencePanel: Panels): RootElement[] {
  if (!late) return [];
  const says = md`待补录：${inline(late.reason, 80)}`;
  return [
    markdown(trial ? coloured('orange', md`${says}。补录或不能再补时重算。`) : grey(says)),
    ...evidencePanel(late.evidence),
  ];
}

const vetoedLines = ({ vetoed }: AssessmentOwnView, evidencePanel: Panels): RootElement[] =>
  vetoed
    ? [markdown(coloured('red', md`${inline(vetoed.reason, 80)}`)), ...evidencePanel(vetoed.evidence)]
    : [];

const apartLines = ({ apart }: AssessmentOwnView, evidencePanel: Panels): RootElement[] =>
  apart
    .slice(0, MOST_APART)
    .flatMap(({ title, points, reason, evidence }) => [
      markdown(join([md`**${inline(title, 20)}**　${score(points)}`, grey(inline(reason, 80))])),
      ...evidencePanel(evidence),
    ]);

function sumLine({ score: total, sum }: AssessmentOwnView) {
  const bonus = sum.bonus > 0 ? md` + 加分${score(sum.bonus)}` : md``;
  const deductions = sum.deductions > 0 ? md` − 扣分${score(sum.deductions)}` : md``;
  return md`合计 ${score(sum.points)} ÷ ${score(sum.max)} × 100${bonus}${deductions} = **${score(total)}**`;
}

const roundTags = ({ round }: AssessmentOwnView) =>
  round === null ? [] : [round.state === 'notice' ? tag('公示中', 'blue') : tag('已定稿', 'green')];

/** Until when a line can be contested, and where. */
function contest({ round }: AssessmentOwnView): RootElement[] {
  if (round === null) return [];
  if (round.state === 'final')
    return [markdown(grey(md`${dayWords(round.today, round.on)}定稿，是最后结果。`))];
  const { form, over, until, today } = round;
  if (over) return [markdown(grey(md`公示和申诉到${dayWords(today, until)}为止，已经过了。`))];
  const last = dayWords(today, until);
  if (!form) return [markdown(md`公示到${last}。数字不对的，${last}前由本单位负责人申诉。`)];
  return [markdown(md`公示到${last}。数字不对，${last}前可以申诉。`), openButton(form, '我要申诉', 'main')];
}

export function renderAssessmentOwn(view: AssessmentOwnView): Card {
  const { lines } = view;
  const evidencePanel = panels();
  const shown = [...lines].sort((a, b) => Number(b.applicable) - Number(a.applicable)).slice(0, MOST_LINES);
  const against = view.change === null ? md`` : md`，比${inline(view.before, 6)} ${change(view.change)}`;
  const nothing = view.score === null;
  return frame({
    tone: 'todo',
    title: `${view.period}考核`,
    place: view.subject,
    when: [view.asOf],
    tags: [
      tag(view.grade, 'blue'),
      ...(view.trial ? [tag('试算', 'orange')] : []),
      ...(view.late && view.trial ? [tag('有待补录', 'orange')] : []),
      ...roundTags(view),
    ],
    summary: `${view.period}考核：${view.subject} ${nothing ? '不适用' : score(view.score)}`,
    body: [
      markdown(
        join([
          nothing ? md`这一期没有可计分的事项。` : md`得分 **${score(view.score)}**${against}。`,
          view.countyMedian === null
            ? null
            : grey(md`全县${inline(view.peers, 10)}中位 ${score(view.countyMedian)}`),
        ]),
      ),
      ...scoreTrend(view.trend, view.subject),
      ...lateLines(view, evidencePanel),
      ...shown.flatMap(lineOf(evidencePanel)),
      ...(lines.length > shown.length
        ? [markdown(grey(md`还有${lines.length - shown.length}项，没有列出`))]
        : []),
      ...vetoedLines(view, evidencePanel),
      ...apartLines(view, evidencePanel),
      ...(nothing ? [] : [hr(), markdown(sumLine(view))]),
      markdown(grey(inline(view.policy, 40)), 'notation'),
      ...contest(view),
      ...(lines.some(({ evidence }) => evidence.length > 0)
        ? [
            scoreFile.button({
              value: { score: view.id, version: 1 },
              label: '要表格，每条依据都在',
              fit: 'row',
              look: 'default',
            }),
          ]
        : []),
    ],
    help: view.trial
      ? '试算只给本单位看，不公示。数字不对请找县河长办。'
      : view.round
        ? '只给本单位看。看申诉的结果，发“申诉”。'
        : '只给本单位看，数字不对请找县河长办。',
  });
}
