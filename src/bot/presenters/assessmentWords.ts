import type { TrendPoint } from '../../../cards/charts';
import { BEFORE_NAMES, isTrial, periodTitle, type RunContent, type Trend } from '../../assessment';
import { dayInWords, dayOf } from '../../core/days';
import { momentInWords } from '../words';

/** What both assessment cards say of their round. */
export function roundWords({ period, asOf, ended, policySince, run, round }: RunContent) {
  const since = policySince && dayOf(policySince);
  const inForce = since ? `${since.slice(0, 4)}年${dayInWords(since)}生效的` : '';
  return {
    period: periodTitle(period),
    trial: isTrial({ round }),
    asOf: ended ? `截至${dayInWords(period.toDay)}24时` : `截至${momentInWords(asOf)}，还没到期末`,
    before: BEFORE_NAMES[period.kind],
    policy: `按${inForce}规则第${run.policyVersion}版`,
  };
}

/** 10月, 四季度, 2025年度: short enough to stand under a point. */
export const trendPoints = (trend: readonly Trend[]): TrendPoint[] =>
  trend.map(({ period, own, median }) => ({
    period: periodTitle(period).replace(/^\d{4}年(?!度)/, ''),
    own,
    median,
  }));
