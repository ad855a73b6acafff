import type { DocumentWhyView } from '../documentWhy';
import type { LadderFaultsView } from '../ladderFaults';
import type { LadderJudgeView } from '../ladderJudge';
import type { LadderReplyView } from '../ladderReply';
import type { LagWhyView, WhyCase } from '../lagWhy';
import { HOSTILE, LONG_POST, LONG_WORDS, samplesOf, sure, TODAY } from './sample';

const why = (n: number, more: Partial<WhyCase> = {}): WhyCase => ({
  id: 40 + n,
  title: '交办单：桥下50米（河岸）',
  since: '2026-11-19',
  whyUnit: '这件事由古交镇负责',
  rule: '过了期限先提醒；提醒后5个工作日不答复，起草通报；通报后10个工作日不报整改，起草约谈',
  policyVersion: 1,
  records: ['问题第12号，期限11月18日'],
  steps: [
    { day: '2026-11-19', words: '开始滞后' },
    { day: '2026-11-19', words: '提醒' },
  ],
  clears: '处理后反馈并附照片',
  next: '11月27日还没办完，就起草通报，报县河长办审签。',
  asked: false,
  ...more,
});
const view: LagWhyView = {
  id: 9,
  version: 1,
  today: TODAY,
  unit: '古交镇',
  cases: [
    why(0),
    why(1, {
      title: '汾河第一村段 连着2期没巡河',
      rule: '一期没巡先提醒；连着2期没巡，起草通报；通报后10个工作日不报整改，起草约谈',
      records: ['最近2期的巡河任务，都记为未完成'],
      clears: '按期巡一次河',
      next: '通报已起草，等县河长办审签；没签就不算数。',
    }),
  ],
  fresh: 0,
  state: 'open',
};
export const lagWhySamples = samplesOf('lagWhy', {
  two: view,
  asked: {
    ...view,
    cases: [why(0, { asked: true, next: '答复正等批复，批复以前不升级。' })],
    fresh: 1,
  },
  worst: {
    ...view,
    unit: LONG_POST,
    cases: Array.from({ length: 60 }, (_, n) =>
      why(n, {
        title: HOSTILE,
        whyUnit: HOSTILE,
        rule: HOSTILE,
        records: [HOSTILE],
        clears: HOSTILE,
        next: HOSTILE,
        steps: Array.from({ length: 20 }, () => ({ day: '2025-01-01', words: HOSTILE })),
      }),
    ),
  },
  over: { ...view, cases: [], state: 'over' },
  'not-yours': { ...view, cases: [], state: 'notYours' },
});

const ofDocument: DocumentWhyView = {
  today: TODAY,
  rung: 2,
  unit: '古交镇',
  cases: view.cases,
  back: { type: 'documentNotice', id: 3, version: 2 },
};
export const documentWhySamples = samplesOf('documentWhy', {
  two: ofDocument,
  worst: {
    ...ofDocument,
    rung: 4,
    unit: LONG_POST,
    cases: Array.from({ length: 60 }, (_, n) =>
      why(n, {
        title: HOSTILE,
        whyUnit: HOSTILE,
        rule: HOSTILE,
        records: [HOSTILE],
        clears: HOSTILE,
        next: HOSTILE,
        steps: Array.from({ length: 20 }, () => ({ day: '2025-01-01', words: HOSTILE })),
      }),
    ),
  },
  over: { ...ofDocument, cases: [] },
  'not-yours': { ...ofDocument, unit: '', cases: [], back: null },
});

const reply: LadderReplyView = {
  id: 5,
  version: 1,
  today: TODAY,
  due: sure('2026-11-24'),
  workingDaysLeft: 1,
  unit: '古交镇',
  by: '古交镇联络员',
  on: '2026-11-23',
  kind: '申请延期',
  words: '挖机在下游施工，12月初才能腾出来，先用人工清了一半。',
  until: '2026-12-11',
  cases: [{ title: '交办单：桥下50米（河岸）', since: '2026-11-19', rung: '提醒' }],
  state: 'toDecide',
  decided: null,
};
const decided = { by: '县河长办主任', on: '2026-11-23', reason: '按你们说的，先清完河滩。' };
export const ladderReplySamples = samplesOf('ladderReply', {
  'to-decide': reply,
  explained: { ...reply, kind: '说明情况', until: null },
  waiting: { ...reply, state: 'waiting' },
  approved: { ...reply, version: 2, state: 'approved', decided: { ...decided, reason: null } },
  refused: { ...reply, version: 2, state: 'refused', decided },
  worst: {
    ...reply,
    unit: LONG_POST,
    by: HOSTILE,
    words: LONG_WORDS,
    cases: Array.from({ length: 60 }, () => ({ title: HOSTILE, since: '2025-01-01', rung: '提醒' })),
  },
  'not-yours': { ...reply, state: 'notYours' },
});

const faults: LadderFaultsView = {
  today: TODAY,
  faults: [
    {
      unit: '古交镇',
      title: '交办单：桥下50米（河岸）',
      words: '在等人审签或批复，可是花名册里这个岗位没有人，请补上',
    },
    { unit: '', title: '每天的督办', words: '一天多没有算过督办，请让管理员看程序是不是开着' },
  ],
};
export const ladderFaultsSamples = samplesOf('ladderFaults', {
  two: faults,
  none: { ...faults, faults: [] },
  worst: {
    ...faults,
    faults: Array.from({ length: 60 }, () => ({ unit: HOSTILE, title: HOSTILE, words: HOSTILE })),
  },
});

const judge: LadderJudgeView = {
  id: 40,
  version: 1,
  today: TODAY,
  unit: '古交镇',
  title: '排污口整治比应有进度低24个百分点',
  since: '2026-09-01',
  steps: [
    { day: '2026-09-01', words: '提醒' },
    { day: '2026-10-12', words: '通报签发' },
    { day: '2026-11-05', words: '约谈签发' },
  ],
  clears: '完成率赶到离应有进度15个百分点以内',
  state: 'open',
};
export const ladderJudgeSamples = samplesOf('ladderJudge', {
  open: judge,
  marked: { ...judge, state: 'marked' },
  over: { ...judge, state: 'over' },
  'not-yours': { ...judge, state: 'notYours' },
  worst: {
    ...judge,
    unit: HOSTILE,
    title: HOSTILE,
    clears: HOSTILE,
    steps: Array.from({ length: 60 }, () => ({ day: '2025-01-01', words: HOSTILE })),
  },
});
