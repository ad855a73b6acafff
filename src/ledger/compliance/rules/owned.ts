import { eachOutfall, found, missing, type Rule } from '../rule';
import { townGovernment } from '../words';

/** What was traced has a responsible party; what cannot be traced has the town's government. */
export const owned: Rule = {
  id: 'owned',
  clause: '（二）',
  name: '责任主体',
  judge: eachOutfall((outfall, ledger) => {
    const { tracing, ownerType, owner } = outfall;
    if (tracing === '无法溯源' && ownerType !== '镇政府') {
      const town = townGovernment(outfall, ledger);
      return found(outfall, `无法溯源，责任主体却是${ownerType}`, `由${town}作为责任主体`, town);
    }
    if (tracing !== '已溯源') return null;
    if (ownerType === '不明') {
      return found(outfall, '已溯源，责任主体却是不明', '写明责任主体', ledger.limits.branch);
    }
    return owner === null ? missing(outfall, 'owner') : null;
  }),
};
