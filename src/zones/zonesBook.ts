import { ZONE_CONTROLS, ZONE_KINDS } from '../../entities';
import { CRS, CRS_ALIASES, choice, code, day, degrees, flag, text } from '../core/workbook';

const zone = code('区划编号', {
  required: true,
  max: 32,
  help: '区划文件里的编号，不能重复；“边界”表里用同一个',
  example: '示例-QH-01',
});

/** 区划.xlsx: one row a zone, and one row a point of its boundary. */
export const ZONES_BOOK = {
  zones: {
    name: '区划',
    exampleIn: 'code',
    columns: {
      code: zone,
      name: text('区划名称', { required: true, max: 128, example: '古堆泉水源地一级保护区' }),
      kind: choice('区划类型', ZONE_KINDS, {
        required: true,
        example: '饮用水水源一级保护区',
        aliases: {
          一级保护区: '饮用水水源一级保护区',
          水源一级保护区: '饮用水水源一级保护区',
          二级保护区: '饮用水水源二级保护区',
          水源二级保护区: '饮用水水源二级保护区',
        },
      }),
      control: choice('管控', ZONE_CONTROLS, {
        blankIsAnswer: true,
        help: '这里新设、改设、扩大排污口；空着按区划类型',
        example: '禁止',
      }),
      basis: text('依据', { max: 255, blankIsAnswer: true, help: '法条或批复文号；空着按区划类型' }),
      reaches: text('河段编号', {
        max: 2_000,
        blankIsAnswer: true,
        help: '包含哪些河段，几个用顿号隔开，下级河段跟着算；有边界的可以不写',
        example: 'FH-0101',
      }),
      endDay: day('失效日期', { blankIsAnswer: true, help: '从哪天起不再管用；一直管用就空着' }),
    },
  },
  boundary: {
    name: '边界',
    exampleIn: 'code',
    columns: {
      code: zone,
      part: text('第几片', {
        max: 16,
        blankIsAnswer: true,
        help: '一个区划分成几片时写 1、2、3；只有一片可以空着',
        example: '1',
      }),
      hole: flag('挖空', { blankIsAnswer: true, help: '这一片是从前一片里挖掉的写“是”', example: '否' }),
      lon: degrees('经度', { required: true, help: '沿边界一行一个点，按顺序', example: '111.2200' }),
      lat: degrees('纬度', { required: true, example: '35.6100' }),
      crs: choice('坐标系', CRS, {
        blankIsAnswer: true,
        help: '空着按 WGS84',
        example: 'WGS84',
        aliases: CRS_ALIASES,
      }),
    },
  },
} as const;
export type ZonesBook = typeof ZONES_BOOK;
