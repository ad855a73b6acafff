import { BEFORE_NAMES, periodTitle, type RunContent } from '../../assessment';
import { dayOf } from '../../core/days';
import { dayInWords, momentInWords } from '../words';

/** What both assessment cards say of their round. */
export function roundWords({ period, asOf, ended, policySince, run, round }: RunContent) {
  const since = policySince && dayOf(policySince);
  const inForce = since ? `${since.slice(0, 4)}年${dayInWords(since)}生效的` : '';
  return {
    period: periodTitle(period),
    // Whatever is no formal round (`assessment.rounds`) is a 试算.
    trial: round === null && period.kind !== 'year',
    asOf: ended ? `截至${dayInWords(period.toDay)}24时` : `截至${momentInWords(asOf)}，还没到期末`,
    before: BEFORE_NAMES[period.kind],
    policy: `按${inForce}规则第${run.policyVersion}版`,
  };
}
