import type { EvidenceRef } from '../../entities';
import type { SheetName } from '../core/policySheets';
import { isMonth, type Period } from './period';

const RULES: Record<string, string> = {
  rectification: '排污口整治与销号',
  problemOnTime: '问题按期办结',
  problemRebound: '问题反弹',
  patrol: '巡河履职',
  standardisation: '台账与规范化建设',
  waterQuality: '水质',
  complaints: '公众投诉',
  publicity: '宣传报送',
  organisation: '组织保障',
  record: '记录质量',
  finding: '发现问题',
  closing: '督办办结',
  cooperation: '协作',
  pending: '待补录',
  scaling: '折算',
  confirmed: '待核成立扣分',
  circulated: '通报扣分',
  interviewed: '约谈扣分',
  'bonus.commended': '表扬加分',
  veto: '一票否决',
  'veto.pollution': '重特大水污染事件否决',
  'veto.section': '断面没有达标否决',
};

/** An item of the score sheet, or a month of a year's, as people call it; one that the county added is called as it wrote it. */
export function ruleName(rule: string): string {
  return isMonth(rule) ? `${Number(rule.slice(5))}月` : (RULES[rule] ?? rule);
}

export const EVIDENCE_NAMES: Record<EvidenceRef['kind'], string> = {
  appeal: '申诉',
  correction: '更正',
  document: '通报、约谈',
  mark: '人工评分',
  measurement: '监测结果',
  observation: '排污口观察',
  outfall: '排污口',
  patrol: '巡河记录',
  problem: '问题',
  suspicion: '待核',
  task: '巡河任务',
};

/** How what was computed stands, for documents; of what is final each has words of its own. */
export const STANDING = {
  trial: '这是试算，不公示，不作为考核结果',
  draft: '这是草稿，还没有公示，不作为考核结果',
  notice: '正在公示，定稿前还可能更正',
} as const;

/** Whose sheet it is. */
export const SHEET_NAMES: Record<SheetName, string> = { town: '镇', chief: '河长', department: '部门' };

const QUARTERS = ['一', '二', '三', '四'];

/** 2026年10月, 2026年四季度, 2026年度. */
export function periodTitle({ key, kind }: Period): string {
  const [year, part = ''] = key.split('-');
  if (kind === 'month') return `${year}年${Number(part)}月`;
  return kind === 'quarter' ? `${year}年${QUARTERS[Number(part.slice(1)) - 1]}季度` : `${year}年度`;
}

/** What a change is against. */
export const BEFORE_NAMES: Record<Period['kind'], string> = { month: '上月', quarter: '上季', year: '上年' };
