import { eachOutfall, missing, type Rule } from '../rule';

/** One outfall, one discharger; where several share one, the permit says so. */
export const sharing: Rule = {
  id: 'sharing',
  clause: '（六）',
  name: '共用排污口',
  judge: eachOutfall((outfall) =>
    outfall.sharedWith !== null && outfall.permitNo === null ? missing(outfall, 'permitNo') : null,
  ),
};
