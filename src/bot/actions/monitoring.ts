import { monitorSubmit } from '../../../cards/monitorForm';
import { ITEM_NAMES, type Item, type Recorded, recordResults } from '../../monitoring';
import { on } from '../frame';

/** What became of them, in a sentence. */
function said({ results, confirmed, suspected }: Recorded): string {
  if (results === 0) return '这些结果已经记过了';
  if (confirmed > 0) return `记下${results}项，有超标，已告知责任单位并登记为问题`;
  return suspected > 0 ? `记下${results}项，有疑似超标，请尽快化验` : `记下${results}项`;
}

export const monitoringActions = [
  on(monitorSubmit, async ({ tx, deps, person, roles, at }, { outfall, sample, readings }) => {
    const typed = readings.flatMap(({ n, now }): [Item, string][] => {
      const item = ITEM_NAMES[n];
      return item && now !== '' ? [[item, now]] : [];
    });
    const recorded = await recordResults(tx, deps, {
      outfallId: outfall,
      day: sample.day,
      method: sample.method,
      lab: sample.lab,
      reportNo: sample.report,
      readings: new Map(typed),
      person,
      roles,
      at,
    });
    const bad = recorded.confirmed + recorded.suspected > 0;
    return {
      toast: { type: bad ? 'warning' : recorded.results > 0 ? 'success' : 'info', content: said(recorded) },
    };
  }),
];
