import { CRS, CRS_ALIASES, choice, code, day, degrees, flag, quantity, text } from '../core/workbook';
import { OUTFALL_CLASSES } from './outfallClasses';

const HAVE = ['有', '无'] as const;
const HAVE_OR_NOT_NEEDED = ['有', '无', '不需要'] as const;

const class1 = OUTFALL_CLASSES.map(({ name }) => name);
const class2 = [...new Set(OUTFALL_CLASSES.flatMap(({ classes }) => classes.map(({ name }) => name)))];
const class3 = ['工业企业', '矿山', '尾矿库'];

/** 入河排污口台账.xlsx, heading for heading as in the contract. */
const outfalls = {
  name: '台账',
  exampleIn: 'name',
  columns: {
    internalCode: code('内部编号', {
      max: 16,
      upper: true,
      blankIsAnswer: true,
      help: '本县自己的编号，最多16个字；没有就空着，系统编成 XJ-100-0001 这样',
    }),
    name: text('名称', {
      required: true,
      max: 128,
      help: '全县不重复；市+县+镇+参照物方位+类型',
      example: '示例：运城市新绛县龙兴镇某桥西50米城镇雨洪排口',
    }),
    nationalCode: code('国家编码', {
      max: 32,
      upper: true,
      help: '国家统一赋码，如 XX-140825-0001-GY-00；没有就空着',
    }),
    localCode: code('地方编码', { max: 32, upper: true }),
    town: text('所属镇', {
      required: true,
      max: 64,
      help: '花名册里镇或管委会的名称或编码',
      example: '龙兴镇',
    }),
    village: text('行政村', { max: 64, example: '第一村' }),
    river: text('河流', { required: true, max: 32, choices: ['汾河', '浍河'], example: '汾河' }),
    reach: code('河段编号', { required: true, max: 32, help: '花名册“河段”表里的编号', example: 'FH-01' }),
    bank: choice('岸别', ['左岸', '右岸'], { aliases: { 左: '左岸', 右: '右岸' }, example: '左岸' }),
    lon: degrees('经度', { required: true, help: '小数或度分秒', example: '111.2204' }),
    lat: degrees('纬度', { required: true, help: '小数或度分秒', example: '35.6151' }),
    crs: choice('坐标系', CRS, { aliases: CRS_ALIASES, help: '空着按 WGS84', example: 'WGS84' }),
    class1: text('一级分类', { required: true, max: 32, choices: class1, example: '其他排口' }),
    class2: text('二级分类', { required: true, max: 32, choices: class2, example: '城镇雨洪排口' }),
    class3: text('三级分类', {
      max: 32,
      choices: class3,
      blankIsAnswer: true,
      help: '只有工矿企业有三级分类',
    }),
    mouthForm: text('口门形态', {
      max: 32,
      choices: ['明渠', '管道', '泵站', '涵闸', '闸泵联用', '箱涵', '潜没', '其他'],
      example: '管道',
    }),
    flowTrait: text('排水特征', {
      max: 32,
      choices: ['排水', '无水', '死水', '闸断', '不确定'],
      example: '排水',
    }),
    dischargeTo: text('排放去向', { max: 128, example: '汾河' }),
    dailyVolumeL: quantity('日排水量m3', {
      scale: 1_000,
      max: 2_000_000,
      units: /(?:m3|m³|立方米|方|吨|t)(?:\/?(?:d|日|天))?$/i,
      help: '立方米每日',
      example: '120',
    }),
    inZone: flag('是否在开发区', { example: '否' }),
    owner: text('责任主体', { max: 128, example: '龙兴镇人民政府' }),
    ownerType: choice('责任主体类型', ['企业', '镇政府', '部门', '村', '个人', '不明'], {
      required: true,
      example: '镇政府',
    }),
    creditCode: code('统一社会信用代码', { max: 32, upper: true, help: '18 位' }),
    permitNo: code('排污许可证或登记号', { max: 64, upper: true }),
    sharedWith: text('共用单位', {
      max: 255,
      blankIsAnswer: true,
      help: '几个单位共用一个口时，列出其他单位',
    }),
    leadDepartment: text('牵头部门', { max: 64, help: '花名册里的县直部门', example: '县住建局' }),
    approval: choice('审批登记', ['已审批', '已登记', '未审批', '未登记'], { example: '已登记' }),
    isKey: flag('是否重点', { example: '否' }),
    monitorFrequency: text('监测频次', {
      max: 32,
      choices: ['每月', '每季度', '每半年', '每年', '雨后'],
      example: '每年',
    }),
    standard: text('执行标准', { max: 128 }),
    video: choice('在线视频', HAVE_OR_NOT_NEEDED, { example: '不需要' }),
    gate: choice('闸阀', HAVE_OR_NOT_NEEDED, { example: '不需要' }),
    gateFiled: flag('闸阀备案'),
    isPlantOverflow: flag('进水管网溢流口', { example: '否' }),
    sewerCovered: flag('管网覆盖', { example: '是' }),
    samplingPoint: choice('采样点', HAVE, { example: '有' }),
    archive: choice('档案', HAVE, { example: '有' }),
    retained: flag('是否保留', { example: '是' }),
    sign: choice('标识牌', ['有', '无', '破损'], { example: '有' }),
    tracing: choice('溯源状态', ['未溯源', '溯源中', '已溯源', '无法溯源'], {
      required: true,
      example: '已溯源',
    }),
    remedyType: choice('整治类型', ['依法取缔', '清理合并', '规范整治', '无需整治'], { example: '规范整治' }),
    remedyMeasure: text('整治措施', { max: 2_000, example: '设置标识牌和采样点' }),
    remedyDueDay: day('整治期限', { help: '如 2026-12-31', example: '2026-12-31' }),
    remedyStage: choice('整治阶段', ['未整治', '整治中', '完成整治'], { example: '整治中' }),
    note: text('备注', { max: 2_000, blankIsAnswer: true }),
    // What the county knows besides. Behind the rest, so that older workbooks and templates stay as they are.
    address: text('地址', { max: 255, help: '在什么地方，一句话' }),
    abnormal: text('异常情况', { max: 2_000, blankIsAnswer: true, help: '口门或出水有什么不对' }),
    waterZone: text('水功能区', { max: 128 }),
    waterTarget: text('水质目标', { max: 16, choices: ['Ⅱ类', 'Ⅲ类', 'Ⅳ类', 'Ⅴ类'] }),
    controlSection: text('控制断面', { max: 128, help: '下游最近的国控、省控、市控断面' }),
    yearlyVolumeM3: quantity('年排水量m3', {
      scale: 1,
      max: 1_000_000_000,
      units: /(?:m3|m³|立方米|方|吨|t)(?:\/?(?:a|年))?$/i,
      help: '立方米每年',
    }),
    sewageKind: text('污水类型', {
      max: 64,
      choices: ['生活污水', '工业废水', '养殖废水', '雨水', '农田退水', '混合污水'],
    }),
    pollutants: text('主要污染物', { max: 255, help: '如 化学需氧量、氨氮、总磷' }),
    toxic: flag('含有毒有害物质'),
    aboveScale: flag('规模以上'),
    ownerAddress: text('责任主体地址', { max: 255 }),
    townBackstop: flag('镇兜底', {
      blankIsAnswer: true,
      help: '溯源后仍找不到责任主体、由属地镇负责；溯源状态填“无法溯源”时系统自己记',
    }),
    remedyProblem: text('存在问题', { max: 2_000 }),
    remedyRequirement: text('整治要求', { max: 2_000, help: '具体情形和技术要求' }),
    remedyOutcome: text('整治成效', { max: 2_000 }),
    remedyCriterion: text('完成判定条件', { max: 2_000 }),
    planYear: quantity('年度方案', {
      scale: 1,
      max: 2_099,
      units: /年(?:度)?(?:方案)?$/,
      blankIsAnswer: true,
      help: '列入哪一年的整治方案，如 2026',
    }),
  },
} as const;

export const LEDGER_BOOK = { outfalls } as const;
export type LedgerBook = typeof LEDGER_BOOK;
