import type { OutfallTaskKind } from '../../entities';

/** What a task is called in a list. */
export const TASK_WORDS = {
  gateOpen: '汛期开闸',
  gateClose: '汛后关闸',
  monitor: '自行监测',
  dryCheck: '旱天查雨水口',
  pipeCheck: '巡查排污管道',
} as const satisfies Record<OutfallTaskKind, string>;
