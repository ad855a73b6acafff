import { ROLES, UNIT_TYPES } from '../../entities';
import { choice, choices, code, day, degrees, mobile, quantity, text } from '../core/workbook';

/** 花名册.xlsx, heading for heading as in the contract. */
const units = {
  name: '单位',
  exampleIn: 'code',
  columns: {
    code: code('单位编码', {
      required: true,
      max: 32,
      help: '全县不重复；镇和开发区用 9 位区划代码',
      example: '示例-140825100',
    }),
    name: text('单位名称', { required: true, max: 64, example: '龙兴镇' }),
    type: choice('类型', UNIT_TYPES, { required: true, example: '镇' }),
    divisionCode: code('区划代码', {
      max: 12,
      pattern: /^(\d{6}|\d{9}|\d{12})$/,
      help: '6 位、9 位或 12 位数字',
      example: '140825100',
    }),
  },
} as const;

const people = {
  name: '人员',
  exampleIn: 'name',
  columns: {
    name: text('姓名', { required: true, max: 64, example: '示例人员' }),
    mobile: mobile('手机号', {
      required: true,
      help: '飞书登录用的手机号，11 位；一人一行，按手机号认人',
      example: '19900000000',
    }),
    unit: text('单位', {
      required: true,
      max: 64,
      help: '“单位”表里的名称或编码；有重名的填编码',
      example: '龙兴镇',
    }),
    title: text('职务', { max: 64, help: '卡片上显示的称呼', example: '龙兴镇副镇长' }),
    roles: choices('角色', ROLES, {
      required: true,
      help: '可填几个，用、隔开；管委会里“镇长”指主任',
      example: '镇级河长、镇联络员',
    }),
  },
} as const;

const reaches = {
  name: '河段',
  exampleIn: 'code',
  columns: {
    code: code('河段编号', { required: true, max: 32, help: '全县不重复', example: '示例-FH-0101' }),
    river: text('河流', { required: true, max: 32, choices: ['汾河', '浍河'], example: '汾河' }),
    name: text('河段名称', { required: true, max: 64, example: '汾河龙兴镇段' }),
    town: text('所属镇', {
      required: true,
      max: 64,
      help: '“单位”表里类型为镇或管委会的名称或编码',
      example: '龙兴镇',
    }),
    parent: code('上级河段编号', {
      max: 32,
      blankIsAnswer: true,
      help: '这一段属于哪一大段',
      example: 'FH-00',
    }),
    startName: text('起点', { max: 64, example: '东关桥' }),
    endName: text('止点', { max: 64, example: '西关桥' }),
    lengthM: quantity('长度km', {
      scale: 1_000,
      max: 1_000,
      units: /(?:km|公里|千米)$/i,
      help: '公里',
      example: '3.2',
    }),
    startLon: degrees('起点经度', { help: 'WGS84', example: '111.22' }),
    startLat: degrees('起点纬度', { help: 'WGS84', example: '35.61' }),
    endLon: degrees('止点经度', { help: 'WGS84', example: '111.25' }),
    endLat: degrees('止点纬度', { help: 'WGS84', example: '35.62' }),
  },
} as const;

const posts = {
  name: '河长',
  exampleIn: 'reach',
  columns: {
    reach: code('河段编号', { required: true, max: 32, help: '“河段”表里的编号', example: '示例-FH-0101' }),
    level: choice('级别', ['县级', '镇级', '村级'], { required: true, example: '镇级' }),
    mobile: mobile('手机号', { required: true, help: '“人员”表里的手机号', example: '19900000000' }),
    fromDay: day('任职起', { required: true, example: '2024-01-01' }),
    toDay: day('任职止', {
      blankIsAnswer: true,
      help: '还在任的留空；离任的填最后一天，不要删行',
      example: '',
    }),
  },
} as const;

export const ROSTER_BOOK = { units, people, reaches, posts } as const;
export type RosterBook = typeof ROSTER_BOOK;
