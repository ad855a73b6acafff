import { AssessmentRun } from '../../entities';
import type { Reader } from '../core/database';
import { dayOf } from '../core/days';
import { type OfficialTable, writeOfficial } from '../core/official';
import type { Policies } from '../core/policy';
import { itemNames, type NameOf } from './itemNames';
import { mainLoss, moves } from './moves';
import { changeInWords, pointsInWords } from './points';
import { isTrial, type ScoredSubject, type SummaryContent, scoredIn, summaryContent } from './queries';
import { BEFORE_NAMES, periodTitle, STANDING } from './words';

const unitColumns = (heading: string): OfficialTable['columns'] => [
  { heading, percent: 24 },
  { heading: '得分', percent: 12 },
  { heading: '等次', percent: 12 },
  { heading: '较上期', percent: 12 },
  { heading: '主要扣分', percent: 40 },
];
const CHIEF_COLUMNS: OfficialTable['columns'] = [
  { heading: '河长', percent: 26 },
  { heading: '河段', percent: 26 },
  { heading: '得分', percent: 12 },
  { heading: '等次', percent: 12 },
  { heading: '主要扣分', percent: 24 },
];

const whyOf = ({ lines }: ScoredSubject): string => mainLoss(lines) ?? '—';

const unitRow = (one: ScoredSubject): string[] => [
  one.name,
  pointsInWords(one.score.score),
  one.score.grade,
  changeInWords(one.change),
  whyOf(one),
];
const chiefRow = (one: ScoredSubject): string[] => [
  one.name,
  one.reach ?? '',
  pointsInWords(one.score.score),
  one.score.grade,
  whyOf(one),
];

/** How the report stands: a mark over it, and a sentence at its end. */
const STANDS = {
  trial: { mark: '试算', says: `${STANDING.trial}。` },
  draft: { mark: '草稿', says: `${STANDING.draft}。` },
  notice: { mark: '公示稿', says: `${STANDING.notice}。` },
  final: { mark: null, says: '' },
} as const;
const standOf = (content: SummaryContent): keyof typeof STANDS => content.round?.state ?? 'trial';

/** 优秀3个、良好2个: in the order of the grades. */
function gradesOf(towns: readonly ScoredSubject[], grades: readonly string[]): string {
  const counts = grades.flatMap((grade) => {
    const n = towns.filter(({ score }) => score.grade === grade).length;
    return n > 0 ? [`${grade}${n}个`] : [];
  });
  return counts.join('、');
}

function paragraphsOf(content: SummaryContent, grades: readonly string[], nameOf: NameOf): string[] {
  const { period, towns, departments, chiefCount, pending, vacancies, run, median, medianBefore } = content;
  const before = BEFORE_NAMES[period.kind];
  const change =
    median === null || medianBefore === null ? '' : `，比${before}${changeInWords(median - medianBefore)}`;
  return [
    `${periodTitle(period)}共有${scoredIn(towns)}个单位、${departments.length > 0 ? `${scoredIn(departments)}个县直部门、` : ''}${chiefCount}名河长有得分。各单位得分中位数${pointsInWords(median)}${change}；${gradesOf(towns, grades)}。`,
    ...moves(content, nameOf).map((sentence) => `${sentence}。`),
    ...(pending > 0
      ? [
          `另有${pending}次巡河${isTrial(content) ? '可以补录，没有计分，补录或者不能再补时重算' : '在出草稿时还可以补录，没有计分'}。`,
        ]
      : []),
    ...(vacancies.length > 0
      ? [`另有${vacancies.length}次巡河无人任职、联系不上河长或者请假没人代，没有计分。`]
      : []),
    `本次按规则第${run.policyVersion}版计算，每一分的依据见考核表。${STANDS[standOf(content)].says}`,
  ];
}

/**
 * A round's summary as a docx file, for 县河长办 and the county's leaders; null when there is no such round.
 *
 * @param policies name the county and its grades
 */
export async function exportReport(
  reader: Reader,
  policies: Pick<Policies, 'at' | 'current'>,
  runId: number,
): Promise<{ name: string; bytes: Buffer } | null> {
  const content = await summaryContent(reader, runId, Number.POSITIVE_INFINITY);
  const run = content && (await reader.findOne(AssessmentRun, { id: runId }));
  if (!run) return null;
  const { period, towns, departments, lowestChiefs } = content;
  const { mark } = STANDS[standOf(content)];
  const policy = policies.current;
  const nameOf = await itemNames(reader, policies, [period.key]);
  const title = `${periodTitle(period)}河长制考核情况`;
  const bytes = await writeOfficial({
    mark,
    title,
    addressee: null,
    paragraphs: paragraphsOf(content, [...Object.keys(policy.assessment.grades), '不合格', '不适用'], nameOf),
    tables: [
      { caption: '各单位得分', columns: unitColumns('单位'), rows: towns.map(unitRow) },
      ...(departments.length > 0
        ? [{ caption: '县直部门得分', columns: unitColumns('部门'), rows: departments.map(unitRow) }]
        : []),
      ...(lowestChiefs.length > 0
        ? [{ caption: '河长得分', columns: CHIEF_COLUMNS, rows: lowestChiefs.map(chiefRow) }]
        : []),
    ],
    signer: `${policy.county.name}河长制办公室`,
    day: mark === null ? dayOf(content.round?.finalAt ?? run.computedAt) : null,
    annexes: [],
  });
  return { name: `考核情况-${periodTitle(period)}.docx`, bytes };
}
