import { renderAssessmentSummary } from '../../../cards/assessmentSummary';
import { PersonRole } from '../../../entities';
import {
  itemNames,
  mainLoss,
  moves,
  nameWithReach,
  readTrend,
  type ScoredSubject,
  summaryContent,
  type Vacancy,
} from '../../assessment';
import { LEVEL_WORDS, periodName } from '../../patrol';
import type { Presenter } from '../frame';
import { roundWords, trendPoints } from './assessmentWords';

const LOWEST_CHIEFS = 10;
const STANDS = { draft: '草稿', notice: '公示中', final: '已定稿' } as const;

const rowOf = ({ score, change, lines, ...named }: ScoredSubject) => ({
  name: nameWithReach(named),
  score: score.score,
  change,
  grade: score.grade,
  why: mainLoss(lines) ?? '',
});

/** 汾河龙兴镇第一村段村级第48周. */
const vacancyName = ({ river, reach, level, periodKey }: Vacancy): string =>
  `${river}${reach}${LEVEL_WORDS[level]}${periodName(periodKey)}`;

/** 考核汇总: the county's table, for 县河长办 and the county's leaders alone. */
export const assessmentSummary: Presenter = async ({ policies }, reader, { subject, recipient }) => {
  const roles = await reader.find(PersonRole, { personId: recipient.id });
  if (!roles.some(({ role }) => role === '县河长办' || role === '县政府')) return null;
  const content = await summaryContent(reader, subject.id, LOWEST_CHIEFS);
  if (!content) return null;
  const { towns, departments, lowestChiefs, chiefCount, median, medianBefore, pending, vacancies } = content;
  const because = (why: Vacancy['why']) => vacancies.filter((one) => one.why === why).map(vacancyName);
  return {
    card: renderAssessmentSummary({
      ...roundWords(content),
      id: subject.id,
      stand: content.round ? STANDS[content.round.state] : null,
      trend: trendPoints(await readTrend(reader, content.period, null)),
      median,
      medianChange: median === null || medianBefore === null ? null : median - medianBefore,
      moves: moves(content, await itemNames(reader, policies, [content.period.key])),
      late: pending,
      pending: [],
      vacant: because('vacant'),
      unreached: because('unreached'),
      away: because('away'),
      towns: towns.map(rowOf),
      departments: departments.map(rowOf),
      chiefs: { rows: lowestChiefs.map(rowOf), total: chiefCount },
    }),
    pictures: [],
  };
};
