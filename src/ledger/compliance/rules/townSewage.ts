import { sameUnit } from '../../../core/unitByName';
import { eachOutfall, found, missing, type Rule } from '../rule';
import { leaves } from '../words';

const SCATTERED = ['城镇生活污水散排口', '农村生活污水散排口'];

/** Scattered sewage outfalls where the town's sewers reach are merged into them by 住建局. */
export const townSewage: Rule = {
  id: 'townSewage',
  clause: '（五）',
  name: '污水入网',
  judge: eachOutfall((outfall, { limits: { housing } }) => {
    if (!SCATTERED.includes(outfall.class2)) return null;
    if (outfall.sewerCovered === null) return missing(outfall, 'sewerCovered');
    if (!outfall.sewerCovered) return null;
    if (!leaves(outfall)) {
      return found(outfall, '在城镇污水管网覆盖范围内，没有定为清理合并', '接入管网，清理合并', housing);
    }
    if (outfall.leadDepartment === null) return missing(outfall, 'leadDepartment');
    if (sameUnit(outfall.leadDepartment, housing)) return null;
    const says = `在城镇污水管网覆盖范围内，牵头部门却是${outfall.leadDepartment}`;
    return found(outfall, says, `由${housing}清理合并`, housing);
  }),
};
