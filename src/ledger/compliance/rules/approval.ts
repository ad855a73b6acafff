import type { Outfall } from '../../../../entities';
import { needsApproval } from '../../outfallClasses';
import { eachOutfall, found, type Ledger, missing, type Rule, type Verdict } from '../rule';
import { leaves, responsible } from '../words';

/** What the ledger says is not what was decided. */
function contradicts(outfall: Outfall, ledger: Ledger): Verdict | null {
  const decided = ledger
    .applicationsOf(outfall)
    .filter(({ state }) => state === 'granted' || state === 'registered' || state === 'denied')
    .at(-1);
  if (decided?.state !== 'denied') return null;
  const says = `台账写${outfall.approval}，最近一次设置申请的结果是不予同意`;
  return found(outfall, says, '核对台账；没有同意的依法取缔', ledger.limits.branch);
}

/** Set up with approval, or registered where that is enough (部令第35号; applications go to 分局). */
export const approval: Rule = {
  id: 'approval',
  clause: '（八）',
  name: '审批登记',
  judge: eachOutfall((outfall, ledger) => {
    if (leaves(outfall)) return null;
    if (outfall.approval === null) return missing(outfall, 'approval');
    const toApprove = needsApproval(outfall.class2);
    if (outfall.approval === '已审批' || (!toApprove && outfall.approval === '已登记')) {
      return contradicts(outfall, ledger);
    }
    const open = ledger.applicationsOf(outfall).some(({ endedAt }) => endedAt === null);
    const says = `${outfall.class2}应${toApprove ? '审批' : '登记'}，现在是${outfall.approval}${open ? '，设置申请正在办' : ''}`;
    const remedy = open ? '把设置申请办完' : `向${ledger.limits.branch}${toApprove ? '申请审批' : '登记'}`;
    return found(outfall, says, remedy, responsible(outfall, ledger));
  }),
};
