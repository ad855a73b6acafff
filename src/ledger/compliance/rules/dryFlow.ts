import { eachOutfall, found, missing, type Rule } from '../rule';

/** 城镇雨洪 outfalls are dry in dry weather; those that flow are traced by 住建局. The survey is of dry weather. */
export const dryFlow: Rule = {
  id: 'dryFlow',
  clause: '（五）',
  name: '旱天排水',
  judge: eachOutfall((outfall, { limits }) => {
    if (outfall.class2 !== '城镇雨洪排口') return null;
    if (outfall.flowTrait === null) return missing(outfall, 'flowTrait');
    if (outfall.flowTrait !== '排水') return null;
    return found(outfall, '城镇雨洪排口，踏勘时在排水', '旱天有水的溯源，改造错混接', limits.housing);
  }),
};
