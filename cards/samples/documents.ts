import type { DocumentDeskView } from '../documentDesk';
import type { DocumentNoticeView } from '../documentNotice';
import type { DocumentText } from '../kit';
import type { PromiseView } from '../promise';
import { HOSTILE, LONG_WORDS, samplesOf, sure, TODAY } from './sample';

const text: DocumentText & { id: number; version: number; today: string } = {
  id: 7,
  version: 2,
  today: TODAY,
  rung: 2,
  title: '关于古交镇入河排污口整治工作滞后情况的通报',
  unit: '古交镇',
  issuer: '市生态环境局新绛分局',
  words: [
    '依据《新绛县入河排污口监督管理工作实施方案》（新政办发〔2023〕30号），现将有关工作滞后情况通报如下。',
    '截至2026年11月20日，你镇有3件事没有按期办结：排污口整治2件、整治进度1件，最长的已逾期18个工作日。整治完成率41%，应达65%。提醒后5个工作日内没有报来说明或延期申请。',
    '请你镇对照附表逐件查明原因，明确责任岗位、整改措施和完成时限，自收到本通报起10个工作日内报送整改报告。',
  ].join('\n'),
  lines: [
    {
      title: '永丰焦化厂雨洪排口',
      who: '古交镇联络员（镇代办）',
      overdueWorkdays: 18,
      steps: [{ rung: 1, day: '2026-10-29' }],
      figures: '',
      clears: '申请销号',
    },
    {
      title: '白村桥下生活污水散排口',
      who: '古交镇联络员',
      overdueWorkdays: 9,
      steps: [{ rung: 1, day: '2026-11-10' }],
      figures: '',
      clears: '报进展',
    },
    {
      title: '整治进度落后',
      who: '',
      overdueWorkdays: 0,
      steps: [{ rung: 1, day: '2026-10-08' }],
      figures: '整治完成率41%，应达65%',
      clears: '整治进度赶上计划',
    },
  ],
};
const line = text.lines[0] as DocumentText['lines'][number];
const many = Array.from({ length: 20 }, (_, n) => ({
  ...line,
  title: `汾河古交镇第${n + 1}村段 第47周巡河`,
  who: `古交镇第${n + 1}村河长`,
  overdueWorkdays: 20 - n,
  clears: '补录这次巡河',
}));

const none = {
  sign: false,
  edit: false,
  refuse: false,
  return: false,
  resubmit: false,
  judge: false,
  record: false,
  promise: false,
  end: false,
};
const soon = { today: TODAY, due: sure('2026-11-25'), workingDaysLeft: 2 };
const draft: Exclude<DocumentDeskView, { state: 'notYours' }> = {
  ...text,
  standIn: null,
  standIns: [],
  state: 'draft',
  deadline: soon,
  may: { ...none, sign: true, edit: true, refuse: true },
  nobody: false,
  dropped: 0,
  edited: null,
  signed: null,
  reason: null,
  meeting: null,
  replyDue: null,
  reply: null,
  record: null,
  promises: [],
  units: [],
  closed: null,
};
const signed = { by: '分局局长', on: '2026-11-20' };
const issued = { ...draft, state: 'issued' as const, may: none, signed, replyDue: '2026-12-04' };
const reply = {
  kind: '整改报告' as const,
  words: '两处排口的施工队已进场，雨洪排口12月10日前封堵完，散排口接管网材料已到。',
  untilDay: '2026-12-15',
  by: '古交镇镇长',
  on: '2026-11-23',
  decided: null,
};
const interview = {
  ...draft,
  rung: 3 as const,
  title: '关于约谈古交镇负责人的通知',
  issuer: '新绛县人民政府',
  words: [
    '依据《新绛县入河排污口监督管理工作实施方案》（新政办发〔2023〕30号），因下列事项经提醒、通报后仍未整改到位，现对你镇负责人进行约谈。',
    '截至2026年11月20日，你镇有3件事没有按期办结：排污口整治2件、整治进度1件，最长的已逾期28个工作日。整治完成率41%，应达65%。',
    '请准备附表所列各件的办理情况、未按期办结的原因、下一步措施和完成时限。约谈情况记入纪要，承诺事项逐项落实。',
  ].join('\n'),
  lines: text.lines.map((one) => ({
    ...one,
    steps: [...one.steps, { rung: 2 as const, day: '2026-11-06' }],
  })),
  may: { ...none, sign: true, edit: true, refuse: true, return: true },
};
const meeting = { when: '11月20日9时30分', place: '县政府三楼会议室' };
const invited = {
  ...interview,
  state: 'issued' as const,
  may: none,
  signed: { by: '副县长', on: '2026-11-16' },
  meeting,
};
const record = '副县长、县河长办、分局和古交镇镇长参加。镇里说明了施工队进场晚的原因，定了两条。';
const promises = [
  {
    words: '12月10日前封堵永丰焦化厂雨洪排口',
    unit: '古交镇',
    due: '2026-12-10',
    stands: '还没办到',
  },
  { words: '散排口接入镇区管网', unit: '县住建局', due: '2026-12-20', stands: '等核实' },
];
const units = [
  { code: 'u3', name: '古交镇' },
  { code: 'u1', name: '龙兴镇' },
  { code: 'u9', name: '县住建局' },
];
const supervision = {
  ...interview,
  rung: 4 as const,
  title: '关于将古交镇入河排污口整治工作列入督查的通知',
  words: interview.words.replace('现对你镇负责人进行约谈', '将附表所列事项列入县政府督查事项'),
};

export const documentDeskSamples = samplesOf('documentDesk', {
  'stand-in-asked': {
    ...draft,
    standIn: { by: '新绛县人民政府办公室主任', forWhom: '新绛县人民政府副县长', signed: false },
    standIns: [
      { code: 'p4', name: '李明（办公室主任）' },
      { code: 'p5', name: '王强（副主任）' },
    ],
  },
  'stand-in-signed': {
    ...draft,
    state: 'issued',
    may: none,
    deadline: null,
    replyDue: '2026-12-07',
    signed: { by: '新绛县人民政府办公室主任', on: '2026-11-23' },
    standIn: { by: '新绛县人民政府办公室主任', forWhom: '新绛县人民政府副县长', signed: true },
  },
  draft,
  edited: { ...draft, dropped: 1, edited: { by: '分局科长', on: '2026-11-23' } },
  'draft-watched': { ...draft, may: none },
  'draft-nobody': { ...draft, may: none, nobody: true },
  'draft-many': {
    ...draft,
    title: '关于古交镇巡河履职工作滞后情况的通报',
    issuer: '新绛县河长制办公室',
    lines: many,
  },
  'draft-late': {
    ...draft,
    deadline: { today: TODAY, due: sure('2026-11-19'), workingDaysLeft: 0 },
  },
  refused: {
    ...draft,
    state: 'refused',
    deadline: null,
    may: none,
    reason: { by: '分局局长', on: TODAY, words: '两处已进场施工，先不通报，再看两周。' },
  },
  withdrawn: { ...draft, state: 'withdrawn', deadline: null, may: none, lines: [], dropped: 3 },
  issued,
  'issued-reply': { ...issued, may: { ...none, judge: true }, reply },
  closed: {
    ...issued,
    state: 'closed',
    deadline: null,
    reply: { ...reply, decided: { granted: true, by: '分局局长', on: TODAY, reason: '' } },
    closed: { by: '分局局长', on: TODAY, words: '' },
  },
  interview,
  'interview-returned': {
    ...interview,
    state: 'returned',
    may: { ...none, edit: true, refuse: true, resubmit: true },
    reason: { by: '副县长', on: TODAY, words: '把两处排口的原因写具体些。' },
  },
  'interview-declined': {
    ...interview,
    state: 'refused',
    deadline: null,
    may: none,
    reason: { by: '副县长', on: TODAY, words: '上周已当面谈过，先看整改。' },
  },
  invited: { ...invited, may: { ...none, record: true } },
  minuted: { ...invited, may: { ...none, record: true, promise: true }, record, promises, units },
  kept: {
    ...invited,
    may: { ...none, record: true, promise: true, end: true },
    record,
    promises: promises.map((one) => ({ ...one, stands: '已办到' })),
    units,
  },
  supervision,
  'supervision-running': {
    ...supervision,
    state: 'issued',
    may: { ...none, end: true },
    signed: { by: '副县长', on: '2026-11-20' },
    replyDue: '2026-12-31',
  },
  'supervision-closed': {
    ...supervision,
    state: 'closed',
    deadline: null,
    may: none,
    signed: { by: '副县长', on: '2026-11-20' },
    closed: { by: '县河长办主任', on: TODAY, words: '现场看过，两处排口已封堵，没有复排。' },
  },
  'not-yours': { ...text, state: 'notYours' },
  worst: {
    ...interview,
    ...text,
    unit: HOSTILE,
    title: HOSTILE,
    issuer: HOSTILE,
    words: HOSTILE,
    lines: Array.from({ length: 60 }, () => ({
      ...line,
      title: HOSTILE,
      who: HOSTILE,
      figures: HOSTILE,
      clears: HOSTILE,
    })),
    edited: { by: HOSTILE, on: TODAY },
    reply: { ...reply, words: LONG_WORDS, by: HOSTILE },
  },
});

const notice: Extract<DocumentNoticeView, { state: 'open' | 'closed' }> = {
  ...text,
  state: 'open',
  deadline: { today: TODAY, due: sure('2026-12-04'), workingDaysLeft: 9 },
  signedOn: '2026-11-20',
  meeting: null,
  reply: null,
  mayReply: true,
  record: null,
  promises: [],
  closed: null,
};
export const documentNoticeSamples = samplesOf('documentNotice', {
  open: notice,
  many: { ...notice, lines: many },
  reported: { ...notice, reply, mayReply: false },
  denied: {
    ...notice,
    reply: {
      ...reply,
      decided: { granted: false, by: '分局局长', on: TODAY, reason: '散排口没有写完成日期，请补上。' },
    },
  },
  closed: {
    ...notice,
    state: 'closed',
    mayReply: false,
    deadline: null,
    reply: { ...reply, decided: { granted: true, by: '分局局长', on: TODAY, reason: '' } },
    closed: { on: TODAY, words: '' },
  },
  invited: {
    ...notice,
    ...interview,
    state: 'open',
    mayReply: false,
    deadline: { today: TODAY, due: sure('2026-11-27'), workingDaysLeft: 4 },
    meeting: { when: '11月27日9时30分', place: '县政府三楼会议室' },
    signedOn: TODAY,
    reply: null,
    record: null,
    promises: [],
    closed: null,
  },
  minuted: {
    ...notice,
    ...interview,
    state: 'open',
    mayReply: false,
    deadline: null,
    meeting,
    signedOn: '2026-11-16',
    reply: null,
    record,
    promises,
    closed: null,
  },
  supervised: {
    ...notice,
    ...supervision,
    state: 'open',
    mayReply: true,
    deadline: { today: TODAY, due: sure('2026-12-31'), workingDaysLeft: 28 },
    signedOn: '2026-11-20',
    meeting: null,
    reply: null,
    record: null,
    promises: [],
    closed: null,
  },
  'not-yours': { ...text, state: 'notYours' },
});

export const groupDocumentSamples = samplesOf('groupDocument', {
  town: { ...text, signedOn: '2026-11-20' },
});

const row = (id: number, title: string, stands: string, more: { late?: boolean; over?: boolean } = {}) => ({
  ref: { type: 'documentDesk' as const, id, version: 1 },
  title,
  stands,
  late: false,
  over: false,
  ...more,
});
export const documentsSamples = samplesOf('documents', {
  office: {
    today: TODAY,
    rung: 2,
    place: '全县',
    total: 26,
    rows: [
      row(1, '关于古交镇入河排污口整治工作滞后情况的通报', '待签'),
      row(2, '关于龙兴镇巡河履职工作滞后情况的通报', '11月9日签发，11月20日前报整改', { late: true }),
      row(3, '关于三泉镇河长制工作滞后情况的通报', '11月18日签发，待答复'),
      row(4, '关于横桥镇河湖问题处置工作滞后情况的通报', '10月12日签发，已办结', { over: true }),
      row(5, '关于阳王镇入河排污口整治工作滞后情况的通报', '已退回', { over: true }),
      row(6, '关于泉掌镇巡河履职工作滞后情况的通报', '已撤下', { over: true }),
      row(7, '关于泽掌镇巡河履职工作滞后情况的通报', '9月8日签发，已办结', { over: true }),
    ],
  },
  supervision: {
    today: TODAY,
    rung: 4,
    place: '全县',
    total: 1,
    rows: [row(9, '关于将古交镇入河排污口整治工作列入督查的通知', '11月20日签发，12月31日前办结')],
  },
  empty: { today: TODAY, rung: 3, place: '古交镇', total: 0, rows: [] },
});

const promise: Extract<PromiseView, { state: 'open' | 'kept' | 'closed' }> = {
  id: 2,
  version: 1,
  today: TODAY,
  due: sure('2026-12-10'),
  workingDaysLeft: 13,
  unit: '古交镇',
  from: '关于约谈古交镇负责人的通知',
  words: '12月10日前封堵永丰焦化厂雨洪排口',
  state: 'open',
  mine: true,
  done: null,
  checked: null,
};
const done = { by: '古交镇镇长', on: TODAY, words: '11月22日砌墙封堵，雨水改进厂内沉淀池。' };
export const promiseSamples = samplesOf('promise', {
  open: promise,
  late: { ...promise, due: sure('2026-11-18'), workingDaysLeft: 0 },
  returned: { ...promise, checked: { by: '县河长办主任', on: null, words: '墙还在渗水，补好再报。' } },
  'to-check': { ...promise, state: 'kept', done },
  kept: { ...promise, state: 'kept', mine: false, done },
  closed: {
    ...promise,
    state: 'closed',
    mine: false,
    done,
    checked: { by: '县河长办主任', on: TODAY, words: '' },
  },
  'not-yours': { ...promise, state: 'notYours' },
});
