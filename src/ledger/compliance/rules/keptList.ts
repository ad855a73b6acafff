import { eachOutfall, found, missing, type Rule } from '../rule';
import { leaves } from '../words';

/** What is to be closed or merged is not on the list of outfalls to keep, and every other is decided upon. */
export const keptList: Rule = {
  id: 'keptList',
  clause: '（四）',
  name: '保留清单',
  judge: eachOutfall((outfall, { limits }) => {
    if (outfall.retained === null) return missing(outfall, 'retained');
    if (!outfall.retained || !leaves(outfall)) return null;
    const says = `整治类型是${outfall.remedyType}，却填了保留`;
    return found(outfall, says, '改正整治类型或是否保留', limits.branch);
  }),
};
