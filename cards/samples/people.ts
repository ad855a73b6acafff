import type { HelpView } from '../help';
import type { PrivacyNoticeView } from '../privacyNotice';
import type { SuggestionView } from '../suggestion';
import { HOSTILE, LONG_POST, LONG_REACH, LONG_WORDS, samplesOf, sure, TODAY } from './sample';

const help: HelpView = {
  person: 7,
  version: 1,
  post: '古交镇第一村河长',
  can: [
    '每周给你发巡河任务，没有异常按一下就行',
    '发现问题一张照片、一张表，交给镇里办',
    '问题办好后请你核查',
  ],
  lists: { tasks: true, problems: true, assessment: true },
  suggestion: null,
};
export const helpSamples = samplesOf('help', {
  chief: help,
  liaison: {
    ...help,
    post: '古交镇联络员',
    can: ['河上的问题交办到镇里，签收后处理，发一张照片就能反馈'],
    lists: { tasks: false, problems: true, assessment: true },
    suggestion: { answerBy: '12月7日前' },
  },
  stranger: { ...help, post: null, can: [], lists: { tasks: false, problems: false, assessment: false } },
  worst: { ...help, post: LONG_POST, can: Array.from({ length: 30 }, () => HOSTILE) },
});

const notice: PrivacyNoticeView = {
  person: 7,
  version: 1,
  keeper: '县河长制办公室',
  kept: [
    {
      what: '姓名、职务、手机号',
      why: '找到你，发任务和提醒',
      howLong: '在任期间，离任后1年',
      who: '县河长办、本镇联络员',
    },
    {
      what: '巡河记录、照片、位置',
      why: '办问题、算考核',
      howLong: '3年',
      who: '县河长办、办这件事的单位',
    },
    { what: '你发给我的文字', why: '弄清你要办什么', howLong: '1年', who: '县河长办' },
  ],
  acknowledgedAt: null,
};
export const privacyNoticeSamples = samplesOf('privacyNotice', {
  new: notice,
  acknowledged: { ...notice, acknowledgedAt: '11月23日9时10分' },
  worst: {
    ...notice,
    keeper: LONG_POST,
    kept: Array.from({ length: 20 }, () => ({ what: HOSTILE, why: HOSTILE, howLong: HOSTILE, who: HOSTILE })),
  },
});

const place = '汾河 · 古交镇第一村段';
const newest = { type: 'patrolTask', id: 42, version: 4 } as const;
export const closedSamples = samplesOf('closed', {
  replaced: { title: '巡河任务', place, reason: 'replaced', newest },
  'not-yours': { title: '交办单', place, reason: 'notYours', newest: null },
  over: { title: '核查', place, reason: 'over', newest: null },
  'over-how': { title: '交办单', place, reason: 'over', outcome: '这个问题11月22日已销号', newest: null },
  worst: { title: HOSTILE, place: LONG_REACH, reason: 'over', outcome: HOSTILE, newest },
});

const suggestion: SuggestionView = {
  id: 5,
  version: 1,
  today: TODAY,
  due: sure('2026-12-07'),
  workingDaysLeft: 10,
  from: '古交镇第一村河长',
  sentOn: TODAY,
  words: '下雨后河滩路走不过去，希望能从对岸看，也算巡河。',
  state: 'waiting',
};
const reply = { by: '县河长办主任', on: '2026-11-24', words: '可以。从对岸看得清就算，照常提交就行。' };
export const suggestionSamples = samplesOf('suggestion', {
  waiting: suggestion,
  overdue: { ...suggestion, due: sure('2026-11-20'), workingDaysLeft: 0, sentOn: '2026-11-06' },
  answered: { ...suggestion, version: 2, state: 'answered', reply },
  'to-sender': { ...suggestion, version: 2, state: 'toSender', reply },
  'not-yours': { ...suggestion, state: 'notYours' },
  worst: {
    ...suggestion,
    from: LONG_POST,
    words: HOSTILE,
    state: 'answered',
    reply: { by: LONG_POST, on: TODAY, words: LONG_WORDS },
  },
});
