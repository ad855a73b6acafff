/** 滞后: how towns, departments and chiefs stand, now and at the end of each past day, down to the records. */
export { exportLag } from './exportLag';
export {
  type ChiefLag,
  LAG_FIGURES,
  type LagFigure,
  laggingOf,
  type PatrolCounts,
  type UnitLag,
} from './figures';
export { keepSnapshots } from './keepSnapshots';
export { type Lag, lagAt } from './lagAt';
export { readPostPatrols, yearAt, yearTo } from './readPatrols';
export { MEASURED } from './readStanding';
export { type LagRecord, recordsOf } from './records';
export { FIGURE_WORDS } from './words';
