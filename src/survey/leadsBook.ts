import { LEAD_SOURCES } from '../../entities';
import { CRS, CRS_ALIASES, choice, code, day, degrees, text } from '../core/workbook';

/** 排查线索.xlsx: one row a point that a survey brought up. */
export const LEADS_BOOK = {
  leads: {
    name: '排查线索',
    exampleIn: 'code',
    columns: {
      code: code('线索编号', {
        required: true,
        max: 32,
        help: '排查成果里的编号，不能重复',
        example: '示例-WRJ-001',
      }),
      source: choice('线索来源', LEAD_SOURCES, { required: true, example: '无人机' }),
      foundDay: day('发现日期', { required: true, example: '2026-11-20' }),
      reach: code('河段编号', { required: true, max: 32, help: '花名册里的编号', example: 'FH-0101' }),
      lon: degrees('经度', { required: true, example: '111.2200' }),
      lat: degrees('纬度', { required: true, example: '35.6100' }),
      crs: choice('坐标系', CRS, {
        blankIsAnswer: true,
        help: '空着按 WGS84',
        example: 'WGS84',
        aliases: CRS_ALIASES,
      }),
      place: text('位置说明', {
        max: 128,
        blankIsAnswer: true,
        help: '村名、桥名等，方便找',
        example: '白村桥下游',
      }),
      words: text('线索情况', { required: true, max: 500, help: '看到了什么', example: '左岸有水流入' }),
      evidence: text('证据', {
        max: 128,
        blankIsAnswer: true,
        help: '影像文件名或报告编号；插在表里的图片不导入',
      }),
    },
  },
} as const;
export type LeadsBook = typeof LEADS_BOOK;
