import { strictest, zoneWords } from '../../../zones';
import { eachOutfall, found, missing, type Rule } from '../rule';
import { leaves } from '../words';

/** Where a zone limits outfalls, none without approval or registration is kept (clauses （七）（八）). */
export const restrictedZone: Rule = {
  id: 'restrictedZone',
  clause: '（七）',
  name: '限设区域',
  judge: eachOutfall((outfall, ledger) => {
    if (leaves(outfall)) return null;
    const { control, zones } = strictest(ledger.zonesOf(outfall));
    if (control !== '限制') return null;
    if (outfall.approval === null) return missing(outfall, 'approval');
    if (outfall.approval === '已审批' || outfall.approval === '已登记') return null;
    const says = `${zones.map(zoneWords).join('；')}；现在是${outfall.approval}`;
    return found(outfall, says, '论证能不能留：能留的补办设置申请，不能留的取缔', ledger.limits.branch);
  }),
};
