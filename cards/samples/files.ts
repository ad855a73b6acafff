import type { UploadFinding } from '../../entities/Upload';
import type { ImportPreviewView } from '../importPreview';
import { HOSTILE, LONG_POST, LONG_WORDS, samplesOf } from './sample';

const none = { total: 0, first: [] };
const upload = {
  id: 3,
  version: 2,
  file: '入河排污口台账（11月）.xlsx',
  book: '入河排污口台账',
  listed: false,
};
const by = { by: '县河长办主任', when: '11月23日9时10分' };
const counts = { created: 3, updated: 12, unchanged: 168 };

const faults: UploadFinding[] = [
  { place: '台账 第7行 经度', words: '经度和纬度填反了，请对调', value: '35.61, 111.22' },
  { place: '台账 第12行 所属镇', words: '花名册里没有“龙兴”，请先导入花名册或改成里面的写法', value: '龙兴' },
  { place: '台账 第12行 河段编号', words: '花名册里没有编号为“FH-99”的河段，请改正编号', value: 'FH-99' },
  { place: '台账 第31行 名称', words: '名称和第 30 行重复，请改掉一个或删去一行', value: '桥西雨洪排口' },
  { place: '台账 第40行 整治期限', words: '不是日期，应像 2024-10-31 或 2024年10月31日', value: '年底' },
  { place: '台账 第41行 溯源状态', words: '必填，不能空着', value: null },
  { place: '台账 第52行 是否重点', words: '只能填：是、否', value: '重点' },
];
const warnings: UploadFinding[] = [
  {
    place: '台账 牵头部门',
    words: '有 3 行的牵头部门“住建局”不在花名册的单位里，请核对写法',
    value: '住建局',
  },
  { place: '台账', words: '系统里有“XJ-100-0007 桥东排口”，这次的表里没有，保留不动', value: null },
];
const worst: UploadFinding[] = Array.from({ length: 10 }, () => ({
  place: HOSTILE,
  words: LONG_WORDS,
  value: HOSTILE,
}));

export const importPreviewSamples = samplesOf('importPreview', {
  preview: { ...upload, ...counts, state: 'preview', again: false, warnings: { total: 2, first: warnings } },
  again: { ...upload, version: 4, ...counts, state: 'preview', again: true, warnings: none },
  same: { ...upload, created: 0, updated: 0, unchanged: 183, state: 'same', warnings: none },
  faults: {
    ...upload,
    state: 'faults',
    errors: { total: 7, first: faults },
    warnings: { total: 2, first: warnings },
  },
  'many-faults': {
    ...upload,
    state: 'faults',
    errors: { total: 312, first: faults },
    warnings: none,
  },
  unreadable: {
    ...upload,
    file: '排查照片.xlsx',
    book: null,
    state: 'unreadable',
    why: '没认出这是哪张表。能导入的有花名册和入河排污口台账，请用模板填写，工作表和列的名称不要改。',
  },
  importing: { ...upload, version: 3, ...counts, ...by, state: 'importing' },
  imported: { ...upload, version: 4, ...counts, ...by, state: 'imported', warnings: none },
  cancelled: { ...upload, version: 3, ...by, state: 'cancelled' },
  expired: { ...upload, version: 3, state: 'expired' },
  failed: { ...upload, version: 4, ...by, state: 'failed', why: '系统一直在忙，请过一会儿再发一次。' },
  'not-yours': { ...upload, state: 'notYours' },
  worst: {
    ...upload,
    file: HOSTILE,
    state: 'faults',
    errors: { total: 20_000, first: worst },
    warnings: { total: 20_000, first: worst },
  },
  'done-worst': {
    ...upload,
    file: HOSTILE,
    ...counts,
    by: LONG_POST,
    when: by.when,
    state: 'imported',
    warnings: { total: 20_000, first: worst },
  },
} satisfies Record<string, ImportPreviewView>);
