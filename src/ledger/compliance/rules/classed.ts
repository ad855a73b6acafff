import { countyTypeOf } from '../../outfallClasses';
import { eachOutfall, found, type Rule } from '../rule';

/** Every outfall is of one of the county's five types, by way of its national class. */
export const classed: Rule = {
  id: 'classed',
  clause: '（三）',
  name: '分类',
  judge: eachOutfall((outfall, { limits }) =>
    countyTypeOf(outfall) === null
      ? found(
          outfall,
          `“${outfall.class1}·${outfall.class2}”不在国家分类里，归不进五种类型`,
          '按排放特征改正分类',
          limits.branch,
        )
      : null,
  ),
};
