import { z } from 'zod';
import { CATEGORIES, ROLES, type Role } from '../../entities';
import { workdays } from './policyFields';

/*
 * The optional sections of `policy.yaml` about problems, and what holds where a county leaves them out: which groups
 * and kinds its forms offer, who handles what, and how long each decision may take.
 */

const name = (most: number) => z.string().trim().min(1).max(most);

/** What a select offers; every option costs the form's card an element of Feishu's 200. */
const MOST_KINDS = 70;

const group = z.strictObject({ name: name(16), kinds: z.array(name(32)) });

/** 交给谁办: every condition that is named must hold; the first route that fits counts. */
const route = z.strictObject({
  group: name(16).optional(),
  kinds: z.array(name(32)).min(1).optional(),
  /** 单位编码 of the towns that own the reach. */
  towns: z.array(z.string().min(1)).min(1).optional(),
  /** 河段编号. */
  reaches: z.array(z.string().min(1)).min(1).optional(),
  /** 单位编码 of who handles it. */
  unit: z.string().min(1),
});
export type Route = z.infer<typeof route>;

export const findingsSchema = z
  .strictObject({
    groups: z.array(group).min(1),
    routes: z.array(route),
    /** Who of a department or of 分局 gets the 交办单, the first role that is held. */
    handlerRoles: z.array(z.enum(ROLES)).min(1),
  })
  .superRefine(({ groups, routes }, context) => {
    const fault = (path: (string | number)[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    const kinds = groups.flatMap((one) => one.kinds);
    const names = groups.map((one) => one.name);
    for (const [n, one] of groups.entries()) {
      if (names.indexOf(one.name) < n) fault(['groups', n, 'name'], `“${one.name}”写了两次`);
    }
    // A kind alone says its group, so that nobody picks twice.
    const twice = kinds.find((kind, n) => kinds.indexOf(kind) < n);
    if (twice !== undefined) fault(['groups'], `“${twice}”写了两次，一种只能归一组`);
    if (kinds.length > MOST_KINDS) fault(['groups'], `最多写 ${MOST_KINDS} 种，现在有 ${kinds.length} 种`);
    for (const [n, { group: wanted, kinds: some = [] }] of routes.entries()) {
      if (wanted !== undefined && !names.includes(wanted)) {
        fault(['routes', n, 'group'], `没有“${wanted}”这一组`);
      }
      const strange = some.find((kind) => !kinds.includes(kind));
      if (strange !== undefined) fault(['routes', n, 'kinds'], `没有“${strange}”这一种`);
    }
  });
export type Findings = z.infer<typeof findingsSchema>;

export const problemFlowSchema = z.strictObject({
  /** 上报: within so many working days of 交办 (广州 2019: 1). */
  sendUpWorkdays: workdays(1),
  /** How long 县河长办 has to hand on or decide. */
  decideWorkdays: workdays(1),
  /** 重大: how many calendar days lie between two 报进展. */
  progressDays: z.int().min(1).max(366),
  /** How long after 销号 the same thing at the same place is 反弹 and not a new problem. */
  reboundDays: z.int().min(1).max(3_650),
  /** Before and after further apart than this is worth a look (domain.md §7.3). */
  pairMetres: z.int().min(1).max(100_000),
});
export type ProblemFlow = z.infer<typeof problemFlowSchema>;

export const complaintSchema = z.strictObject({
  /** 一般 10, 重大 20 (澧县); 较重 and 重大 are the latter. */
  dueWorkdays: z.strictObject({ 一般: workdays(1), 重大: workdays(1) }),
  /** How long after the end the complainant is told. */
  tellWorkdays: workdays(1),
});
export type ComplaintRules = z.infer<typeof complaintSchema>;

/** 八组: 河长云 and the ten-point list (domain.md §1.2); 四乱: 水利部“清四乱”; outfall kinds: the plan, clauses （五）（六）（九）（十）. */
const KINDS: Record<(typeof CATEGORIES)[number], readonly string[]> = {
  水体: ['水色异常', '水有异味', '油污或泡沫', '死鱼'],
  河面: ['漂浮垃圾', '水草藻类过多'],
  河中: ['淤积', '障碍物阻水'],
  河岸: ['乱占', '乱采', '乱堆', '乱建', '岸坡垃圾'],
  涉水活动: ['网箱养殖', '电鱼毒鱼', '违规取水'],
  排污口: [
    '污水直排',
    '晴天雨水口排污',
    '颜色气味异常',
    '新增排污口',
    '超标排放',
    '借道排污',
    '私设暗管',
    '雨天偷排偷倒',
    '设施破损、排水不畅',
    '没有标识牌或破损',
  ],
  河长牌: ['牌子缺失', '牌子破损', '内容过时'],
  水工建筑物: ['堤防护岸损坏', '闸坝损坏'],
};

export const FINDINGS: Findings = {
  groups: CATEGORIES.map((one) => ({ name: one, kinds: [...KINDS[one]] })),
  routes: [],
  handlerRoles: ['部门联络员', '部门负责人', '分局'] satisfies Role[],
};

export const PROBLEM_FLOW: ProblemFlow = {
  sendUpWorkdays: 1,
  decideWorkdays: 1,
  progressDays: 30,
  reboundDays: 90,
  pairMetres: 100,
};

export const COMPLAINT: ComplaintRules = { dueWorkdays: { 一般: 10, 重大: 20 }, tellWorkdays: 3 };
