/** 排污口分类, HJ 1312-2023: three levels. */

interface Class2 {
  name: string;
  /** Other names in use for it. */
  also?: readonly string[];
  class3?: readonly string[];
}

interface Class1 {
  name: string;
  also: readonly string[];
  classes: readonly Class2[];
}

const ENTERPRISE = ['工业企业', '矿山', '尾矿库'] as const;

/** The table, in its own order. */
export const OUTFALL_CLASSES: readonly Class1[] = [
  {
    name: '工业排污口',
    also: ['工业', '工业排口'],
    classes: [
      { name: '工矿企业排污口', also: ['工矿企业', '工矿企业排口'], class3: ENTERPRISE },
      { name: '工矿企业雨洪排口', also: ['工矿企业雨洪', '工矿企业雨洪排污口'], class3: ENTERPRISE },
      { name: '工业及其他各类园区污水处理厂排污口', also: ['园区污水处理厂排污口'] },
      { name: '工业及其他各类园区污水处理厂雨洪排口', also: ['园区污水处理厂雨洪排口'] },
    ],
  },
  {
    name: '城镇污水处理厂排污口',
    also: ['城镇污水处理厂'],
    classes: [{ name: '城镇污水处理厂排污口', also: ['城镇污水处理厂'] }],
  },
  {
    name: '农业排口',
    also: ['农业', '农业排污口'],
    classes: [
      { name: '规模化畜禽养殖排污口', also: ['规模化畜禽养殖', '规模化畜禽'] },
      { name: '规模化水产养殖排污口', also: ['规模化水产养殖', '规模化水产'] },
    ],
  },
  {
    name: '其他排口',
    also: ['其他', '其他排污口'],
    classes: [
      { name: '城镇雨洪排口', also: ['城镇雨洪', '城镇雨洪排污口'] },
      { name: '大中型灌区排口', also: ['大中型灌区'] },
      { name: '港口码头排口', also: ['港口码头'] },
      { name: '规模以下畜禽养殖排污口', also: ['规模以下畜禽养殖', '规模以下畜禽'] },
      { name: '规模以下水产养殖排污口', also: ['规模以下水产养殖', '规模以下水产'] },
      { name: '农村污水处理设施排污口', also: ['农村污水处理设施'] },
      { name: '农村生活污水散排口', also: ['农村生活污水'] },
      { name: '城镇生活污水散排口', also: ['城镇生活污水'] },
      { name: '其他排污口', also: ['其他', '其他排口'] },
    ],
  },
];

const matches = (named: string) => (entry: { name: string; also?: readonly string[] }) =>
  entry.name === named || (entry.also?.includes(named) ?? false);

/** `工业企业排污口` and `工业企业雨洪排口` are written for 工业企业. */
const class3Of = (named: string): string => named.replace(/(?:雨洪)?排(?:污)?口$/, '');

export interface OutfallClass {
  class1: string;
  class2: string;
  class3: string | null;
}

/** What is wrong with a class, with the column it is wrong in. */
export interface ClassFault {
  level: 1 | 2 | 3;
  message: string;
}

/** The class by its standard names, from the names a ledger uses; or what does not fit and what would. */
export function classify(class1: string, class2: string, class3: string | null): OutfallClass | ClassFault {
  const first = OUTFALL_CLASSES.find(matches(class1));
  if (!first) {
    const elsewhere = OUTFALL_CLASSES.find(({ classes }) => classes.some(matches(class1)));
    const hint = elsewhere ? `；“${class1}”是“${elsewhere.name}”下的二级分类` : '';
    return { level: 1, message: `只能填：${OUTFALL_CLASSES.map(({ name }) => name).join('、')}${hint}` };
  }
  const second = first.classes.find(matches(class2));
  if (!second) {
    const owner = OUTFALL_CLASSES.find(({ classes }) => classes.some(matches(class2)));
    const hint = owner ? `；“${class2}”属于“${owner.name}”` : '';
    const fitting = first.classes.map(({ name }) => name).join('、');
    return { level: 2, message: `在“${first.name}”下只能填：${fitting}${hint}` };
  }
  if (class3 === null || class3 === second.name) {
    return { class1: first.name, class2: second.name, class3: null };
  }
  const third = second.class3?.find((name) => name === class3 || name === class3Of(class3));
  if (third) return { class1: first.name, class2: second.name, class3: third };
  return {
    level: 3,
    message: second.class3
      ? `在“${second.name}”下只能填：${second.class3.join('、')}`
      : `“${second.name}”没有三级分类，请清空这一格`,
  };
}

/** 县里的五种类型 of plan clause （三）: derived from the national class, never stored. */
export const COUNTY_TYPES = ['工业', '城镇污水处理厂', '农业', '城镇雨洪', '其他'] as const;
export type CountyType = (typeof COUNTY_TYPES)[number];

const TYPE_OF_CLASS1: Record<string, CountyType> = {
  工业排污口: '工业',
  城镇污水处理厂排污口: '城镇污水处理厂',
  农业排口: '农业',
  其他排口: '其他',
};

/** The county's type of a class; null when the class is none of HJ 1312-2023. */
export function countyTypeOf({ class1, class2 }: Pick<OutfallClass, 'class1' | 'class2'>): CountyType | null {
  const known = OUTFALL_CLASSES.find(({ name }) => name === class1)?.classes.some(
    ({ name }) => name === class2,
  );
  if (!known) return null;
  return class2 === '城镇雨洪排口' ? '城镇雨洪' : (TYPE_OF_CLASS1[class1] ?? null);
}

/** 二级分类 whose setting is approved; all others are registered (生态环境部令第35号). */
export const APPROVED_CLASSES: readonly string[] = [
  '工矿企业排污口',
  '工业及其他各类园区污水处理厂排污口',
  '城镇污水处理厂排污口',
];

export const needsApproval = (class2: string): boolean => APPROVED_CLASSES.includes(class2);

/** 审批登记 of an outfall that has neither. */
export const unapproved = (class2: string): '未审批' | '未登记' =>
  needsApproval(class2) ? '未审批' : '未登记';
