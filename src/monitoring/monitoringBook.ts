import { MONITOR_METHODS } from '../../entities';
import {
  type Column,
  choice,
  cleaned,
  code,
  day,
  described,
  quantity,
  text,
  type Wording,
} from '../core/workbook';
import { cleanText } from '../core/workbook/text';
import { ITEM_ALIASES, ITEM_NAMES, MOST_VALUE, parseReading, type Reading, UNITS } from './items';

/** A result as a report writes it: 65, <0.025, 未检出. */
function reading(heading: string, wording: Wording): Column<Reading> {
  return described(heading, wording, {
    read: (raw, saying) => {
      // A spreadsheet's own arithmetic: 0.1 + 0.2 is no reading of seventeen digits.
      const typed =
        typeof raw === 'number'
          ? String(Number(raw.toFixed(4)))
          : cleaned(raw, cleanText, saying, ['未检出']);
      if (typed === null) return null;
      const found = parseReading(typed);
      if (!found) return saying.fault('monitoring.reading', '应是数字，或像 <0.025、未检出 这样，不带单位');
      return found.value <= MOST_VALUE ? found : saying.fault('cell.range', `应在 0 到 ${MOST_VALUE} 之间`);
    },
  });
}

/** HH:mm; Excel may keep it as a part of a day. */
function time(heading: string, wording: Wording): Column<string> {
  return described(heading, wording, {
    read: (raw, saying) => {
      const part =
        raw instanceof Date ? (raw.getTime() / 86_400_000) % 1 : typeof raw === 'number' ? raw : null;
      if (part !== null) {
        const minutes = Math.round((part < 0 ? part + 1 : part) * 1_440);
        if (part >= 1 || minutes > 1_439) return saying.fault('cell.time', '应像 09:30');
        return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
      }
      const typed = cleaned(raw, cleanText, saying);
      if (typed === null) return null;
      const [, hour = '', minute = ''] = /^(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?$/.exec(typed) ?? [];
      if (hour === '' || Number(hour) > 23 || Number(minute) > 59)
        return saying.fault('cell.time', '应像 09:30');
      return `${hour.padStart(2, '0')}:${minute}`;
    },
  });
}

const outfall = code('排污口', {
  required: true,
  max: 128,
  help: '台账里的内部编号、国家编码或名称',
  example: '示例-XJ-100-0001',
});
const item = (example: string) =>
  choice('项目', ITEM_NAMES, { required: true, example, aliases: ITEM_ALIASES });
const limit = (heading: string, example?: string) =>
  quantity(heading, { scale: 10_000, max: MOST_VALUE, blankIsAnswer: true, help: '按该项目的单位', example });

/** 监测结果.xlsx: one row a result; 限值 only where the permit or 登记表 sets some of its own. */
export const MONITORING_BOOK = {
  results: {
    name: '监测结果',
    exampleIn: 'outfall',
    columns: {
      outfall,
      day: day('采样日期', { required: true, example: '2026-11-20' }),
      time: time('采样时刻', { blankIsAnswer: true, help: '同一天采了几次才要填', example: '09:30' }),
      method: choice('监测方式', MONITOR_METHODS, {
        required: true,
        help: '快检超了只算疑似',
        example: '实验室',
      }),
      item: item('化学需氧量'),
      reading: reading('结果', { required: true, help: '数字，或 <0.025、未检出', example: '35' }),
      unit: choice('单位', UNITS, {
        blankIsAnswer: true,
        help: '空着就是该项目的常用单位',
        example: 'mg/L',
        aliases: {
          'MG/L': 'mg/L',
          '毫克/升': 'mg/L',
          'UG/L': 'μg/L',
          'ΜG/L': 'μg/L',
          '微克/升': 'μg/L',
          'M3/D': 'm³/d',
        },
      }),
      lab: text('监测单位', { max: 64, blankIsAnswer: true, help: '实验室的必填', example: '示例监测站' }),
      sampler: text('采样人', { max: 32, blankIsAnswer: true }),
      reportNo: text('报告编号', { max: 64, blankIsAnswer: true }),
    },
  },
  limits: {
    name: '限值',
    exampleIn: 'outfall',
    columns: {
      outfall,
      item: item('氨氮'),
      low: limit('下限'),
      high: limit('上限', '5'),
      source: text('依据', {
        max: 64,
        blankIsAnswer: true,
        help: '许可证或登记表编号',
        example: '排污许可证',
      }),
    },
  },
} as const;
export type MonitoringBook = typeof MONITORING_BOOK;
