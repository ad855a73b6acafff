import { APPROVED_CLASSES } from '../../outfallClasses';
import { eachOutfall, found, missing, type Rule } from '../rule';
import { leaves, responsible } from '../words';

/** Set up with approval, or registered where that is enough (部令第35号; applications go to 分局). */
export const approval: Rule = {
  id: 'approval',
  clause: '（八）',
  name: '审批登记',
  judge: eachOutfall((outfall, ledger) => {
    if (leaves(outfall)) return null;
    if (outfall.approval === null) return missing(outfall, 'approval');
    const toApprove = APPROVED_CLASSES.includes(outfall.class2);
    if (outfall.approval === '已审批' || (!toApprove && outfall.approval === '已登记')) return null;
    const says = `${outfall.class2}应${toApprove ? '审批' : '登记'}，现在是${outfall.approval}`;
    const remedy = `向${ledger.limits.branch}${toApprove ? '申请审批' : '登记'}`;
    return found(outfall, says, remedy, responsible(outfall, ledger));
  }),
};
