import type { CloseOutStep } from '../../entities';

/** What is done at each step of 销号, as on its button (experience.md, 整治). */
export const STEP_WORDS = {
  责任主体: '申请',
  镇: '初核',
  牵头部门: '验收',
  分局: '核查',
  县河长办: '销号',
} as const satisfies Record<CloseOutStep, string>;
