import { choice, code, day, quantity, text } from '../core/workbook';

/** 年度整治方案.xlsx, clause （四）: a row for each outfall of the year's plan; and which reaches were surveyed. */
const plan = {
  name: '年度方案',
  exampleIn: 'name',
  columns: {
    year: quantity('年度', {
      required: true,
      scale: 1,
      max: 2_100,
      units: /年度?$/,
      help: '哪一年的方案',
      example: '2026',
    }),
    internalCode: code('内部编号', {
      max: 16,
      upper: true,
      blankIsAnswer: true,
      help: '台账里的；内部编号、国家编码、名称填一样就行',
    }),
    nationalCode: code('国家编码', { max: 32, upper: true, blankIsAnswer: true }),
    name: text('名称', { max: 128, blankIsAnswer: true, help: '和台账一样', example: '示例排污口' }),
    type: choice('整治类型', ['依法取缔', '清理合并', '规范整治', '无需整治'], {
      required: true,
      example: '规范整治',
    }),
    measure: text('整治措施', { max: 2_000, example: '立标识牌，建采样点' }),
    lead: text('牵头部门', { max: 64, help: '花名册里的单位名称', example: '县住建局' }),
    dueDay: day('整治期限', {
      blankIsAnswer: true,
      help: '如 2026-10-31；无需整治的不填',
      example: '2026-10-31',
    }),
  },
} as const;

const survey = {
  name: '排查进度',
  exampleIn: 'reach',
  columns: {
    reach: code('河段编号', { required: true, max: 32, help: '花名册里的编号', example: '示例-FH-0101' }),
    surveyedDay: day('排查完成日期', {
      required: true,
      help: '从头到尾走完那天',
      example: '2023-11-30',
    }),
  },
} as const;

export const PLAN_BOOK = { plan, survey } as const;
export type PlanBook = typeof PLAN_BOOK;
