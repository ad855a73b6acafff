import { CATEGORIES, SERIOUSNESS } from '../../entities';
import { type Column, choice, cleanCode, cleaned, code, day, described, text } from '../core/workbook';

/** A mobile, or a landline with its area: whoever complains may have either. */
const phone = (heading: string, wording: Parameters<typeof described>[1]): Column<string> =>
  described(heading, wording, {
    secret: true,
    read: (raw, reading) => {
      const typed = cleaned(raw, cleanCode, reading);
      if (typed === null) return null;
      const value = typed.replace(/^(?:\+|00)86[-‐–—]?(?=1)/, '').replace(/[‐–—]/g, '-');
      if (value !== typed) reading.repaired('phone');
      if (/^(?:1\d{10}|0\d{2,3}-?\d{7,8})$/.test(value)) return value;
      return reading.fault('cell.phone', '应是 11 位手机号，或带区号的座机，如 0359-1234567');
    },
  });

/** 投诉.xlsx: what the public said, as 12345 or another office sends it; a row each. */
const complaintsWith = (groups: readonly string[]) =>
  ({
    name: '投诉',
    exampleIn: 'reach',
    columns: {
      sourceNo: code('工单编号', {
        max: 64,
        blankIsAnswer: true,
        help: '来源单位的编号；填了就按它认是不是同一件',
        example: '12345-0001',
      }),
      saidOn: day('投诉日期', { required: true, help: '群众反映那天', example: '2026-11-25' }),
      reach: code('河段编号', { required: true, max: 32, help: '花名册里的编号', example: '示例-FH-0101' }),
      outfall: text('排污口', {
        max: 128,
        blankIsAnswer: true,
        help: '在哪个排污口：台账里的内部编号或名称',
      }),
      spot: text('具体位置', {
        max: 100,
        blankIsAnswer: true,
        help: '排污口和具体位置至少填一个',
        example: '桥下50米',
      }),
      category: text('问题类别', {
        max: 16,
        required: true,
        choices: groups,
        help: '规则里的类别',
        example: '河岸',
      }),
      kind: text('具体种类', {
        max: 32,
        blankIsAnswer: true,
        help: '规则里的种类，如私设暗管、借道排污（随时报分局）；说不准就空着',
      }),
      seriousness: choice('严重程度', SERIOUSNESS, { required: true, example: '一般' }),
      words: text('投诉内容', {
        max: 1_000,
        required: true,
        help: '反映了什么，不写姓名和电话',
        example: '岸边堆了垃圾，有臭味',
      }),
      phone: phone('投诉人电话', { blankIsAnswer: true, help: '没留就空着；加密保存，承办的人看不到' }),
    },
  }) as const;

/** With the groups of the county's own forms (policy.yaml, `findings.groups`) to choose from. */
export const complaintBook = (groups: readonly string[]) => ({ complaints: complaintsWith(groups) }) as const;

export const COMPLAINT_BOOK = complaintBook(CATEGORIES);
export type ComplaintBook = typeof COMPLAINT_BOOK;
