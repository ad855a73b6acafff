/** 新发现的排污口: noted when a problem says so, then 确认入账, 并入, or none. */
export { type Confirmation, confirmFound } from './confirmFound';
export { dismissFound, mergeFound } from './mergeFound';
export { foundHands, noteFound } from './noteFound';
