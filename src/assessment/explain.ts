import { bonusOf, confirmedOf, deductionsOf, type Policy, vetoOf } from '../core/policy';
import { type SheetName, SOURCES } from '../core/policySheets';
import { bandWords } from './lines';
import { inPoints } from './points';
import { type Item, itemsOf } from './sheet';

type Sheet = Policy['assessment'];

/** What is counted under each name of `SOURCES`, and of what. */
const COUNTED: Record<SheetName, Readonly<Record<string, string>>> = {
  town: {
    rectification: '到期的排污口里按期销号的',
    problemOnTime: '到期的问题里按期办结的',
    problemRebound: '问题每被退回一次、每反弹一次',
    patrol: '镇级、村级到期应巡的里完成的',
    standardisation: '排污口里台账和规范化建设齐全的',
    waterQuality: '监测里达标的',
    complaints: '查实的投诉（投诉人满意的不算）',
  },
  chief: {
    patrol: '到期应巡的里完成的',
    record: '巡河记录里完整的',
    finding: '河段上发现的问题里本人发现的',
    closing: '河段上到期的问题里已办结的',
  },
  department: { problemOnTime: '到期的问题里按期办结的', problemRebound: '问题每被退回一次、每反弹一次' },
};

function howScored(item: Item, of: SheetName): string {
  if (item.kind === 'manual') return `由${item.scorer}评分`;
  const counted = COUNTED[of][item.source] ?? item.source;
  switch (item.kind) {
    case 'ratio':
      return `按比例给分：${counted}占多少`;
    case 'deduction': {
      const most = item.most === item.max ? '扣完为止' : `最多扣 ${inPoints(item.most)} 分`;
      const what = SOURCES[of][item.source] === 'share' ? `除${counted}以外` : counted;
      return `扣分：${what}，每次扣 ${inPoints(item.each)} 分，${most}`;
    }
    case 'banded': {
      const bands = item.bands.map((band) => `${bandWords(band)}得 ${inPoints(band.points)} 分`);
      return `分档给分：${counted}占多少，${bands.join('，')}`;
    }
  }
}

const PLACES = ['，得分取整', '，得分留一位小数', ''];

const itemSentence = (item: Item, of: SheetName): string =>
  item.max === 0
    ? `${item.name}：不考`
    : `${item.name} ${inPoints(item.max)} 分：${howScored(item, of)}${PLACES[item.rounding]}`;

/** A score sheet in sentences, an item each: 巡河履职 15 分：按比例给分：… */
export const explainSheet = (sheet: Sheet, of: SheetName): string[] =>
  itemsOf(sheet, of).map((item) => itemSentence(item, of));

/** What is added to and taken off every total, and what fails it. */
export function explainApart(sheet: Sheet): string[] {
  const { most, items } = bonusOf(sheet);
  const { circulated, interviewed, most: mostTaken } = deductionsOf(sheet);
  const confirmed = confirmedOf(sheet);
  const { falsehood, pollution, section } = vetoOf(sheet);
  const bonuses = Object.values(items).map(
    ({ name, max, scorer }) => `${name}最多 ${max} 分（${scorer}评分）`,
  );
  const vetoes = [
    falsehood && '河长弄虚作假',
    pollution && '对重特大水污染事件负有责任',
    section && '国考、省考断面因本辖区没有达到目标',
  ].filter(Boolean);
  return [
    ...(most > 0 && bonuses.length > 0 ? [`加分：${bonuses.join('，')}，合计最多加 ${most} 分`] : []),
    `扣分：通报每次 ${circulated} 分，约谈每次 ${interviewed} 分，合计最多 ${mostTaken} 分；河长待核成立每件 ${confirmed.each} 分，最多 ${confirmed.most} 分`,
    ...(vetoes.length > 0 ? [`一票否决（要人认定）：${vetoes.join('；')}`] : []),
  ];
}
