import { isOverdue } from '../../planLedger';
import { eachOutfall, found, missing, type Rule } from '../rule';
import { responsible } from '../words';

/** What has a deadline is done by then. */
export const inTime: Rule = {
  id: 'inTime',
  clause: '（四）',
  name: '整治期限',
  judge: eachOutfall((outfall, ledger) => {
    if (outfall.remedyType !== '无需整治' && outfall.remedyStage === null)
      return missing(outfall, 'remedyStage');
    if (!isOverdue(outfall, ledger.today)) return null;
    const says = `${outfall.remedyDueDay}到期，还是${outfall.remedyStage}`;
    return found(outfall, says, '抓紧整治；确有原因的定新的期限', responsible(outfall, ledger));
  }),
};
