import type { LagFigure } from './figures';

/** What lags, as people say it. */
export const FIGURE_WORDS: Record<LagFigure, string> = {
  patrols: '巡河未完成',
  problems: '问题逾期',
  outfalls: '整治逾期',
  findings: '合规问题',
  complaints: '投诉逾期',
  notices: '逾期未答复',
};
