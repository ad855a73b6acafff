import type { ChatGroupView } from '../chatGroup';
import type { GroupPostView } from '../groupPost';
import { HOSTILE, LONG_POST, LONG_WORDS, samplesOf, TODAY } from './sample';

const towns = [
  { id: 1, name: '古交镇' },
  { id: 2, name: '龙兴镇' },
  { id: 3, name: '新绛经济技术开发区管理委员会' },
];
const choosing = { towns, chosen: null };
const group = { id: 3, version: 2, name: '古交镇河长制工作群' };
const asked: ChatGroupView = { ...group, state: 'asked', ...choosing };

export const chatGroupSamples = samplesOf('chatGroup', {
  asked,
  unused: { ...group, state: 'unused', ...choosing },
  serving: {
    ...group,
    state: 'serving',
    serves: '古交镇',
    members: null,
    choosing: { towns, chosen: '1' },
  },
  made: {
    ...group,
    state: 'serving',
    serves: '古交镇',
    members: { inside: 2, missing: ['古交镇联络员'] },
    choosing: null,
  },
  making: { ...group, state: 'making' },
  failed: { ...group, state: 'failed', why: '飞书应用缺少权限，请在开发者后台开通后重新发布' },
  out: { ...group, state: 'out' },
  ended: { ...group, state: 'ended' },
  'not-yours': { ...group, state: 'notYours' },
  worst: {
    ...group,
    name: HOSTILE,
    state: 'serving',
    serves: HOSTILE,
    members: { inside: 120, missing: Array.from({ length: 60 }, () => LONG_POST) },
    choosing: { towns: Array.from({ length: 60 }, (_, id) => ({ id, name: HOSTILE })), chosen: '7' },
  },
});

export const groupHelloSamples = samplesOf('groupHello', {
  asked: { id: 3, version: 1, serves: null },
  serving: { id: 3, version: 2, serves: '古交镇' },
  worst: { id: 3, version: 2, serves: HOSTILE },
});

const words =
  '周五（11月27日）上午九点在县水利局三楼开河长制调度会，各镇联络员参加。\n请带上本镇的排污口台账。';
const notice = { id: 9, version: 1, today: TODAY, writtenOn: TODAY, words };
export const groupNoticeSamples = samplesOf('groupNotice', {
  new: notice,
  long: { ...notice, words: LONG_WORDS.slice(0, 500) },
  worst: { ...notice, words: HOSTILE },
});

const post = { id: 9, version: 1, words };
const draft: GroupPostView = {
  ...post,
  state: 'draft',
  groups: [
    { id: 1, name: '新绛县河长制工作群' },
    { id: 3, name: '古交镇河长制工作群' },
  ],
  names: [],
};
export const groupPostSamples = samplesOf('groupPost', {
  draft,
  named: { ...draft, words: '请各镇督促，王小河的任务还没有办。', names: ['王小河'] },
  'no-group': { ...draft, groups: [] },
  waiting: {
    ...post,
    version: 2,
    state: 'sent',
    groups: [
      { group: '新绛县河长制工作群', state: 'posted', why: null },
      { group: '古交镇河长制工作群', state: 'waiting', why: null },
    ],
  },
  posted: {
    ...post,
    version: 2,
    state: 'sent',
    groups: [{ group: '新绛县河长制工作群', state: 'posted', why: null }],
  },
  refused: {
    ...post,
    version: 2,
    state: 'sent',
    groups: [
      { group: '新绛县河长制工作群', state: 'posted', why: null },
      {
        group: '古交镇河长制工作群',
        state: 'refused',
        why: '机器人不在这个会话里。把机器人请回群里，再发一次。',
      },
    ],
  },
  dropped: { ...post, version: 2, state: 'dropped' },
  'not-yours': { ...post, state: 'notYours' },
  worst: {
    ...draft,
    words: HOSTILE,
    groups: Array.from({ length: 60 }, (_, id) => ({ id, name: HOSTILE })),
    names: [HOSTILE, HOSTILE],
  },
});
